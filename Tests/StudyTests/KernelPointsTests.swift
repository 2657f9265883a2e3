import TestSupport
import Testing

@testable import Study

/// The kernel's own points, from the probes' events.
@Suite struct KernelPointsTests {
    private static let tracing = "/sys/kernel/tracing/"

    private func evaluate(_ run: inout ImaginedRun, _ pid: Int32, _ points: Int, at milliseconds: Double = 1999) {
        run.trace("badness: (oom_badness+0x0/0x1f0) pid=\(pid)", at: milliseconds)
        run.trace(
            "badness_points: (oom_evaluate_task+0x5e/0x180 <- oom_badness) points=\(points)", at: milliseconds)
    }

    private func run(_ scan: (inout ImaginedRun) -> Void) -> ImaginedRun {
        var run = ImaginedRun.beforeTheKill()
        scan(&run)
        run.report(victim: 118, tasks: [(118, 9000, 0, "hog"), (119, 5000, 0, "small")], at: 2000)
        run.mark(118, at: 2000.5)
        run.afterTheKill()
        return run
    }

    private func points(_ run: ImaginedRun) throws -> [Int?] {
        try #require(run.facts.kills.first).candidates.map(\.kernelPoints)
    }

    @Test func pointsStandBesideThePrediction() throws {
        let run = run { run in
            evaluate(&run, 118, 9033)
            evaluate(&run, 119, .min)
        }
        let candidates = try #require(run.facts.kills.first).candidates
        #expect(candidates.map(\.kernelPoints) == [9033, nil])
        #expect(candidates.map(\.kernelEligible) == [true, false])
        #expect(candidates.map(\.predictedPoints) == [9032, 5032])
    }

    @Test func withoutProbesNothingIsKnown() throws {
        let candidates = try #require(run { _ in }.facts.kills.first).candidates
        #expect(candidates.allSatisfy { $0.kernelPoints == nil && $0.kernelEligible == nil })
    }

    @Test func aSearchInVainIsForgotten() throws {
        let run = run { run in
            evaluate(&run, 118, 1, at: 1500)
            evaluate(&run, 119, 2, at: 1500)
            evaluate(&run, 118, 9033)
        }
        #expect(try points(run) == [9033, nil])
    }

    @Test func anotherTasksSearchDoesNotCount() throws {
        let run = run { run in
            evaluate(&run, 118, 9033)
            run.trace("badness: (oom_badness+0x0/0x1f0) pid=119", task: "cat-130", at: 1999)
            run.trace("badness_points: (proc_oom_score+0x1/0x2 <- oom_badness) points=7", task: "cat-130", at: 1999)
        }
        #expect(try points(run) == [9033, nil])
    }

    @Test func aTornEventIsNoPoint() throws {
        let run = run { run in
            run.trace("badness_points: (x <- oom_badness) points=5", at: 1999)
            run.trace("badness: (oom_badness+0x0/0x1f0) pid=118", at: 1999)
            run.trace("badness_points: (x <- oom_badness) points=many", at: 1999)
        }
        #expect(try points(run) == [nil, nil])
    }

    // MARK: Which probes were on

    private func probes(_ files: [(String, String, Int32)], planned: Bool = true, why: String? = nil) -> Probes {
        var run = ImaginedRun.beforeTheKill()
        if planned { run.plan.probes = [Array("p:oomlab/badness oom_badness\n".utf8)] }
        run.host.noProbes = why
        for (file, content, errno) in files {
            run.file(KernelPointsTests.tracing + file, content, errno: errno, at: 1002)
        }
        run.afterTheKill()
        return run.facts.probes
    }

    private static let accepted = """
        p:oomlab/badness oom_badness.part.0 pid=+1256(%di):s32
        r10:oomlab/badness_points oom_badness.part.0 points=$retval:s64

        """

    @Test func theFunctionIsReadFromTheKernel() {
        let probes = probes([("kprobe_events", KernelPointsTests.accepted, 0), ("events/oomlab/enable", "1\n", 0)])
        #expect(probes.badness == "oom_badness.part.0" && probes.reason == nil)
    }

    @Test func probesThatWroteTooMuchAreNamed() {
        let probes = probes([
            ("kprobe_events", KernelPointsTests.accepted, 0), ("events/oomlab/enable", "1\n", 0),
            ("events/oomlab/enable", "0\n", 0),
        ])
        #expect(probes.badness == "oom_badness.part.0" && probes.reason?.contains("too much") == true)
    }

    @Test func theKernelsReasonIsGiven() {
        let log = "[    1.5] trace_kprobe: error: Invalid probed address or symbol\n  Command: p:oomlab/badness\n"
        let probes = probes([
            ("error_log", log, 0), ("kprobe_events", "", 0), ("events/oomlab/enable", "", 2),
        ])
        #expect(probes.badness == nil && probes.reason?.contains("Invalid probed address or symbol") == true)
    }

    @Test func theHostsReasonIsGiven() {
        let probes = probes([], planned: false, why: "the scenario wants none")
        #expect(probes.badness == nil && probes.reason == "the scenario wants none")
    }

    @Test func aKernelWithoutKprobesIsNamed() {
        let probes = probes([("kprobe_events", "", 2), ("events/oomlab/enable", "", 2)])
        #expect(probes.badness == nil && probes.reason == "this kernel has no kprobe events (errno 2)")
    }

    @Test func aRunThatNeverCameSoFarSaysSo() {
        #expect(probes([]).reason == "the run ended before the probes were set")
    }
}
