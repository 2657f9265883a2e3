import Faults
import Foundation
import HostFiles
import SystemPackage

extension InstalledKernel {
    /// The file to boot, found to be what was installed: its ELF image, which boots quickest, else its bzImage.
    ///
    /// The file is hashed every time, since a disk that forgets a bit changes neither size nor time. A damaged ELF image is made again from the
    /// bzImage.
    ///
    /// - Parameter notice: Gets a line if an image was made again.
    /// - Throws: `HostError` if the kernel is damaged, or its cache can't be written.
    public func soundImage(notice: @Sendable (String) -> Void = { _ in }) async throws -> FilePath {
        guard let elf else {
            try checkImage()
            return bzImage
        }
        let found = try? FileDigest.sha256(of: elf)
        if let elfSHA256, found == elfSHA256 { return elf }
        try checkImage()
        let made = try await remakeELF(elf)
        // A cache from before the hash was kept has none to compare with.
        if made != found {
            notice("the unpacked image of kernel \(name) was damaged; it was made again from its bzImage")
        }
        return elf
    }

    /// Whether everything that was installed is as it was.
    var isSound: Bool {
        guard (try? checkImage()) != nil else { return false }
        guard let modulesRoot else { return true }
        return (try? ModuleSums(of: self, root: modulesRoot))?.isWhole ?? true
    }

    /// Throws `HostError` unless the bzImage is the one that was installed.
    private func checkImage() throws {
        let found: String
        do {
            found = try FileDigest.sha256(of: bzImage)
        } catch {
            throw HostError("kernel \(name) in the cache can't be read: \(bzImage): \(error)", remedy: remedy)
        }
        guard found == identity.sha256 else { throw damaged(bzImage) }
    }

    /// What to say of a file of this kernel that is not the one that was installed.
    func damaged(_ file: FilePath) -> HostError {
        HostError("kernel \(name) in the cache is damaged: \(file) is not what was installed", remedy: remedy)
    }

    private var remedy: String {
        origin == .package
            ? "run: oomlab kernels fetch '\(name)'" : "add it again: oomlab kernels add PATH --name \(name)"
    }

    /// Makes the ELF image again and gives back its hash. Several commands may do so at once: each replaces it in one step by the same bytes.
    private func remakeELF(_ elf: FilePath) async throws -> String {
        let folder = bzImage.removingLastComponent()
        let fresh = folder.appending(".vmlinux-\(UUID().uuidString)")
        let scratch = folder.appending(".payload-\(UUID().uuidString)")
        defer { unlink(fresh.string) }
        do {
            let header = try KernelInstaller.header(of: bzImage)
            guard try await KernelPayload.extract(header, of: bzImage, to: fresh, scratch: scratch) else {
                throw damaged(elf)
            }
            let digest = try FileDigest.sha256(of: fresh)
            guard elfSHA256 == nil || elfSHA256 == digest else { throw damaged(elf) }
            guard rename(fresh.string, elf.string) == 0 else { throw Errno(rawValue: errno) }
            try KernelRecord.note(elfSHA256: digest, bytes: try FileDigest.size(of: elf), in: folder)
            return digest
        } catch let error as HostError {
            throw error
        } catch {
            throw HostError("the unpacked image of kernel \(name) can't be made again (\(error))", remedy: remedy)
        }
    }
}
