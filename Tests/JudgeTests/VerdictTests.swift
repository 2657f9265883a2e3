import Evidence
import GuestProtocol
import Judge
import Record
import Scenario
import TestSupport
import Testing
import Vocabulary

/// Every way in which a run gets its status.
@Suite struct VerdictTests {
    private static let oneKill = [Scenario.expecting(kills: 1)]
    private static let twoKills = [Scenario.expecting(kills: 2)]

    private func record(_ run: ImaginedRun, _ expectations: [String], needs: String = ">=5.10") throws -> RunRecord {
        Judge.judge(run.facts, host: run.host, scenario: try .imagined(needs: needs, expect: expectations))
    }

    @Test func asExpected() throws {
        let record = try record(.memcgKill(), Self.oneKill)
        #expect(record.status == .pass && record.reason == nil)
        #expect(record.expectations.map(\.status) == [.pass])
        #expect(record.expectations.map(\.name) == ["kills.equals"])
    }

    @Test func notAsExpected() throws {
        let record = try record(.memcgKill(), Self.twoKills)
        #expect(record.status == .fail && record.reason == "kills.equals differs from what is expected")
        let both = try self.record(
            .memcgKill(), Self.twoKills + ["{observation: sigkilled, atLeast: 9, why: there should be many}"])
        #expect(both.reason == "kills.equals differs from what is expected, and 1 more")
    }

    /// A kernel that contradicts itself has not behaved as expected, whatever the expectations say; a known rule is no contradiction.
    @Test func sourcesThatContradictEachOther() throws {
        let record = try record(.memcgKill(kills: 3), Self.oneKill)
        #expect(record.status == .fail && record.expectations.map(\.status) == [.pass])
        #expect(
            record.reason
                == "memory.events and kernel log disagree, and no rule explains it: arena: oom_kill rose by 3, the log has 1 kills"
        )
        #expect(record.disagreements.map(\.explainedBy) == [nil])
        let explained = try self.record(.memcgKill(oom: 5), Self.oneKill)
        #expect(explained.status == .pass && explained.disagreements.map(\.explainedBy) == ["oom-without-kill"])
        #expect(try self.record(.memcgKill(kills: 3), []).status == .fail)
    }

    @Test func nothingExpected() throws {
        let record = try record(.memcgKill(), [])
        #expect(record.status == .done && record.reason == "nothing is expected")
        let elsewhere = try self.record(
            .memcgKill(), ["{observation: kills, equals: 7, kernels: \"<6.1\", why: long ago}"])
        #expect(elsewhere.status == .done && elsewhere.reason == "nothing is expected of this kernel")
        #expect(elsewhere.expectations.map(\.status) == [.skip])
    }

    /// Expectations are measured on one machine, and say nothing about another unless the scenario says that they were measured there too.
    @Test func anotherMachineThanTheScenarios() throws {
        var run = ImaginedRun.memcgKill()
        run.host.machine.cpus = 2
        let record = try record(run, Self.twoKills)
        #expect(record.status == .done && record.expectations.map(\.status) == [.skip])
        #expect(record.reason == "the expectations were not measured with this value of cpus")
        run.host.machine.memoryBytes = 1 << 30
        #expect(
            try self.record(run, Self.twoKills).reason
                == "the expectations were not measured with this value of cpus, memory")
        let measured = try Scenario.imagined(expect: Self.twoKills, measured: "{cpus: 1..4, memory: 256M..1G}")
        #expect(Judge.judge(run.facts, host: run.host, scenario: measured).status == .fail)
        run.host.machine.cpus = 8
        #expect(Judge.judge(run.facts, host: run.host, scenario: measured).status == .done)
    }

    @Test func doesNotApply() throws {
        let record = try record(.memcgKill(), Self.twoKills, needs: ">=7.0")
        #expect(record.status == .skip && record.reason == "needs a kernel >=7.0, and this is 6.12.1")
    }

    @Test func withoutAScenario() {
        let run = ImaginedRun.memcgKill()
        #expect(Judge.judge(run.facts, host: run.host, scenario: nil).status == .done)
    }

    // MARK: The kernel failed

    @Test func aPanicThatNobodyExpects() throws {
        var run = ImaginedRun.memcgKill()
        run.host.ending = Ending(kind: .guestReset, exitStatus: 0, detail: "")
        run.console = "[    2.5] Kernel panic - not syncing: Out of memory: system-wide panic_on_oom is enabled\n"
        let record = try record(run, Self.oneKill)
        #expect(record.status == .fail && record.reason?.hasPrefix("the kernel failed (panic): ") == true)
        let expected = try self.record(
            run, ["{observation: kernel_failure, equals: panic, why: panic_on_oom is set}"])
        #expect(expected.status == .pass)
        let other = try self.record(run, ["{observation: kernel_failure, equals: oops, why: none}"])
        #expect(other.status == .fail)
    }

    // MARK: Nothing is known

    @Test(arguments: [
        (Ending.Kind.interrupted, "the run was interrupted"),
        (.emulatorFailed, "the emulator failed: words"), (.guestSilent, "the guest went silent: words"),
        (.hostEnded, "the host ended the emulator: words"),
    ])
    func theMachineFailed(kind: Ending.Kind, reason: String) throws {
        var run = ImaginedRun.memcgKill()
        run.host.ending = Ending(kind: kind, exitStatus: nil, detail: "words")
        for expectations in [Self.oneKill, Self.twoKills, []] {
            let record = try record(run, expectations)
            #expect(record.status == .error && record.reason == reason)
        }
    }

    /// A guest that hangs after a failure that its kernel tells is the kernel's fault.
    @Test func silenceAfterALockup() throws {
        var run = ImaginedRun.memcgKill()
        run.host.ending = Ending(kind: .guestSilent, exitStatus: nil, detail: "words")
        run.console = "[   30.0] watchdog: BUG: soft lockup - CPU#0 stuck for 22s! [hog:118]\n"
        #expect(try record(run, Self.oneKill).status == .fail)
    }

    /// Somebody in the guest asked for it, or nobody knows why.
    @Test func aResetWithoutAPanic() throws {
        var run = ImaginedRun.memcgKill()
        run.host.ending = Ending(kind: .guestReset, exitStatus: 0, detail: "words")
        let unknown = try record(run, ["{observation: kernel_failure, equals: none, why: none}"])
        #expect(unknown.status == .error)
        #expect(unknown.reason == "the guest reset itself, and neither its log nor its console shows a panic")
        run.plan.steps.append(.write(FileWrite(path: Array("/proc/sysrq-trigger".utf8), value: Array("b".utf8))))
        run.record(.step(index: 2, event: .began), at: 3010)
        let asked = try record(run, Self.oneKill)
        #expect(asked.status == .error)
        #expect(asked.reason?.contains("in the step 'write b to /proc/sysrq-trigger'") == true, "\(asked.reason ?? "")")
    }

    @Test func theAgentNeverSpoke() throws {
        var run = ImaginedRun()
        run.host.ending = Ending(kind: .guestReset, exitStatus: 0, detail: "words")
        let record = try record(run, Self.oneKill)
        #expect(record.status == .error && record.reason == "the kernel never reached the agent: words")
        #expect(record[.kills] == nil && record.guestSeconds == nil)
    }

    @Test func theAgentWasHit() throws {
        var run = ImaginedRun.memcgKill()
        run.host.ending = Ending(kind: .guestReset, exitStatus: 0, detail: "")
        run.console = "[    2.5] Kernel panic - not syncing: Attempted to kill init! exitcode=0x00000009\n"
        let record = try record(run, Self.oneKill)
        #expect(record.status == .error && record.reason?.hasPrefix("the agent itself was hit: ") == true)
    }

    @Test func theAgentHadTrouble() throws {
        var run = ImaginedRun.beforeTheKill()
        run.record(.trouble(what: Array("can't freeze fridge".utf8), errno: 22), at: 1500)
        run.record(.trouble(what: Array("can't thaw fridge".utf8), errno: 0), at: 1600)
        run.afterTheKill(waitStatus: nil)
        let record = try record(run, [])
        #expect(record.status == .error)
        #expect(record.reason == "the agent reports: can't freeze fridge: Invalid argument (EINVAL) (and 1 more)")
    }

    @Test func theEvidenceIsNotWhole() throws {
        var run = ImaginedRun.beforeTheKill()
        #expect(try record(run, []).reason == "the evidence is not whole: the agent's goodbye is missing")
        run.record(.goodbye(frames: 3), at: 3000)
        #expect(try record(run, []).status == .error)
    }

    @Test func somethingWasLost() throws {
        var run = ImaginedRun.beforeTheKill()
        run.log("one", at: 1100)
        run.loseMessages(3)
        run.log("two", at: 1200)
        run.afterTheKill(waitStatus: nil)
        #expect(try record(run, []).reason == "3 kernel messages were lost")
        var traced = ImaginedRun.beforeTheKill()
        traced.record(.trace(Array("CPU:0 [LOST 9 EVENTS]\n".utf8)), at: 1100)
        traced.afterTheKill(waitStatus: nil)
        #expect(try record(traced, []).reason == "9 trace events were lost")
    }

    @Test func aKernelWithoutAVersion() throws {
        var run = ImaginedRun.memcgKill()
        run.host.kernel.flavour = "mine"
        run.host.kernel.release = "mine"
        let record = try record(run, Self.oneKill)
        #expect(record.status == .error && record.reason == "the kernel's version 'mine' can't be read")
    }
}
