import Faults
import Foundation
import GuestProtocol
import Runs
import SystemPackage
import Testing
@testable import Lab

@Suite struct LabTests {
    @Test func leavesAFolderOfEvidence() async throws {
        let fixture = try LabFixture()
        defer { fixture.remove() }
        let frames = try fixture.evidence()
        let lab = try await fixture.lab("dd if=\(frames) of=evidence.bin conv=notrunc; echo up >console.log; exit 33")
        let folder = try await lab.run(fixture.request())
        let host = try folder.host()
        let evidence = try folder.evidence()
        #expect(fixture.runs == [folder.id] && host.id == folder.id)
        #expect(host.ending.kind == .finished && host.boots == 1)
        #expect(evidence.complete && folder.id.hasSuffix(String(evidence.fingerprint.prefix(8))))
        #expect(try folder.plan() == Plan())
        #expect(try folder.console() == "up\n")
        #expect(try folder.scenarioSource() == "scenario: nothing\n")
        #expect(try String(contentsOfFile: folder.kernelLogFile.string, encoding: .utf8) == "[    1.500000] hello\n")
        let command = try String(contentsOfFile: folder.commandFile.string, encoding: .utf8)
        #expect(command.contains("-kernel /kernel/vmlinux") && command.contains("mem-path=evidence.bin"))
    }

    @Test func equalRunsInTheSameSecondStayTwo() async throws {
        let fixture = try LabFixture()
        defer { fixture.remove() }
        let lab = try await fixture.lab("exit 33")
        try await withThrowingTaskGroup(of: RunFolder.self) { group in
            for _ in 0..<4 { group.addTask { try await lab.run(fixture.request()) } }
            var ids: Set<String> = []
            for try await folder in group { ids.insert(try folder.host().id) }
            #expect(ids.count == 4 && fixture.runs == ids.sorted())
        }
    }

    @Test(arguments: [
        (
            "echo 'Kernel panic - not syncing: Attempted to kill init!' >console.log; exit 0", "guestReset",
            "Attempted to kill"
        ),
        ("exit 0", "guestReset", "the guest reset itself or switched itself off"),
        (
            "seq 1 20000 >&2; echo 'qemu: terminating on signal 15 from pid 1 (systemd)' >&2; exit 0", "hostEnded",
            "terminating on signal 15 from pid 1 (systemd)"
        ),
        ("echo 'qemu: terminating on signal 15 from pid 1 (systemd)' >&2; exit 33", "finished", "it was done"),
        ("kill -TERM $PPID; exec sleep 10", "emulatorFailed", "killed by signal 15"),
        ("kill -KILL $PPID; exec sleep 10", "emulatorFailed", "killed by signal 9"),
        ("exit 35", "emulatorFailed", "record file is full"),
        ("exit 37", "emulatorFailed", "agent gave up with status 18"),
        ("echo 'could not load kernel' >&2; exit 1", "emulatorFailed", "could not load kernel"),
        ("kill -SEGV $$", "emulatorFailed", "killed by signal 11"),
    ])
    func tellsEndingsApart(script: String, kind: String, words: String) async throws {
        let fixture = try LabFixture()
        defer { fixture.remove() }
        let folder = try await fixture.lab(script).run(fixture.request())
        let ending = try folder.host().ending
        #expect(ending.kind.rawValue == kind && ending.detail.contains(words), "\(ending)")
    }

    @Test func endsASilentGuestWithItsLastWords() async throws {
        let fixture = try LabFixture()
        defer { fixture.remove() }
        let lab = try await fixture.lab("echo 'rcu: stall' >console.log; exec sleep 1000")
        let limits = WallLimits(total: .seconds(60), silence: .milliseconds(500))
        let ending = try await lab.run(fixture.request(limits: limits)).host().ending
        #expect(ending.kind == .guestSilent && ending.exitStatus == nil)
        #expect(ending.detail.contains("rcu: stall") && ending.detail.contains("before the agent's first record"))
    }

    /// QEMU doesn't end by it where instructions are counted. A guest that goes on has not switched itself off.
    @Test(arguments: ["Power down", "System halted"]) func endsAGuestThatSwitchedItselfOff(word: String) async throws {
        let fixture = try LabFixture()
        defer { fixture.remove() }
        let last = "printf '[    2.4] reboot: \(word)\\r\\n' >>console.log; exec sleep 1000"
        let ending = try await fixture.lab(last).run(fixture.request()).host().ending
        #expect(ending.kind == .guestReset && ending.detail.contains("switched itself off"), "\(ending)")
        let goesOn = "printf 'reboot: \(word)\\nand on' >console.log; exec sleep 1000"
        let limits = WallLimits(total: .seconds(60), silence: .seconds(6))
        let silent = try await fixture.lab(goesOn).run(fixture.request(limits: limits)).host().ending
        #expect(silent.kind == .guestSilent, "\(silent)")
    }

    @Test func endsAGuestThatTalksForEver() async throws {
        let fixture = try LabFixture()
        defer { fixture.remove() }
        let lab = try await fixture.lab("while :; do echo still here >>console.log; sleep 0.05; done")
        let limits = WallLimits(total: .seconds(1), silence: .seconds(30))
        let ending = try await lab.run(fixture.request(limits: limits)).host().ending
        #expect(ending.kind == .guestSilent && ending.detail.contains("still running after 1 s"))
    }

    /// A machine that was stopped goes on where it was, whatever the limit of its silence; in real time its account says when that was.
    @Test func aStoppedMachineGoesOn() async throws {
        let fixture = try LabFixture()
        defer { fixture.remove() }
        let frames = try fixture.evidence()
        let lab = try await fixture.lab(
            "dd if=\(frames) of=evidence.bin conv=notrunc; sleep 0.5; (sleep 2; kill -CONT $$) & kill -STOP $$; exit 33"
        )
        let limits = WallLimits(total: .seconds(60), silence: .seconds(3))
        for mode in Machine.Mode.allCases {
            let host = try await lab.run(fixture.request(mode: mode, limits: limits)).host()
            #expect(host.ending.kind == .finished, "\(host.ending)")
            // How much of it is seen depends on how often the command comes to look on a busy host.
            let lostNs = host.standstills?.map(\.lostNs).reduce(0, +)
            #expect(mode == .realtime ? lostNs ?? 0 > 0 : lostNs == nil, "\(host)")
        }
    }

    @Test func aMachineThatStaysStoppedIsTheHostsFault() async throws {
        let fixture = try LabFixture()
        defer { fixture.remove() }
        let lab = try await fixture.lab("echo 'Oops: 0000' >console.log; kill -STOP $$; exit 33")
        let limits = WallLimits(total: .seconds(60), silence: .seconds(1))
        let ending = try await lab.run(fixture.request(limits: limits)).host().ending
        #expect(ending.kind == .hostEnded && ending.detail.contains("kept it from running"), "\(ending)")
    }

    @Test func anEmulatorThatIsReplacedIsAHostError() async throws {
        let fixture = try LabFixture()
        defer { fixture.remove() }
        let lab = try await fixture.lab("exit 33")
        _ = try await lab.run(fixture.request())
        try fixture.file("qemu", Array("#!/bin/sh\n: another\nexit 33\n".utf8), executable: true)
        let error = await #expect(throws: HostError.self) { try await lab.run(fixture.request()) }
        #expect(error?.message.contains("was replaced") ?? false)
        #expect(fixture.runs.count == 1)
    }

    @Test func triesAgainWhereOnlyTheEmulatorFailed() async throws {
        let fixture = try LabFixture()
        defer { fixture.remove() }
        let frames = try fixture.evidence()
        let script = """
            if [ ! -e \(fixture.place)/tried ]; then touch \(fixture.place)/tried; exit 0; fi
            dd if=\(frames) of=evidence.bin conv=notrunc; exit 33
            """
        let host = try await fixture.lab(script).run(fixture.request(mode: .realtime)).host()
        #expect(host.boots == 2 && host.ending.kind == .finished)
        let never = try await fixture.lab("exit 0").run(fixture.request(mode: .realtime)).host()
        #expect(never.boots == 3 && never.ending.kind == .guestReset)
        let deterministic = try await fixture.lab("exit 0").run(fixture.request()).host()
        #expect(deterministic.boots == 1)
    }

    @Test func cancellingEndsTheMachineAndLeavesNothing() async throws {
        let fixture = try LabFixture()
        defer { fixture.remove() }
        let lab = try await fixture.lab("echo $$ >\(fixture.place)/pid; exec sleep 1000")
        let task = Task { try await lab.run(fixture.request()) }
        let pid = try await eventually { try? String(contentsOfFile: "\(fixture.place)/pid", encoding: .utf8).trimmed }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(!isRunning(pid))
        #expect(fixture.runs == [])
    }

    @Test func namesAnUnwritableOutputFolder() async throws {
        let fixture = try LabFixture()
        defer { fixture.remove() }
        try fixture.file("runs", Array("a file".utf8))
        let lab = try await fixture.lab("exit 33")
        let error = await #expect(throws: HostError.self) { try await lab.run(fixture.request()) }
        #expect(error?.message.contains("\(fixture.output)") ?? false)
    }
}

extension String {
    var trimmed: String? {
        let text = trimmingCharacters(in: .whitespacesAndNewlines)
        return text.isEmpty ? nil : text
    }
}

/// Whether a process with this number exists and is no zombie.
func isRunning(_ pid: String) -> Bool {
    guard let status = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8) else { return false }
    return !status.contains(") Z ")
}

/// What `attempt` gives as soon as it gives something. Fails after 20 seconds.
func eventually<Value>(_ attempt: () -> Value?) async throws -> Value {
    for _ in 0..<1000 {
        if let value = attempt() { return value }
        try await Task.sleep(for: .milliseconds(20))
    }
    return try #require(attempt())
}
