import Evidence
import GuestProtocol
import Judge
import Record
import Scenario
import TestSupport
import Testing
import Vocabulary

/// In real time a deadline that fell into a standstill of the host says nothing about the kernel.
@Suite struct HostStandstillTests {
    private static let kills = Scenario.expecting(kills: 1)
    private static let duration = "{observation: kill_to_exit_ms, atMost: 1000, why: it is quick}"

    /// A run in real time whose observation lasted from 1011 to 2900 ms, for the whole of its time or not, or `until` the hog had gone, at 2010 ms.
    private func record(
        _ spans: [(beganMs: Double, endedMs: Double, lostMs: Double)], observed ns: UInt64 = 1_800_000_000,
        expect: [String] = [kills], mode: RunMode = .realtime, cause: Standstill.Cause = .stopped,
        saying line: String? = nil, until: Bool = false, exits: Bool = true
    ) throws -> RunRecord {
        var run = ImaginedRun()
        run.plan.steps = [.start(process: 0), .observe(ns: ns)]
        run.hello()
        run.events(oom: 0, kills: 0, at: 1001)
        run.record(.step(index: 0, event: .began), at: 1010)
        run.record(.started(process: 0, pid: 118), at: 1010)
        run.record(.step(index: 0, event: .done), at: 1010)
        run.record(.step(index: 1, event: .began), at: 1011)
        run.record(.mark(.observationBegan), at: 1011)
        run.report(victim: 118, at: 2000)
        run.mark(118, at: 2000.5)
        if exits { run.exit(118, at: 2010) }
        run.events(oom: 1, kills: 1, at: 2015)
        if exits { run.record(.exited(pid: 118, waitStatus: 9), at: 2016) }
        if let line { run.log(line, level: 2, at: 2500) }
        run.record(.mark(.observationEnded), at: 2900)
        run.record(.step(index: 1, event: .done), at: 2900)
        run.record(.mark(.stepsEnded), at: 2910)
        run.finish()
        run.host.machine.mode = mode
        run.host.standstills = spans.map {
            Standstill(
                beganNs: ImaginedRun.ms($0.beganMs), endedNs: ImaginedRun.ms($0.endedMs),
                lostNs: ImaginedRun.ms($0.lostMs), cause: cause)
        }
        return Judge.judge(run.facts, host: run.host, scenario: try Self.scenario(expect, until: until))
    }

    private static func scenario(_ expect: [String], until: Bool) throws -> Scenario {
        try Scenario.parse(
            source: """
                scenario: imagined
                claim: baseline
                summary: A hog dies.
                description: A hog dies.
                machine: {memory: 256M}
                needs: {kernel: ">=5.10"}
                groups:
                  - {name: arena, memory.max: 64M}
                processes:
                  - {role: hog, workload: anon, group: arena, arguments: {size: endless}}
                steps:
                  - start: hog
                  - observe: \(until ? "{for: 2s, until: {role: hog, state: exited}}" : "2s")
                expect:
                \(expect.map { "  - \($0)" }.joined(separator: "\n"))
                """, file: "imagined.yaml")
    }

    @Test func noStandstill() throws {
        #expect(try record([]).status == .pass)
        #expect(try record([], expect: [Self.duration]).status == .pass)
    }

    @Test func aTenthOfAnObservationWasLost() throws {
        let record = try record([(1500, 1800, 300)], cause: .starved)
        #expect(record.status == .error)
        #expect(
            record.reason
                == "the host kept the machine from running for 300 ms (starved) while the step 'observe 1800 ms' went on: the deadline says nothing about the kernel"
        )
    }

    @Test func theDeadlineItselfFellIntoIt() throws {
        #expect(try record([(2800, 2950, 50)]).status == .error)
        #expect(try record([(1500, 1600, 100)]).status == .pass, "a little, long before the deadline")
    }

    /// However the loss is spread over the looks: nothing falls between what is noted and what spoils. The observation went on for 1889 ms.
    @Test(arguments: [2.0, 5, 9, 9.5, 11, 15, 24, 60])
    func everyLookLostALittle(percent: Double) throws {
        let looks = stride(from: 1011.0, to: 2900, by: 100).map { ($0, $0 + 100, percent) }
        // A hundredth of each look may be lost without a note, and the last look before it began counts too.
        let status = try record(looks, cause: .starved).status
        #expect(status == (percent < 9 ? .pass : .error))
        // In every second look twice as much.
        let halves = looks.enumerated().filter { $0.offset.isMultiple(of: 2) }.map { ($1.0, $1.1, 2 * percent) }
        #expect(try record(halves, cause: .starved).status == (percent < 9 ? .pass : .error))
    }

    /// A kernel whose CPUs had no processor says that they hang.
    @Test(arguments: [
        "watchdog: BUG: soft lockup - CPU#0 stuck for 22s! [hog:118]",
        "rcu: INFO: rcu_sched self-detected stall on CPU",
        "INFO: task hog:118 blocked for more than 120 seconds.",
    ])
    func theKernelsOwnWatchdogs(line: String) throws {
        #expect(try record([], saying: line).status == .fail)
        #expect(try record([(2920, 2925, 5)], cause: .starved, saying: line).status == .fail)
        let starved = try record(
            [(0, 2600, 2100)], observed: 9_000_000_000, cause: .starved, saying: line, until: true)
        #expect(starved.status == .error && starved.reason?.contains("watchdogs") == true, "\(starved.reason ?? "")")
    }

    /// A bound that is missed by less than what looks can't see says nothing. It took 10 ms from the kill to the exit.
    @Test(arguments: [
        ("atMost: 8", RunStatus.error), ("atMost: 7", .fail), ("below: 9.3", .error), ("atMost: 10.5", .pass),
        ("atLeast: 9", .error), ("atLeast: 7", .pass), ("between: [1, 9]", .error), ("between: [2, 11]", .pass),
    ])
    func aBoundThatIsNear(bound: String, status: RunStatus) throws {
        let expectation = "{observation: kill_to_exit_ms, \(bound), why: it is quick}"
        let record = try record([], expect: [expectation])
        #expect(record.status == status, "\(record.reason ?? "") \(record[.killToExitMs] as Any)")
    }

    /// What ended because something had happened would have ended the same way.
    @Test func anObservationThatEndedBeforeItsTime() throws {
        #expect(try record([(1500, 1800, 300)], observed: 9_000_000_000, until: true).status == .pass)
    }

    /// The agent counts from its last look at the clock, which on a starved host may be long before the first frame: the observation of 3 s seems shorter.
    @Test(arguments: [true, false]) func anObservationWhoseFirstFrameCameLate(until: Bool) throws {
        let spans = [(beganMs: 1500.0, endedMs: 1800.0, lostMs: 300.0)]
        let record = try record(spans, observed: 3_000_000_000, cause: .starved, until: until, exits: false)
        #expect(record.status == .error, "\(record.reason ?? "")")
        #expect(record.reason?.contains("while the step 'observe 3000 ms' went on") == true, "\(record.reason ?? "")")
    }

    /// It took longer than it would have: what is as short as expected would have been so too.
    @Test(arguments: [("atMost: 1000", RunStatus.pass), ("atMost: 1", .error), ("atLeast: 1", .error)])
    func aDurationThatWasTouched(bound: String, status: RunStatus) throws {
        let expectation = "{observation: kill_to_exit_ms, \(bound), why: it is quick}"
        let touched = try record(
            [(1990, 2300, 300)], observed: 9_000_000_000, expect: [expectation], until: true)
        #expect(touched.status == status, "\(touched.reason ?? "")")
    }

    @Test func beforeAndAfterTheRun() throws {
        #expect(try record([(0, 500, 500), (5000, 9000, 4000)], expect: [Self.kills, Self.duration]).status == .pass)
    }

    @Test func countedTimeStandsStillWithTheHost() throws {
        #expect(try record([(1500, 1800, 300)], mode: .deterministic).status == .pass)
    }

    @Test func extremeSpans() throws {
        let spans = [(0.0, 18_000_000_000.0, 18_000_000_000.0)]
        #expect(try record(spans).status == .error)
    }
}
