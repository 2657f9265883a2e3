import Study
import TestSupport
import Testing
import Vocabulary

/// Absent is not zero: what no source tells is `nil`, and what a source tells to be nothing is zero.
@Suite struct AbsenceTests {
    @Test func nothingHappened() {
        let observations = ImaginedRun.nothingHappens().facts.observations
        #expect(observations[.kills] == .count(0) && observations[.victims] == .words([]))
        #expect(observations[.oomKillEvents] == .count(0) && observations[.oomEvents] == .count(0))
        #expect(observations[.kernelFailure] == .word("none"))
        // There was no kill that something could follow.
        for name in [
            ObservationName.killToExitMs, .killToReleaseMs, .killToReapMs, .threadsLeft, .releasedBytes, .pinnedBytes,
            .predictionMatches, .workloadSeconds, .instructions, .reaper,
        ] {
            #expect(observations[name] == nil, "\(name)")
        }
    }

    @Test func aKill() {
        let observations = ImaginedRun.memcgKill().facts.observations
        #expect(observations[.kills] == .count(1) && observations[.victims] == .words(["hog"]))
        #expect(observations[.sigkilled] == .count(1) && observations[.bystandersKilled] == .count(0))
        #expect(observations[.predictionMatches]?.numeric == 1)
        #expect(observations[.oomEvents] == .count(1) && observations[.oomKillEvents] == .count(1))
        #expect(observations[.killToExitMs] == .number(9.5))
        #expect(observations[.killToReleaseMs] == .number(19.5))
        #expect(observations[.releasedBytes] == .count(63 << 20) && observations[.pinnedBytes] == .count(1 << 20))
        #expect(observations[.threadsLeft] == .count(0))
        #expect(observations[.workloadSeconds] == .number(0.9905))
        #expect(observations[.instructions] == .count(495_250_000))
    }

    @Test func aCounterThatTheKernelLacks() {
        let facts = ImaginedRun.memcgKill().facts
        #expect(facts.memoryEvents["arena"]?.oomKill == 1)
        #expect(facts.memoryEvents["arena"]?.oomGroupKill == nil)
        #expect(facts.observations[.oomGroupKillEvents] == nil)
        #expect(facts.memoryEvents["arena.local"] == nil)
    }

    @Test func aFileThatWasNeverReadOrCouldNotBe() {
        var run = ImaginedRun()
        run.hello()
        run.file("/sys/fs/cgroup/arena/memory.events", "", errno: 2, at: 1001)
        run.file("/sys/fs/cgroup/arena/memory.current", "", errno: 2, at: 1001)
        run.afterTheKill(waitStatus: nil)
        let facts = run.facts
        #expect(facts.memoryEvents["arena"] == nil)
        #expect(facts.observations[.oomEvents] == nil && facts.observations[.oomKillEvents] == nil)
        #expect(facts.observations[.stalled] == nil || facts.observations[.stalled] == .flag(false))
        #expect(facts.observations[.reserveUsePages] == nil)
    }

    @Test func anAgentThatNeverSpoke() {
        var run = ImaginedRun()
        run.host.ending.kind = .guestReset
        run.console = "[    0.5] Kernel panic - not syncing: VFS: Unable to mount root fs\n"
        let facts = run.facts
        #expect(!facts.integrity.agentSpoke && facts.kernelFailure?.word == "panic")
        #expect(facts.observations[.kills] == nil && facts.observations[.kernelFailure] == .word("panic"))
        #expect(facts.disagreements == [])
    }

    @Test func timeInRealTimeHasNoInstructions() {
        var run = ImaginedRun.memcgKill()
        run.host.machine.mode = .realtime
        #expect(run.facts.observations[.instructions] == nil && run.facts.observations[.workloadSeconds] != nil)
    }

    @Test func aLostKernelMessageIsCounted() {
        var run = ImaginedRun.beforeTheKill()
        run.log("one", at: 1100)
        run.loseMessages(5)
        run.log("seven", at: 1200)
        run.afterTheKill(waitStatus: nil)
        #expect(run.facts.integrity.lostMessages == 5)
    }
}
