import Foundation
import SystemPackage

extension KernelStore {
    /// The changelog that came with a kernel's package; `nil` where the kernel is from no package on offer, or the package has none.
    ///
    /// The package is downloaded once more: of a kernel in the cache only what boots is kept.
    public func changelog(of kernel: KernelOnPath) async throws -> DebianChangelog? {
        guard let offer = kernel.offer else { return nil }
        try cache.create()
        let lock = try await acquireLock()
        defer { withExtendedLifetime(lock) {} }
        let staging = try cache.makeStaging()
        defer { try? FileManager.default.removeItem(atPath: staging.string) }
        for file in try await download(offer, lock: lock.descriptor) {
            _ = try await Tool.dpkgDeb.lines(["--extract", file.string, staging.string], lock: lock.descriptor)
        }
        try clearDownloads()
        guard let file = KernelStore.changelogFile(below: staging.appending("usr/share/doc")) else { return nil }
        let text = try await Tool.gzip.output(["-dc"], from: file, limit: 64 << 20)
        return DebianChangelog(String(decoding: text, as: UTF8.self))
    }

    /// A regular file: a link may lead out of the package.
    private static func changelogFile(below documents: FilePath) -> FilePath? {
        let packages = (try? FileManager.default.contentsOfDirectory(atPath: documents.string)) ?? []
        let files = packages.sorted().flatMap { package in
            ["changelog.Debian.gz", "changelog.gz"].map { documents.appending(package).appending($0) }
        }
        return files.first { file in
            var status = stat()
            return lstat(file.string, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
        }
    }
}
