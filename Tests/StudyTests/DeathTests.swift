import GuestProtocol
import TestSupport
import Testing
import Vocabulary

@testable import Study

/// Who died besides the first victim, what the dead still hold, and how long that was watched.
@Suite struct DeathTests {
    /// A hog (118) is killed, then another process (119); a third one (120) lives on and maps 8 MiB.
    private func facts(second role: String, usage: UInt64 = 40 << 20) -> Facts {
        var run = ImaginedRun()
        run.plan.processes += [role, "keeper"].map {
            Process(role: Array($0.utf8), workload: Array("anon".utf8), arguments: [], group: 0, oomScoreAdj: 0)
        }
        run.hello()
        run.usage(0, at: 1001)
        for (index, pid) in [118, 119, 120].enumerated() {
            run.record(.started(process: UInt32(index), pid: Int32(pid)), at: 1010)
        }
        run.record(.mark(.observationBegan), at: 1011)
        run.usage(64 << 20, at: 1990)
        let tasks: [(Int32, Int, Int, String)] = [
            (118, 9000, 0, "hog"), (119, 4000, 0, role), (120, 1000, 0, "keeper"),
        ]
        run.report(victim: 118, tasks: tasks, at: 2000)
        run.mark(118, at: 2000.5)
        run.exit(118, at: 2010)
        run.report(victim: 119, name: role, tasks: tasks, at: 2100)
        run.mark(119, name: role, at: 2100.5)
        run.usage(usage, at: 2200)
        run.file("/sys/fs/cgroup/arena/memory.stat", "anon 41943040\nfile 0\nshmem 0\n", at: 2201)
        run.record(.mark(.observationEnded), at: 2900)
        run.record(.mark(.snapshotBegan), at: 2900)
        let picture: [(String, String)] = [
            (
                "status",
                "Name:\tkeeper\nState:\tS\nRssAnon:\t8192 kB\nRssFile:\t776 kB\nRssShmem:\t776 kB\nVmPTE:\t0 kB\n"
            ),
            ("cgroup", "0::/arena\n"), ("task/120/stat", "120 (keeper) S 1 1\n"),
        ]
        for (file, text) in picture { run.file("/proc/120/\(file)", text, at: 2901) }
        run.record(.mark(.snapshotEnded), at: 2902)
        run.record(.mark(.stepsEnded), at: 2910)
        run.finish()
        return run.facts
    }

    @Test func laterVictimsAreFurtherDeaths() {
        #expect(facts(second: "bystander").observations[.furtherDeaths] == .words(["bystander"]))
        #expect(ImaginedRun.memcgKill().facts.observations[.furtherDeaths] == .words([]))
        #expect(ImaginedRun.nothingHappens().facts.observations[.furtherDeaths] == nil)
    }

    /// Who drives the group over its limit is a bystander of the hog's, and not innocent.
    @Test(arguments: ["pusher", "pusher-2", "hog-2"]) func whoPushesIsNotInnocent(role: String) {
        let observations = facts(second: role).observations
        #expect(observations[.bystandersKilled] == .count(1) && observations[.innocentsKilled] == .count(0))
    }

    @Test(arguments: ["bystander", "pushers", "hogshead"]) func othersAre(role: String) {
        #expect(facts(second: role).observations[.innocentsKilled] == .count(1))
    }

    /// 40 MiB are charged, 8 MiB of them are the keeper's own; what it maps of its program is charged elsewhere.
    @Test func whatSurvivorsMapIsNotTheDeads() {
        let observations = facts(second: "bystander").observations
        #expect(observations[.pinnedBytes] == .count(40 << 20))
        #expect(observations[.pinnedByDeadBytes] == .count(32 << 20))
        // At the kill the keeper had 1000 pages and 128 KiB of page tables.
        let before = (64 << 20) - 1000 * 4096 - 131072
        #expect(observations[.releasedByDeadBytes] == .count(before - (32 << 20)))
        #expect(facts(second: "bystander", usage: 6 << 20).observations[.pinnedByDeadBytes] == .count(0))
    }

    @Test func withoutAPictureNobodyKnowsWhoseItIs() {
        let observations = ImaginedRun.memcgKill().facts.observations
        #expect(observations[.pinnedBytes] != nil && observations[.pinnedByDeadBytes] == nil)
    }

    @Test func theWindowAfterTheKillIsMeasured() {
        #expect(ImaginedRun.memcgKill().facts.observations[.watchedMs] == .number(899.5))
        #expect(ImaginedRun.nothingHappens().facts.observations[.watchedMs] == nil)
    }

    /// The exit in the list of processes is the moment that `kill_to_exit_ms` ends at: when the parent is told.
    @Test func theExitIsWhenTheParentIsTold() throws {
        let facts = ImaginedRun.memcgKill { run in
            run.trace("signal_generate: sig=17 errno=0 code=1 comm=init pid=1 grp=1 res=0", at: 2012)
        }.facts
        let exit = try #require(facts.processes.first?.exit)
        #expect(exit.atNs == ImaginedRun.ms(2012))
        #expect(facts.observations[.killToExitMs] == .number(11.5))
    }
}

/// Whether the reaper's turn came, and if not, why.
@Suite struct ReaperTurnTests {
    private func turn(exitAt: Double?, endAt: Double, reaped: Bool = false) -> ObservationValue? {
        var run = ImaginedRun.beforeTheKill()
        run.report(victim: 118, at: 2000)
        run.mark(118, at: 2000.5)
        if let exitAt { run.exit(118, at: exitAt) }
        if reaped { run.trace("skip_task_reaping: pid=118", at: 4002) }
        run.record(.mark(.observationEnded), at: endAt)
        run.record(.mark(.stepsEnded), at: endAt)
        run.finish(at: endAt + 1)
        return run.facts.observations[.reaperTurn]
    }

    @Test func gone() { #expect(turn(exitAt: 2100, endAt: 9000) == .word("not_needed")) }
    @Test func windowTooShort() { #expect(turn(exitAt: nil, endAt: 3500) == .word("not_awaited")) }
    @Test func neverCalled() { #expect(turn(exitAt: nil, endAt: 9000) == .word("not_called")) }
    @Test func came() { #expect(turn(exitAt: 8000, endAt: 9000, reaped: true) == .word("came")) }
}
