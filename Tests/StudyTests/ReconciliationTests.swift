import TestSupport
import Testing

@testable import Study

/// Each rule that explains a difference between sources, and each difference that nothing explains.
@Suite struct ReconciliationTests {
    @Test func sourcesThatAgree() {
        #expect(ImaginedRun.memcgKill().facts.disagreements == [])
        #expect(ImaginedRun.nothingHappens().facts.disagreements == [])
    }

    @Test func aKillThatNoTraceShows() {
        #expect(
            ImaginedRun.memcgKill(marked: false).facts.disagreements == [
                Disagreement(
                    between: ["kernel log", "trace"], what: "118 was killed, and no mark_victim names it", rule: nil)
            ])
    }

    @Test func lostTraceEventsExplainIt() {
        let run = ImaginedRun.memcgKill(marked: false) { run in
            run.record(.trace(Array("CPU:0 [LOST 7 EVENTS]\n".utf8)), at: 2001)
        }
        #expect(run.facts.disagreements.map(\.rule) == [.traceLost])
        #expect(run.facts.integrity.lostTraceEvents == 7)
    }

    @Test func aTaskThatWasDyingAlready() {
        let run = ImaginedRun.memcgKill { $0.mark(118, at: 2001.5) }
        #expect(run.facts.disagreements.map(\.rule) == [.alreadyExiting])
        #expect(run.facts.disagreements.map(\.between) == [["trace", "kernel log"]])
    }

    /// That it exits in the end explains no mark that came while nothing had happened to it.
    @Test func aTaskThatWasNotDyingYet() {
        let run = ImaginedRun.memcgKill { run in
            run.trace("task_newtask: pid=119 comm=hog clone_flags=1200000 oom_score_adj=0", at: 1100)
            run.trace("mark_victim: pid=119", at: 2001)
            run.exit(119, name: "child", at: 2500)
        }
        #expect(run.facts.disagreements.map(\.rule) == [nil])
    }

    @Test func aMarkForAStranger() {
        let run = ImaginedRun.memcgKill { $0.trace("mark_victim: pid=4242", at: 2001) }
        #expect(run.facts.disagreements.map(\.rule) == [nil])
    }

    @Test func aCounterThatSaysMoreThanTheLog() {
        #expect(
            ImaginedRun.memcgKill(kills: 3).facts.disagreements == [
                Disagreement(
                    between: ["memory.events", "kernel log"], what: "arena: oom_kill rose by 3, the log has 1 kills",
                    rule: nil)
            ])
    }

    /// The counters were last written before the kill.
    @Test func aMachineThatDiedExplainsIt() {
        var run = ImaginedRun.memcgKill(oom: nil)
        #expect(run.facts.disagreements.map(\.rule) == [nil, nil, nil])
        run.host.ending.kind = .guestReset
        #expect(run.facts.disagreements.map(\.rule) == [.machineDied, .machineDied, .machineDied])
    }

    /// memory.events counts one kill for an mm; everyone who shares it gets SIGKILL, a vfork child too.
    @Test(arguments: ["100", "4100"])
    func sharersDieWithTheMm(cloneFlags: String) {
        let facts = withChild(cloneFlags: cloneFlags).facts
        #expect(facts.disagreements.map(\.rule) == [.sharersDieWithTheMm])
        #expect(facts.observations[.sigkilled] == .count(2) && facts.observations[.kills] == .count(1))
        #expect(facts.processes.first { $0.tgid == 118 }?.sharesMmWith == [119])
    }

    /// After an exec it has an mm of its own, and nothing explains why it dies with the victim.
    @Test func aChildThatExecsIsNoSharer() {
        let facts = withChild(cloneFlags: "4100", execs: true).facts
        #expect(facts.disagreements.map(\.rule) == [nil])
        #expect(facts.processes.first { $0.tgid == 118 }?.sharesMmWith == [])
    }

    /// A fork has an mm of its own from the start.
    @Test func aForkIsNoSharer() {
        #expect(withChild(cloneFlags: "1200000").facts.disagreements.map(\.rule) == [nil])
    }

    /// A hog with a child that the kernel kills along with it.
    private func withChild(cloneFlags: String, execs: Bool = false) -> ImaginedRun {
        ImaginedRun.memcgKill { run in
            run.trace("task_newtask: pid=119 comm=hog clone_flags=\(cloneFlags) oom_score_adj=0", at: 1100)
            if execs { run.trace("sched_process_exec: filename=/bin/x pid=119 old_pid=119", task: "x-119", at: 1200) }
            run.sigkill(119, name: "x", at: 2001)
            run.exit(119, name: "x", at: 2009)
            run.record(.exited(pid: 119, waitStatus: 9), at: 2010)
        }
    }

    @Test func aVictimThatIsStillAlive() {
        let facts = ImaginedRun.memcgKill(exits: false, waitStatus: nil).facts
        #expect(facts.disagreements.map(\.rule) == [.stillAlive])
        #expect(facts.observations[.killToExitMs] == nil)
        #expect(facts.observations[.threadsLeft] == .count(1))
    }

    @Test(arguments: [(Int32(0), "status 0"), (7 << 8, "status 7"), (11, "signal 11")])
    func aVictimThatEndsAnotherWay(waitStatus: Int32, words: String) {
        #expect(
            ImaginedRun.memcgKill(waitStatus: waitStatus).facts.disagreements == [
                Disagreement(
                    between: ["kernel log", "exit status"], what: "118 was killed, and ended with \(words)", rule: nil)
            ])
    }

    /// memory.oom.group kills the victim as the choice and again as a member.
    @Test(arguments: [(2, Disagreement.Rule.groupVictimCountedTwice), (3, nil)])
    func aGroupsVictimIsCountedTwice(kills: Int, rule: Disagreement.Rule?) {
        let run = ImaginedRun.memcgKill(kills: kills) { run in
            run.log("Tasks in /arena are going to be killed due to memory.oom.group set", at: 2000.1)
        }
        #expect(run.facts.disagreements.map(\.rule) == [rule])
    }

    /// A victim that the hog has forked is the hog's to wait for, if it is seen to exit.
    @Test(arguments: [true, false])
    func aVictimWithAParent(exits: Bool) {
        let run = ImaginedRun.memcgKill(kills: 2) { run in
            run.trace("task_newtask: pid=119 comm=hog clone_flags=1200000 oom_score_adj=0", at: 1100)
            run.report(victim: 119, name: "child", at: 2001)
            run.trace("mark_victim: pid=119", at: 2001.5)
            run.sigkill(119, name: "child", at: 2001.6)
            if exits { run.exit(119, name: "child", at: 2002) }
            run.events(oom: 2, kills: 2, at: 2003)
        }
        let about = run.facts.disagreements.filter { $0.between == ["kernel log", "exit status"] }
        #expect(about.map(\.rule) == [exits ? .reapedByItsParent : .stillAlive])
    }

    @Test func attemptsWithoutAKill() {
        #expect(ImaginedRun.memcgKill(oom: 5).facts.disagreements.map(\.rule) == [.oomWithoutKill])
    }

    @Test func aCounterThatSaysLessThanTheLog() {
        #expect(ImaginedRun.memcgKill(oom: 0).facts.disagreements.map(\.rule) == [nil])
    }
}
