import Foundation
import Runs
import SystemPackage

/// A real run that is kept with the tests: its raw files, and the record that was made of them (`Tests/Golden/README.md`).
public struct GoldenRun: Sendable, CustomStringConvertible {
    /// Its folder's name: kernel and scenario.
    public let name: String

    /// Every golden run, in the order of the names.
    public static let all: [GoldenRun] = {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: home.path)) ?? []
        return names.filter { $0 != "README.md" }.sorted().map(GoldenRun.init(name:))
    }()

    /// Whether expected files are to be written anew: OOMLAB_RECORD=1.
    public static var isRecording: Bool { ProcessInfo.processInfo.environment["OOMLAB_RECORD"] == "1" }

    /// The golden run of this name.
    public init(name: String) { self.name = name }

    /// Where it is kept.
    public var folder: RunFolder { RunFolder(path: FilePath(GoldenRun.home.appendingPathComponent(name).path)) }

    /// Its name, for the list of test cases.
    public var description: String { name }

    /// Gives `body` a copy that may be changed, and takes it away afterwards.
    public func withCopy<Result>(_ body: (RunFolder) throws -> Result) throws -> Result {
        let copy = FileManager.default.temporaryDirectory.appendingPathComponent("oomlab-golden-\(UUID().uuidString)")
        try FileManager.default.copyItem(atPath: folder.path.string, toPath: copy.path)
        defer { try? FileManager.default.removeItem(at: copy) }
        return try body(RunFolder(path: FilePath(copy.path)))
    }

    private static let home = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Golden")
}
