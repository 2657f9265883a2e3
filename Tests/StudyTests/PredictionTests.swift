import TestSupport
import Testing
import Vocabulary

@testable import Study

/// The kernel's choice, computed again from the report's own task table.
@Suite struct PredictionTests {
    private func kill(victim: Int32, _ tasks: [(Int32, Int, Int, String)]) throws -> Kill {
        var run = ImaginedRun.beforeTheKill()
        run.report(victim: victim, tasks: tasks, at: 2000)
        run.mark(victim, at: 2000.5)
        run.afterTheKill()
        return try #require(run.facts.kills.first)
    }

    @Test func theLargestIsChosen() throws {
        let kill = try kill(victim: 118, [(118, 9000, 0, "hog"), (119, 5000, 0, "small")])
        // Pages of memory, and 32 of page tables.
        #expect(kill.predicted?.pid == 118 && kill.predicted?.points == 9032)
        #expect(kill.predicted?.runnerUp == Kill.RunnerUp(pid: 119, points: 5032))
        #expect(kill.prediction == .match && kill.kind == .memcg)
        #expect(kill.oomMemcg == "/arena" && kill.constraint == "CONSTRAINT_MEMCG")
    }

    @Test func oomScoreAdjCountsInThousandthsOfTheLimit() throws {
        let kill = try kill(victim: 119, [(118, 9000, 0, "hog"), (119, 100, 900, "small")])
        // The limit of 65536 kB is 16384 pages; a thousandth of them is 16.
        #expect(kill.predicted?.pid == 119 && kill.predicted?.points == 100 + 32 + 900 * 16)
        #expect(kill.prediction == .match)
    }

    @Test func anotherVictimIsAMismatch() throws {
        let kill = try kill(victim: 119, [(118, 9000, 0, "hog"), (119, 5000, 0, "small")])
        #expect(kill.predicted?.pid == 118 && kill.prediction == .mismatch)
    }

    @Test func theProtectedAreNotEligible() throws {
        let kill = try kill(victim: 119, [(118, 9000, -1000, "hog"), (119, 5000, 0, "small")])
        #expect(kill.prediction == .match && kill.predicted?.runnerUp == nil)
        let hog = try #require(kill.candidates.first { $0.pid == 118 })
        #expect(!hog.eligible && hog.why == "oom_score_adj is -1000" && hog.predictedPoints == 9032 - 1000 * 16)
    }

    @Test func ofEqualsTheKilledOneWasTheRightOne() throws {
        for victim: Int32 in [118, 119] {
            let kill = try kill(victim: victim, [(118, 9000, 0, "hog"), (119, 9000, 0, "twin")])
            #expect(kill.prediction == .match)
        }
    }

    @Test func theDeadAreNotChosenAgain() throws {
        var run = ImaginedRun.beforeTheKill()
        let tasks: [(Int32, Int, Int, String)] = [(118, 9000, 0, "hog"), (119, 5000, 0, "small")]
        run.report(victim: 118, tasks: tasks, at: 2000)
        run.mark(118, at: 2000.5)
        run.report(victim: 119, name: "small", tasks: tasks, at: 2100)
        run.mark(119, name: "small", at: 2100.5)
        run.afterTheKill()
        let kills = run.facts.kills
        #expect(kills.map(\.prediction) == [.match, .match])
        #expect(kills.last?.candidates.first?.why.hasPrefix("killed before") == true)
        #expect(run.facts.observations[.victims] == .words(["hog", "small"]))
        #expect(run.facts.observations[.bystandersKilled] == .count(1))
    }

    /// After ten reports in five seconds the kernel only writes who was killed: at whose limit isn't known, and the largest of the machine is no candidate.
    @Test func withoutAReportThePictureOfTheMachineIsNoPrediction() throws {
        var run = ImaginedRun.beforeTheKill()
        run.record(.mark(.snapshotBegan), at: 1600)
        for (pid, name, kilobytes) in [(118, "hog", 2000), (119, "other", 90000)] {
            run.file("/proc/\(pid)/status", "Name:\t\(name)\nVmRSS:\t\(kilobytes) kB\nVmPTE:\t128 kB\n", at: 1600)
            run.file("/proc/\(pid)/oom_score_adj", "0\n", at: 1600)
        }
        run.record(.mark(.snapshotEnded), at: 1601)
        run.killed(118, at: 2000)
        run.afterTheKill()
        let kill = try #require(run.facts.kills.first)
        #expect(kill.prediction == .unavailable && kill.candidates == [])
        #expect(run.facts.observations[.predictionMatches] == nil)
    }

    @Test func withoutATaskTableThereIsNoPrediction() throws {
        var run = ImaginedRun.beforeTheKill()
        run.killed(118, at: 2000)
        run.afterTheKill()
        let kill = try #require(run.facts.kills.first)
        #expect(kill.prediction == .unavailable && kill.predicted == nil && kill.candidates == [])
        #expect(run.facts.observations[.predictionMatches] == nil)
    }
}
