import Foundation
import Runs
import Synchronization
import SystemPackage
import Testing
@testable import Lab

/// What a run does where there is no snapshot to be had: the "QEMU" of these tests keeps nothing.
@Suite struct SnapshotTests {
    private final class Notices: Sendable {
        let lines = Mutex<[String]>([])
        @Sendable func add(_ line: String) { lines.withLock { $0.append(line) } }
    }

    private func lab(_ fixture: LabFixture, _ script: String, _ notices: Notices) async throws -> Lab {
        let cold = try await fixture.lab(script)
        return try await Lab(
            output: fixture.output, cache: fixture.cache, programs: cold.programs, emulator: cold.emulator,
            kvmDevice: cold.kvmDevice, notice: notices.add)
    }

    @Test func aMachineThatCantBeKeptIsBooted() async throws {
        let fixture = try LabFixture()
        defer { fixture.remove() }
        let notices = Notices()
        let frames = try fixture.evidence()
        let script = """
            case "$*" in *control.sock*) echo 'no such device' >&2; exit 1;; esac
            dd if=\(frames) of=evidence.bin conv=notrunc; exit 33
            """
        let host = try await lab(fixture, script, notices).run(fixture.request()).host()
        #expect(host.ending.kind == .finished && !host.machine.restored && host.machine.snapshot == nil)
        let lines = notices.lines.withLock { $0 }
        #expect(lines.count == 1 && lines[0].contains("the run boots") && lines[0].contains("no such device"))
        #expect(fixture.snapshots == ["locks"])
    }

    @Test func aBootIsTriedAgainWhereOnlyTheEmulatorFailed() async throws {
        let fixture = try LabFixture()
        defer { fixture.remove() }
        let script = "echo x >>\(fixture.place)/boots; exit 0"
        let host = try await lab(fixture, script, Notices()).run(fixture.request(mode: .realtime)).host()
        #expect(host.boots == 3)
        // As often to make a snapshot, and then as often for the run.
        let boots = try String(contentsOfFile: "\(fixture.place)/boots", encoding: .utf8)
        #expect(boots.split(separator: "\n").count == 6, "\(boots)")
    }

    @Test func cancellingTheMakingLeavesNothing() async throws {
        let fixture = try LabFixture()
        defer { fixture.remove() }
        let lab = try await lab(fixture, "echo $$ >\(fixture.place)/pid; exec sleep 1000", Notices())
        let task = Task { try await lab.run(fixture.request()) }
        let pid = try await eventually { try? String(contentsOfFile: "\(fixture.place)/pid", encoding: .utf8).trimmed }
        #expect(fixture.snapshots.contains { $0.hasPrefix(PartialFolder.prefix) })
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(!isRunning(pid))
        #expect(fixture.snapshots == ["locks"] && fixture.runs == [])
    }

    @Test func aDryRunShowsTheLineThatWouldBeRun() async throws {
        let fixture = try LabFixture()
        defer { fixture.remove() }
        let cold = try await fixture.lab("exit 1")
        #expect(!(try await cold.command(for: fixture.request()).shellText.contains("-incoming")))
        let warm = try await lab(fixture, "exit 1", Notices())
        #expect(try await warm.command(for: fixture.request()).shellText.contains("-incoming unix:state.sock"))
        #expect(fixture.snapshots == [])
    }
}

extension LabFixture {
    /// What lies among the snapshots.
    fileprivate var snapshots: [String] {
        let folder = cache.path.appending("snapshots").string
        return ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
    }
}
