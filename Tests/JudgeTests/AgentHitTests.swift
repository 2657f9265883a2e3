import Judge
import Record
import Scenario
import TestSupport
import Testing
import Vocabulary

/// A kill, panic or OOM that the harness caused says nothing about the kernel.
@Suite struct AgentHitTests {
    private static let expecting = ["{observation: kills, atLeast: 0, why: anything may happen}"]

    private func record(_ run: ImaginedRun) throws -> RunRecord {
        Judge.judge(run.facts, host: run.host, scenario: try .imagined(expect: Self.expecting))
    }

    /// A report of the killer that `name` invoked, with its CPU line and call trace.
    private func invoked(by name: String, pid: Int, trace: [String] = ["out_of_memory"], order: Int = 0) -> ImaginedRun
    {
        .memcgKill { run in
            run.log("\(name) invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=\(order), oom_score_adj=0", at: 2100)
            run.log("CPU: 0 UID: 0 PID: \(pid) Comm: \(name) Not tainted 6.17.13 #1 Debian 6.17.13-1", at: 2100)
            run.log("Call Trace:", at: 2100)
            for function in trace { run.log(" \(function)+0x10/0x20", at: 2100) }
            run.log("Out of memory and no killable processes...", at: 2100)
        }
    }

    @Test(arguments: [("init", 1), ("oomlab-actor", 71)]) func theHarnessInvokesTheKiller(name: String, pid: Int) throws
    {
        let record = try record(invoked(by: name, pid: pid))
        let who = pid == 1 ? "the agent itself" : "the agent's helper"
        #expect(record.status == .error)
        #expect(
            record.reason
                == "the harness took part in the experiment: \(who) (\(name), pid \(pid)) invoked the OOM killer")
    }

    @Test func anybodyElseMay() throws {
        #expect(try record(invoked(by: "hog", pid: 118)).status == .pass)
    }

    /// A limit that a step sets below what is charged, and SysRq-f, are the experiment.
    @Test func whatAStepAsksForIsNoHit() throws {
        let limit = invoked(by: "oomlab-actor", pid: 71, trace: ["mem_cgroup_out_of_memory", "memory_max_write"])
        #expect(try record(limit).status == .pass)
        #expect(try record(invoked(by: "oomlab-actor", pid: 71, order: -1)).status == .pass)
    }

    @Test func theHelperIsKilled() throws {
        let run = ImaginedRun.memcgKill(oom: 2, kills: 2) { run in
            run.killed(71, name: "oomlab-actor", at: 2100)
            run.mark(71, name: "oomlab-actor", at: 2100)
        }
        let record = try record(run)
        #expect(record.status == .error)
        #expect(record.reason?.contains("the agent's helper (oomlab-actor, pid 71) was killed") == true)
    }

    @Test(arguments: [("init", 1, true), ("hog", 118, false)]) func aPanicInTheAgent(name: String, pid: Int, hits: Bool)
        throws
    {
        var run = ImaginedRun.beforeTheKill()
        run.host.ending.kind = .guestReset
        run.console = """
            [    3.900000] Kernel panic - not syncing: System is deadlocked on memory
            [    3.900000] CPU: 0 UID: 0 PID: \(pid) Comm: \(name) Not tainted 6.17.13 #1 Debian 6.17.13-1

            """
        let record = try record(run)
        #expect(record.status == (hits ? .error : .fail))
        #expect(record.reason?.contains("the kernel panicked in the agent itself (init, pid 1)") == hits)
    }

    /// The table of the report that ends in the panic is on the console only.
    @Test func aPanicsTableIsTheConsoles() throws {
        var run = ImaginedRun.beforeTheKill()
        run.host.ending.kind = .guestReset
        run.console = """
            [    3.900000] hog invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0
            [    3.900000] Mem-Info:
            [    3.900000] Tasks state (memory values in pages):
            [    3.900000] [  pid  ]   uid  tgid total_vm      rss pgtables_bytes swapents oom_score_adj name
            [    3.900000] [    118]     0   118     2333      258    53248        0             0 hog
            [    3.900000] [    119]     0   119     2333      258    53248        0         -1000 keeper
            [    3.900000] Kernel panic - not syncing: Out of memory: compulsory panic_on_oom is enabled

            """
        #expect(try record(run)[.tasksListed] == .count(2))
    }
}
