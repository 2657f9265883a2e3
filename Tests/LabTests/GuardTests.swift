import Foundation
import Subprocess
import SystemPackage
import Testing

@testable import Lab

@Suite struct GuardTests {
    @Test func passesTheStatusOn() async throws {
        let vmGuard = try OwnPrograms.find().vmGuard
        for (script, status) in [("exit 33", 33), ("exit 0", 0), ("kill -KILL $$", 137)] {
            let result = try await Subprocess.run(
                .path(vmGuard), arguments: ["--", "/bin/sh", "-c", script], input: .inputWriter, output: .discarded,
                error: .discarded
            ) { execution in
                // Returning would close the guard's input.
                _ = try await eventually { isRunning("\(execution.processIdentifier.value)") ? nil : true }
            }
            #expect(result.terminationStatus == .exited(TerminationStatus.Code(status)))
        }
    }

    @Test func aKilledCommandLeavesNothing() async throws {
        let fixture = try LabFixture()
        defer { fixture.remove() }
        let vmGuard = try OwnPrograms.find().vmGuard
        let partial = fixture.place.appending("partial")
        try FileManager.default.createDirectory(atPath: partial.string, withIntermediateDirectories: true)
        try fixture.file("partial/evidence.bin", [1])
        // The shell is the command: it holds the guard's input open through a pipe whose other end only it has.
        let script = """
            mkfifo \(fixture.place)/pipe
            \(vmGuard) --remove \(partial) -- /bin/sh -c 'echo $$ >\(fixture.place)/pid; exec sleep 1000' \
              <\(fixture.place)/pipe &
            exec 9>\(fixture.place)/pipe; echo $$ >\(fixture.place)/command; exec sleep 1000
            """
        let command = Task {
            try await Subprocess.run(.path("/bin/sh"), arguments: ["-c", script], output: .discarded)
        }
        let pid = try await eventually { try? String(contentsOfFile: "\(fixture.place)/pid", encoding: .utf8).trimmed }
        let own = try await eventually {
            try? String(contentsOfFile: "\(fixture.place)/command", encoding: .utf8).trimmed.flatMap(pid_t.init)
        }
        #expect(isRunning(pid))
        kill(own, SIGKILL)
        _ = try await eventually { isRunning(pid) ? nil : true }
        _ = try await eventually { FileManager.default.fileExists(atPath: partial.string) ? nil : true }
        _ = try await command.value
    }

    @Test func aKilledGuardTakesItsChildAlong() async throws {
        let fixture = try LabFixture()
        defer { fixture.remove() }
        let vmGuard = try OwnPrograms.find().vmGuard
        let child = "echo $$ >\(fixture.place)/pid; exec sleep 1000"
        let result = try await Subprocess.run(
            .path(vmGuard), arguments: ["--", "/bin/sh", "-c", child], input: .inputWriter, output: .discarded,
            error: .discarded
        ) { execution in
            let pid = try await eventually {
                try? String(contentsOfFile: "\(fixture.place)/pid", encoding: .utf8).trimmed
            }
            try execution.send(signal: .kill)
            _ = try await eventually { isRunning(pid) ? nil : true }
        }
        #expect(!result.terminationStatus.isSuccess)
    }
}
