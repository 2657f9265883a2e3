import Foundation
import Subprocess
import SystemPackage
import Testing

/// The `oomlab` command as a user runs it: the built executable, in a folder of its own.
struct Command {
    /// What one call printed and how it ended.
    struct Answer {
        let status: Int
        let output: String
        let errors: String
    }

    /// The folder in which commands run and leave their results; removed at the end of the test.
    let folder: FilePath

    /// The built executable, beside the test bundle.
    static var executable: FilePath {
        get throws {
            let tests = try #require(
                Bundle.allBundles.map(\.bundlePath).first { $0.hasSuffix(".xctest") } ?? testProgram())
            return FilePath(tests).removingLastComponent().appending("oomlab")
        }
    }

    private static func testProgram() -> String? { CommandLine.arguments.first }

    /// Runs `body` with a command in a fresh folder, and takes the folder away afterwards.
    static func inScratch<Result>(_ body: (Command) async throws -> Result) async throws -> Result {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("oomlab-live-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: path, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: path) }
        return try await body(Command(folder: FilePath(path.path)))
    }

    /// Runs the command to its end.
    func callAsFunction(_ arguments: String..., environment: Environment = .inherit) async throws -> Answer {
        try await run(arguments, environment: environment)
    }

    /// Runs the command to its end.
    func run(_ arguments: [String], environment: Environment = .inherit) async throws -> Answer {
        let result = try await Subprocess.run(
            .path(try Command.executable), arguments: Arguments(arguments), environment: environment,
            workingDirectory: folder, output: .string(limit: 16 << 20), error: .string(limit: 16 << 20))
        let status: Int
        switch result.terminationStatus {
        case .exited(let code): status = Int(code)
        case .signaled(let signal): status = 128 + Int(signal)
        }
        return Answer(status: status, output: result.standardOutput, errors: result.standardError)
    }

    /// The run folders below `results/runs`, oldest first.
    func runs() throws -> [FilePath] {
        let results = folder.appending("results").appending("runs")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: results.string)) ?? []
        return names.filter { !$0.hasPrefix(".") }.sorted().map { results.appending($0) }
    }
}
