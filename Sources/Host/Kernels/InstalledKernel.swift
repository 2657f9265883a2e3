import Evidence
import Foundation
import SafeText
import SystemPackage
import Vocabulary

/// A kernel in the cache, ready to boot.
public struct InstalledKernel: Hashable, Sendable {
    /// Where a kernel came from.
    public enum Origin: String, Codable, Sendable {
        /// A distribution's package.
        case package
        /// The user's own build.
        case added
    }

    /// What it is, for a run's record.
    public let identity: KernelIdentity
    /// The version of its sources: 6.1.192, though the release is 6.1.0-56-cloud-amd64.
    public let version: KernelVersion
    /// Its name in the cache: the release, unless the user gave another.
    public let name: String
    /// Where it came from.
    public let origin: Origin
    /// The boot image.
    public let bzImage: FilePath
    /// The ELF image with a PVH entry, which boots sooner; nil where the kernel has none.
    public let elf: FilePath?
    /// The folder of its modules, which contains `kernel/`; nil where it came without.
    public let modulesRoot: FilePath?
    /// Size of everything kept.
    public let bytes: Int
    /// SHA-256 of the ELF image; `nil` without one, and in a cache that an older version filled.
    var elfSHA256: String?
    /// SHA-256 of the list of the modules' hashes; `nil` as above.
    var modulesSHA256: String?
}

extension InstalledKernel: KernelCandidate {
    var release: String { identity.release }

    /// A kernel of the user's own is taken for `6.12` only where nothing else is one: it has a name.
    var rank: Int { origin == .added ? 3 : KernelOffer.rank(ofRelease: release) }
}

/// `kernel.json`: written last, so that a folder with a readable one is complete.
struct KernelRecord: Codable, Equatable {
    static let fileName = "kernel.json"
    static let schemaName = "oomlab.kernel/1"

    var schema = schemaName
    var name: String
    var origin: InstalledKernel.Origin
    var identity: KernelIdentity
    var imageBytes: Int
    var elfBytes: Int?
    /// See `InstalledKernel`.
    var elfSHA256: String?
    var hasModules: Bool
    var modulesSHA256: String?
    var bytes: Int

    /// Why a folder of the cache is not used.
    struct Damage: Error, CustomStringConvertible {
        let description: String
    }

    /// The kernel in `folder`; throws `Damage` where its files are not as they were written.
    static func load(_ folder: FilePath) throws -> InstalledKernel {
        let path = folder.appending(fileName)
        guard let data = FileManager.default.contents(atPath: path.string) else {
            throw Damage(description: "it has no \(fileName)")
        }
        guard let record = try? JSONDecoder().decode(KernelRecord.self, from: data), record.schema == schemaName,
            let version = KernelVersion(record.identity.flavour)
        else { throw Damage(description: "its \(fileName) can't be read") }
        let image = folder.appending("bzImage")
        guard size(image) == record.imageBytes else { throw Damage(description: "its bzImage is missing or cut off") }
        return InstalledKernel(
            identity: record.identity, version: version, name: record.name, origin: record.origin, bzImage: image,
            elf: record.elfBytes.map { _ in folder.appending("vmlinux") },
            modulesRoot: record.hasModules ? folder.appending("modules") : nil, bytes: record.bytes,
            elfSHA256: record.elfSHA256, modulesSHA256: record.modulesSHA256)
    }

    /// Notes an ELF image that was made again, in one step.
    static func note(elfSHA256: String, bytes: Int, in folder: FilePath) throws {
        let path = folder.appending(fileName)
        let data = try Data(contentsOf: URL(filePath: path.string))
        var record = try JSONDecoder().decode(KernelRecord.self, from: data)
        (record.elfSHA256, record.elfBytes) = (elfSHA256, bytes)
        try record.write(to: folder)
    }

    /// Writes it into `folder`.
    func write(to folder: FilePath) throws {
        let path = folder.appending(KernelRecord.fileName)
        let text = try JSONText.text(self) + "\n"
        try Data(text.utf8).write(to: URL(filePath: path.string), options: .atomic)
    }

    private static func size(_ path: FilePath) -> Int? {
        var status = stat()
        return stat(path.string, &status) == 0 ? Int(status.st_size) : nil
    }
}
