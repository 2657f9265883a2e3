import Evidence
import Faults
import Foundation
import HostFiles
import SystemPackage
import Vocabulary

/// Puts a kernel together in a staging folder and moves it into the cache in one step.
struct KernelInstaller {
    let cache: KernelCache

    /// What is put in.
    struct Source {
        var image: FilePath
        /// The folder that has `kernel/` with the modules in it.
        var modules: FilePath?
        var origin: InstalledKernel.Origin
        var name: String?
        var package: String?
        var packageVersion: String?
    }

    /// Checks the image, takes the ELF out of it, and installs everything; throws `UsageError` for a file that is no kernel.
    func install(_ source: Source) async throws -> InstalledKernel {
        let header = try Self.header(of: source.image)
        let name = source.name ?? header.release
        let folder = try cache.makeStaging()
        defer { try? FileManager.default.removeItem(atPath: folder.string) }
        let image = folder.appending("bzImage")
        let elf = folder.appending("vmlinux")
        try FileManager.default.copyItem(atPath: source.image.string, toPath: image.string)
        try setReadable(image)
        let hasELF: Bool
        do {
            hasELF = try await KernelPayload.extract(
                header, of: image, to: elf, scratch: folder.appending("payload"))
        } catch let flaw as BootImage.Flaw {
            throw Self.refusal(of: source.image, flaw)
        }
        if let modules = source.modules { try ModuleTree.copy(from: modules, to: folder.appending("modules")) }
        let modulesSHA256 = try source.modules.map { _ in try ModuleSums.write(of: folder.appending("modules")) }
        let version = source.packageVersion.flatMap(KernelOffer.upstream) ?? Self.version(of: header)
        let record = KernelRecord(
            name: name, origin: source.origin,
            identity: KernelIdentity(
                release: header.release, version: header.build, package: source.package,
                packageVersion: source.packageVersion, sha256: try FileDigest.sha256(of: image), flavour: "\(version)"),
            imageBytes: try FileDigest.size(of: image), elfBytes: hasELF ? try FileDigest.size(of: elf) : nil,
            elfSHA256: hasELF ? try FileDigest.sha256(of: elf) : nil, hasModules: source.modules != nil,
            modulesSHA256: modulesSHA256, bytes: try ModuleTree.bytes(in: folder))
        try record.write(to: folder)
        return try move(folder, to: cache.kernels.appending(name))
    }

    /// The header of a file that should be a kernel. Throws `UsageError` where it isn't.
    ///
    /// Only its beginning is read, whatever its size: what is no kernel is refused at once.
    static func header(of path: FilePath) throws -> BootImage {
        let (beginning, size): ([UInt8], Int)
        do {
            (beginning, size) = try Self.beginning(of: path)
        } catch {
            let cause = (error as? Errno)?.description ?? SystemCause.of(error)
            throw UsageError("\(path) can't be read: \(cause)", remedy: "give the path of a bzImage")
        }
        do {
            return try BootImage.parse(beginning, fileSize: size)
        } catch {
            throw refusal(of: path, error)
        }
    }

    private static func refusal(of path: FilePath, _ flaw: BootImage.Flaw) -> UsageError {
        UsageError(
            "\(path) is no kernel: \(flaw)",
            remedy: "give an x86-64 bzImage, such as arch/x86/boot/bzImage of a build or /boot/vmlinuz-*")
    }

    /// The part of a file that a boot header and the texts that it points to (16 bits) can lie in, and the whole file's size; of what is no plain
    /// file, such as a device without an end, nothing and 0.
    private static func beginning(of path: FilePath) throws -> ([UInt8], Int) {
        let file = try FileDescriptor.open(path, .readOnly, options: [.closeOnExec, .nonBlocking])
        return try file.closeAfter {
            var status = stat()
            guard fstat(file.rawValue, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return ([], 0) }
            let bytes = try [UInt8](unsafeUninitializedCapacity: 128 << 10) { buffer, count in
                count = try file.read(into: UnsafeMutableRawBufferPointer(buffer))
            }
            return (bytes, Int(status.st_size))
        }
    }

    /// The version of the sources: Debian's releases don't name it before 6.12, but the build string does.
    static func version(of header: BootImage) -> KernelVersion {
        let words = header.build.split(separator: " ")
        if let index = words.lastIndex(of: "Debian"), index + 1 < words.count,
            let version = KernelOffer.upstream(String(words[index + 1]))
        {
            return version
        }
        return KernelVersion(header.release)?.numbers ?? KernelVersion(major: 0, minor: 0)
    }

    /// A folder that was there before (an older build of the user's, or a damaged one) goes to the staging area first.
    private func move(_ folder: FilePath, to place: FilePath) throws -> InstalledKernel {
        if FileManager.default.fileExists(atPath: place.string) {
            let old = cache.staging.appending(UUID().uuidString)
            try FileManager.default.moveItem(atPath: place.string, toPath: old.string)
            defer { try? FileManager.default.removeItem(atPath: old.string) }
            try FileManager.default.moveItem(atPath: folder.string, toPath: place.string)
        } else {
            try FileManager.default.moveItem(atPath: folder.string, toPath: place.string)
        }
        return try KernelRecord.load(place)
    }

    /// Images in /boot are often for root alone; the copy is the user's.
    private func setReadable(_ path: FilePath) throws {
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path.string)
    }
}
