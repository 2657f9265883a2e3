import GuestProtocol
import TestSupport
import Testing
import Vocabulary

@testable import Study

/// How roles ended, and what the first report listed.
@Suite struct EndsTests {
    private func facts(waitStatus: Int32?) -> Facts {
        var run = ImaginedRun.beforeTheKill()
        run.afterTheKill(waitStatus: waitStatus)
        return run.facts
    }

    @Test func readyIsWhoSaidSoInTheWindow() {
        var run = ImaginedRun.beforeTheKill()
        run.record(.ready(process: 0, pid: 118), at: 1995)
        run.afterTheKill(waitStatus: nil)
        #expect(run.facts.observations[.ready] == .words(["hog"]))
        #expect(facts(waitStatus: nil).observations[.ready] == .words([]))
        var late = ImaginedRun.beforeTheKill()
        late.afterTheKill(waitStatus: nil)
        late.record(.ready(process: 0, pid: 118), at: 2950)
        #expect(late.facts.observations[.ready] == .words([]))
    }

    @Test func thePeakIsTheHighestSampleOfTheTopGroup() {
        #expect(ImaginedRun.nothingHappens().facts.observations[.peakBytes] == .count(64 << 20))
        #expect(ImaginedRun().facts.observations[.peakBytes] == nil)
    }

    @Test func aStatusOfZeroIsAnExit() {
        let facts = facts(waitStatus: 0)
        #expect(facts.observations[.exited] == .words(["hog"]) && facts.observations[.failed] == .words([]))
    }

    @Test(arguments: [1 << 8, 7, 11] as [Int32]) func otherStatusesAndSignalsAreFailures(waitStatus: Int32) {
        let facts = facts(waitStatus: waitStatus)
        #expect(facts.observations[.exited] == .words([]) && facts.observations[.failed] == .words(["hog"]))
    }

    @Test func theKilledAndTheLivingAreNeither() {
        for facts in [facts(waitStatus: nil), facts(waitStatus: 9)] {
            #expect(facts.observations[.exited] == .words([]) && facts.observations[.failed] == .words([]))
        }
    }

    @Test func theFirstVictimAndItsTableAreThoseOfTheFirstReport() {
        let facts = ImaginedRun.memcgKill().facts
        #expect(facts.observations[.firstVictim] == .words(["hog"]))
        #expect(facts.observations[.tasksListed] == .count(1))
        let none = ImaginedRun.nothingHappens().facts
        #expect(none.observations[.firstVictim] == nil && none.observations[.tasksListed] == nil)
    }

    @Test func pointsMatchWhereBothSayTheSame() {
        func ratio(_ points: Int) -> ObservationValue? {
            var run = ImaginedRun.beforeTheKill()
            for (pid, points) in [(118, 9032), (119, points)] {
                run.trace("badness: (oom_badness+0x0/0x1f0) pid=\(pid)", at: 1999)
                run.trace("badness_points: (oom_evaluate_task+0x1/0x2 <- oom_badness) points=\(points)", at: 1999)
            }
            run.report(victim: 118, tasks: [(118, 9000, 0, "hog"), (119, 5000, 0, "small")], at: 2000)
            run.mark(118, at: 2000.5)
            run.afterTheKill()
            return run.facts.observations[.kernelPointsMatches]
        }
        #expect(ratio(5032) == .number(1) && ratio(5033) == .number(0.5))
        #expect(ImaginedRun.memcgKill().facts.observations[.kernelPointsMatches] == nil)
    }

    @Test func theCurveOfTheCountersIsInTheSeries() throws {
        let samples = ImaginedRun.memcgKill(oom: 3).facts.samples
        #expect(samples.first?.oomEvents == 0)
        #expect(samples.last?.oomEvents == 3 && samples.last?.maxEvents == 21)
    }

    /// What was not read is empty; the usage is read at every tick, and holds.
    @Test func aReadingStandsInOneRow() {
        var run = ImaginedRun.beforeTheKill()
        run.file("/sys/fs/cgroup/arena/memory.stat", "anon 4096\n", at: 1991)
        for (usage, ms) in [(1 << 20, 1995.0), (2 << 20, 2000), (3 << 20, 2005)] { run.usage(UInt64(usage), at: ms) }
        run.file("/proc/buddyinfo", "Node 0, zone DMA 7\n", at: 2006)
        run.afterTheKill(waitStatus: nil)
        let samples = run.facts.samples
        #expect(samples.map(\.anon).filter { $0 != nil } == [4096])
        #expect(samples.first { $0.timeNs == ImaginedRun.ms(1995) }?.anon == 4096)
        #expect(samples.map(\.freePages).filter { $0 != nil } == [7])
        #expect(samples.first { $0.timeNs == ImaginedRun.ms(2006) }?.current == 3 << 20)
    }
}
