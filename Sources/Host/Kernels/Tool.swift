import Faults
import Subprocess
import Synchronization
import SystemPackage

/// An external program, and the package that brings it.
struct Tool: Sendable {
    let name: String
    let package: String

    static let aptGet = Tool(name: "apt-get", package: "apt")
    static let aptCache = Tool(name: "apt-cache", package: "apt")
    static let dpkgDeb = Tool(name: "dpkg-deb", package: "dpkg")
    static let zstd = Tool(name: "zstd", package: "zstd")
    static let lz4 = Tool(name: "lz4", package: "lz4")
    static let xz = Tool(name: "xz", package: "xz-utils")
    static let gzip = Tool(name: "gzip", package: "gzip")
    static let bzip2 = Tool(name: "bzip2", package: "bzip2")
    static let lzop = Tool(name: "lzop", package: "lzop")

    /// How a run of a tool ended, and the last of what it complained about.
    struct Ending: Sendable {
        let succeeded: Bool
        let complaints: [String]
    }

    /// Runs the tool and hands each line that it prints, to either stream, to `line`.
    ///
    /// - Parameter lock: The lock of the cache, given to the tool as its standard input: where this process is killed,
    ///   the lock is held until the tool has ended too, and nobody else writes where it still does.
    func lines(
        _ arguments: [String], in folder: FilePath? = nil, lock: FileDescriptor,
        line: @Sendable (String) -> Void = { _ in }
    ) async throws -> Ending {
        try await launched {
            let complaints = Mutex<[String]>([])
            let result = try await run(
                .name(name), arguments: Arguments(arguments), environment: .inherit.updating(["LC_ALL": "C"]),
                workingDirectory: folder, input: .fileDescriptor(lock, closeAfterSpawningProcess: false),
                output: .sequence, error: .combinedWithOutput
            ) { execution in
                for try await text in execution.standardOutput.strings() {
                    if text.hasPrefix("E: ") || text.hasPrefix("W: ") || text.contains("rror: ") {
                        complaints.withLock { $0 = $0.suffix(63) + [text] }
                    } else {
                        line(text)
                    }
                }
            }
            return Ending(succeeded: result.terminationStatus.isSuccess, complaints: complaints.withLock { $0 })
        }
    }

    /// A tool printed more than it may.
    struct Excess: Error {}

    /// Runs the tool as a filter from one file to another. Throws `HostError` if it fails, and `Excess` if it prints more than `limit` bytes; it is
    /// ended then.
    func filter(_ arguments: [String], from input: FilePath, to output: FilePath, limit: Int) async throws {
        let source = try FileDescriptor.open(input, .readOnly, options: .closeOnExec)
        defer { try? source.close() }
        let sink = try FileDescriptor.open(
            output, .writeOnly, options: [.create, .truncate, .closeOnExec],
            permissions: [.ownerReadWrite, .groupRead, .otherRead])
        defer { try? sink.close() }
        let result = try await launched {
            try await run(
                .name(name), arguments: Arguments(arguments),
                input: .fileDescriptor(source, closeAfterSpawningProcess: false), output: .sequence,
                error: .string(limit: 1 << 20)
            ) { execution in
                var written = 0
                for try await piece in execution.standardOutput {
                    written += piece.count
                    guard written <= limit else { throw Excess() }
                    try piece.withUnsafeBytes { _ = try sink.writeAll($0) }
                }
            }
        }
        try check(result.terminationStatus, result.standardError, arguments)
    }

    /// Runs the tool on a file and gives back what it prints, at most `limit` bytes.
    func output(_ arguments: [String], from input: FilePath, limit: Int) async throws -> [UInt8] {
        let source = try FileDescriptor.open(input, .readOnly, options: .closeOnExec)
        defer { try? source.close() }
        let result = try await launched {
            try await run(
                .name(name), arguments: Arguments(arguments),
                input: .fileDescriptor(source, closeAfterSpawningProcess: false),
                output: .bytes(limit: limit), error: .string(limit: 1 << 20))
        }
        try check(result.terminationStatus, result.standardError, arguments)
        return result.standardOutput
    }

    private func check(_ status: TerminationStatus, _ complaint: String, _ arguments: [String]) throws {
        guard !status.isSuccess else { return }
        let reason = complaint.split(separator: "\n").last.map(String.init) ?? "\(status)"
        throw HostError("\(([name] + arguments).joined(separator: " ")) failed: \(reason)")
    }

    /// Turns a failure to start into an error that names the package.
    private func launched<Result: Sendable>(_ body: () async throws -> Result) async throws -> Result {
        do {
            return try await body()
        } catch let error as SubprocessError {
            if error.code == .executableNotFound {
                throw HostError(
                    "this host has no \(name)", remedy: "install the package \(package), then run the command again")
            }
            throw HostError("\(name) could not be run: \(error.description)")
        }
    }
}
