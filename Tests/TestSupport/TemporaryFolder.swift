import Foundation
import SystemPackage

/// A folder of a test's own, removed with everything in it when the test lets go of it.
///
/// A test that hands its path on and doesn't touch it again must keep it with `defer { folder.remove() }`: Swift may let go of it after its last use.
public final class TemporaryFolder: Sendable {
    /// Where it is.
    public let path: FilePath

    /// Makes a new, empty folder.
    public init() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "oomlab-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        path = FilePath(folder.path)
    }

    deinit { remove() }

    /// Removes it with everything in it.
    public func remove() { try? FileManager.default.removeItem(atPath: path.string) }

    /// Writes a file in it and returns its path.
    @discardableResult
    public func file(_ name: String, _ bytes: [UInt8] = [], executable: Bool = false) throws -> FilePath {
        let file = path.appending(name)
        try Data(bytes).write(to: URL(fileURLWithPath: file.string))
        if executable { chmod(file.string, 0o755) }
        return file
    }

    /// Makes a folder in it, with its parents, and returns its path.
    @discardableResult
    public func folder(_ name: String) throws -> FilePath {
        let folder = path.appending(name)
        try FileManager.default.createDirectory(atPath: folder.string, withIntermediateDirectories: true)
        return folder
    }

    /// The names of what is in it, hidden ones too, in order.
    public var names: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: path.string)) ?? []).sorted() }
}
