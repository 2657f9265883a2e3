import Foundation
import Subprocess
import SystemPackage
import Testing

/// The `oomlab` command as a user runs it: the built executable, in a folder of its own.
struct Command {
    /// What one call printed and how it ended.
    struct Answer {
        /// The exit status as a shell reports it.
        let status: Int
        /// What went to standard output, and to standard error.
        let output: String
        let errors: String
    }

    /// The folder in which commands run and leave their results; removed at the end of the test.
    let folder: FilePath
    /// What differs from the test's own environment; `nil` takes a variable away.
    var environment: [Environment.Key: String?] = [:]

    /// The built executable, beside the test bundle.
    static func executable() throws -> FilePath {
        let own = FilePath(try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
        return own.removingLastComponent().appending("oomlab")
    }

    /// Runs `body` with a command in a fresh folder, and takes the folder away afterwards. Nothing may be running in it then.
    static func inScratch<Result>(
        sourceLocation: SourceLocation = #_sourceLocation, _ body: (Command) async throws -> Result
    ) async throws -> Result {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("oomlab-live-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: path, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: path) }
        let command = Command(folder: FilePath(path.resolvingSymlinksInPath().path))
        let result = try await body(command)
        let left = command.processes()
        #expect(left.isEmpty, "left running: \(left)", sourceLocation: sourceLocation)
        return result
    }

    /// Runs the command to its end.
    func callAsFunction(_ arguments: String...) async throws -> Answer { try await run(arguments) }

    /// Runs the command to its end.
    ///
    /// - Parameter whileRunning: Is given its pid, and may do to it what a user does.
    func run(
        _ arguments: [String], whileRunning: (pid_t) async throws -> Void = { _ in }
    ) async throws -> Answer {
        try await run(.path(try Command.executable()), arguments, whileRunning: whileRunning)
    }

    /// Runs a shell script to its end; `"$OOMLAB"` in it is the command.
    func shell(_ script: String) async throws -> Answer {
        var command = self
        command.environment["OOMLAB"] = try Command.executable().string
        return try await command.run(.path("/bin/sh"), ["-c", script]) { _ in }
    }

    private func run(
        _ program: Executable, _ arguments: [String], whileRunning: (pid_t) async throws -> Void
    ) async throws -> Answer {
        let result = try await Subprocess.run(
            program, arguments: Arguments(arguments), environment: .inherit.updating(environment),
            workingDirectory: folder, input: .none, output: .string(limit: 16 << 20), error: .string(limit: 16 << 20)
        ) { execution in
            try await whileRunning(execution.processIdentifier.value)
        }
        let status: Int
        switch result.terminationStatus {
        case .exited(let code): status = Int(code)
        case .signaled(let signal): status = 128 + Int(signal)
        }
        return Answer(status: status, output: result.standardOutput, errors: result.standardError)
    }

    /// Writes a file in the folder.
    @discardableResult
    func write(_ name: String, _ bytes: [UInt8], executable: Bool = false) throws -> FilePath {
        let path = folder.appending(name)
        try FileManager.default.createDirectory(
            atPath: path.removingLastComponent().string, withIntermediateDirectories: true)
        try Data(bytes).write(to: URL(fileURLWithPath: path.string))
        if executable { chmod(path.string, 0o755) }
        return path
    }

    /// Writes a text file in the folder.
    @discardableResult
    func write(_ name: String, _ text: String, executable: Bool = false) throws -> FilePath {
        try write(name, Array(text.utf8), executable: executable)
    }

    /// The names below `results`, hidden ones too, in order; without folders.
    func names(in results: String = "results/runs") -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder.appending(results).string)) ?? []).sorted()
    }

    /// The command lines of all processes that work in the folder or name it: QEMU, guards, the command itself.
    func processes() -> [String] {
        let numbers = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return numbers.filter { Int($0) != nil }.compactMap { number in
            let place = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(number)/cwd")
            let bytes = FileManager.default.contents(atPath: "/proc/\(number)/cmdline") ?? Data()
            let line = String(decoding: bytes, as: UTF8.self).replacing("\0", with: " ")
            let isOurs = line.contains(folder.string) || place?.hasPrefix(folder.string) == true
            return isOurs && !bytes.isEmpty ? "\(number) \(line)" : nil
        }
    }
}
