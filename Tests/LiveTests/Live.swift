import Foundation
import Testing

/// Tests that boot machines or run the built command: one after another, since each wants the machine for itself.
@Suite(.serialized) enum Live {
    /// Ends the current test because this host lacks what it needs: skipped and counted, or with OOMLAB_NO_SKIP=1 (as in CI) a failure.
    ///
    /// `scripts/test` names a file in OOMLAB_SKIPPED; it prints at the end how many tests stand in it, and why.
    static func skip(_ reason: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> Never {
        let environment = ProcessInfo.processInfo.environment
        if environment["OOMLAB_NO_SKIP", default: ""].isEmpty {
            let name = Test.current?.name ?? "?"
            if let ledger = environment["OOMLAB_SKIPPED"], let file = FileHandle(forWritingAtPath: ledger) {
                try file.seekToEnd()
                try file.write(contentsOf: Data("\(name): \(reason)\n".utf8))
                try file.close()
            }
            try Test.cancel("\(reason)", sourceLocation: sourceLocation)
        }
        throw CannotRun(reason: reason)
    }

    /// Why a live test can't run where none may be skipped.
    struct CannotRun: Error, CustomStringConvertible {
        let reason: String
        var description: String { "can't run, and OOMLAB_NO_SKIP is set: \(reason)" }
    }
}

/// What `attempt` gives as soon as it gives something. Fails after a minute.
func eventually<Value>(
    _ what: Comment, sourceLocation: SourceLocation = #_sourceLocation, _ attempt: () throws -> Value?
) async throws -> Value {
    for _ in 0..<3000 {
        if let value = try attempt() { return value }
        try await Task.sleep(for: .milliseconds(20))
    }
    return try #require(try attempt(), what, sourceLocation: sourceLocation)
}
