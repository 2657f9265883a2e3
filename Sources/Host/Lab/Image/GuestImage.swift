import Digest
import Faults
import Foundation
import HostFiles
import SystemPackage

/// The guest's whole user space: an initramfs with the agent, the workloads and the modules that a scenario asks for.
public struct GuestImage: Hashable, Sendable {
    /// The archive in the cache.
    public let path: FilePath
    /// SHA-256 of its bytes, in hexadecimal digits.
    public let sha256: String
    /// Its size.
    public let sizeBytes: Int

    /// Makes the image, or takes the cached one of the same content.
    ///
    /// `modules`: kernel modules, unpacked, in order of dependence; they become `/modules/0.ko`, `/modules/1.ko`, ….
    ///
    /// - Throws: `HostError` where a program can't be read or the cache can't be written.
    public static func make(programs: OwnPrograms, modules: [[UInt8]], cache: CacheFolder) throws -> GuestImage {
        let agent = try read(programs.agent)
        let workload = try read(programs.workload)
        let bytes = archive(agent: agent, workload: workload, modules: modules)
        let sha256 = SHA256.of(bytes)
        let path = cache.images.appending("\(sha256).cpio")
        try CacheFolder.make(cache.images, whatFor: "initramfs images")
        try AtomicFile.keep(bytes, at: path)
        return GuestImage(path: path, sha256: sha256, sizeBytes: bytes.count)
    }

    /// The image's bytes.
    static func archive(agent: [UInt8], workload: [UInt8], modules: [[UInt8]]) -> [UInt8] {
        var archive = NewcArchive()
        for folder in ["bin", "dev", "fridge", "modules", "proc", "sys", "tmp"] { archive.addFolder(folder) }
        archive.addFile("init", executable: true, content: agent)
        archive.addFile("bin/workload", executable: true, content: workload)
        for (index, module) in modules.enumerated() {
            archive.addFile("modules/\(index).ko", content: module)
        }
        return archive.finished()
    }

    private static func read(_ program: FilePath) throws -> [UInt8] {
        do {
            return [UInt8](try Data(contentsOf: URL(fileURLWithPath: program.string)))
        } catch {
            throw HostError("can't read \(program) (\(SystemCause.of(error)))", remedy: "build the package again")
        }
    }
}
