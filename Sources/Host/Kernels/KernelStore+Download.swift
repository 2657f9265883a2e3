import Digest
import Faults
import Foundation
import SystemPackage

extension KernelStore {
    /// Downloads the packages of an offer and checks them against the SHA-256 of the signed index.
    ///
    /// A file that a killed command left is gone on with; one whose sum is wrong is thrown away and asked for once more.
    func download(_ offer: KernelOffer, lock: FileDescriptor) async throws -> [FilePath] {
        let megabytes = (offer.downloadBytes + 999_999) / 1_000_000
        var complaints: [String] = []
        for attempt in 0..<2 {
            let missing = offer.packages.filter { !isComplete($0) }
            if missing.isEmpty { break }
            if attempt > 0 { missing.forEach(discardDownload) }
            complaints = try await apt(lock: lock).download(
                missing, step: "downloading \(offer.release) (\(megabytes) MB)")
        }
        if let missing = offer.packages.first(where: { !isComplete($0) }) {
            throw HostError(
                "\(missing.name) \(missing.version) can't be downloaded: \(Apt.reason(complaints))",
                remedy: "check the network and fetch again (what is there is kept), or see: oomlab kernels list --all")
        }
        return offer.packages.map(path)
    }

    /// Throws away what has been unpacked, and the beginnings of downloads that were given up.
    func clearDownloads() throws {
        for name in try FileManager.default.contentsOfDirectory(atPath: cache.downloads.string) {
            try FileManager.default.removeItem(atPath: cache.downloads.appending(name).string)
        }
    }

    private func path(_ package: KernelOffer.Package) -> FilePath { cache.downloads.appending(package.fileName) }

    private func discardDownload(_ package: KernelOffer.Package) {
        // Where it can't be removed, apt says why it can't write it.
        try? FileManager.default.removeItem(atPath: path(package).string)
    }

    private func isComplete(_ package: KernelOffer.Package) -> Bool {
        let file = URL(filePath: path(package).string)
        guard let data = try? Data(contentsOf: file, options: .mappedIfSafe), data.count == package.size else {
            return false
        }
        return SHA256.of(data) == package.sha256
    }
}
