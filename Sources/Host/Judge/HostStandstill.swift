import Evidence
import Record
import Scenario
import Study
import Vocabulary

/// Real time goes on while the host keeps a guest from running. A deadline that fell into such a span, and a duration that was measured over it, say
/// something about the host and nothing about the kernel. Where instructions are counted the guest's clock stands still with it.
enum HostStandstill {
    /// Why nothing is known about the kernel; `nil` if nothing that is judged hangs on what was lost.
    static func fault(
        _ facts: Facts, _ host: HostAccount, _ scenario: Scenario?, _ checked: [RunRecord.ExpectationRecord]
    ) -> String? {
        guard host.machine.mode == .realtime else { return nil }
        let spans = host.standstills ?? []
        let plan = try? scenario?.plan(seed: host.seed, cpus: host.machine.cpus)
        let deadlines = facts.deadlines + (plan.map { TimedSteps.deadlines(facts, of: $0) } ?? [])
        for deadline in deadlines where spoils(spans, deadline) {
            return "\(words(spans, in: deadline)) while \(deadline.what): the deadline says nothing about the kernel"
        }
        if let fault = watchdogFault(facts, spans) { return fault }
        guard let start = facts.timeline.firstStartNs else { return nil }
        let window = Facts.Deadline(
            what: "durations were measured", beganNs: start, endedNs: max(start, facts.timeline.windowEndNs))
        let noted = lost(spans, in: window)
        guard let spoilt = checked.first(where: { isSpoilt($0, by: noted) }) else { return nil }
        if noted > 0 { return "\(words(spans, in: window)) while \(window.what)" }
        return "\(spoilt.name) is nearer to what is expected than this host's looks at its machine are exact"
    }

    /// Whether QEMU was stopped when the deadline came, or a tenth of the time before it was lost.
    private static func spoils(_ spans: [Standstill], _ deadline: Facts.Deadline) -> Bool {
        spans.contains { $0.cause == .stopped && $0.touches(deadline.endedNs) }
            || Standstill.spoils(lost: lost(spans, in: deadline), of: deadline.endedNs - deadline.beganNs)
    }

    /// The kernel's own deadlines: a CPU that doesn't schedule for 20 s is locked up, a grace period of 21 s is stalled, a task that waits for 120 s hangs.
    private static func watchdogFault(_ facts: Facts, _ spans: [Standstill]) -> String? {
        guard let failure = facts.kernelFailure, ["soft_lockup", "rcu_stall", "hung_task"].contains(failure.word) else {
            return nil
        }
        let run = Facts.Deadline(what: "the kernel's watchdogs counted", beganNs: 0, endedNs: facts.timeline.endedNs)
        guard lost(spans, in: run) >= shortestWatchdogNs / Standstill.spoilingPart else { return nil }
        return "\(words(spans, in: run)) while \(run.what): \(failure.text)"
    }

    private static let shortestWatchdogNs: UInt64 = 20_000_000_000

    /// Whether the expectation might have come out otherwise on a host that withholds nothing. What is lost makes a duration longer, never shorter.
    private static func isSpoilt(_ expectation: RunRecord.ExpectationRecord, by notedNs: UInt64) -> Bool {
        let unit = ObservationName(rawValue: expectation.observation)?.unit
        guard unit == .ms || unit == .s, expectation.status == .pass || expectation.status == .fail,
            let actual = expectation.actual?.numeric
        else { return false }
        guard let wanted = range(of: expectation) else { return notedNs > 0 }
        let unitNs = unit == .ms ? 1e6 : 1e9
        let unnoted = Standstill.unnoted(in: UInt64(exactly: (actual * unitNs).rounded()) ?? .max)
        let least = actual - Double(notedNs.plus(unnoted)) / unitNs
        let mayHold = least <= wanted.upperBound && actual >= wanted.lowerBound
        let mayFail = least < wanted.lowerBound || actual > wanted.upperBound
        return mayHold && mayFail
    }

    /// The values that fulfil the expectation; `nil` if they are no range.
    private static func range(of expectation: RunRecord.ExpectationRecord) -> ClosedRange<Double>? {
        let bounds = expectation.expected.compactMap(\.numeric)
        guard let first = bounds.first, let last = bounds.last else { return nil }
        let (low, high): (Double, Double)
        switch expectation.op {
        case .atMost, .below: (low, high) = (-.infinity, last)
        case .atLeast, .above: (low, high) = (first, .infinity)
        case .between: (low, high) = (first, last)
        case .equals, .oneOf, .absent: return nil
        }
        return low <= high ? low...high : nil
    }

    // MARK: - Spans

    /// How much of the time may have been lost that the deadline ended.
    private static func lost(_ spans: [Standstill], in deadline: Facts.Deadline) -> UInt64 {
        min(spans.reduce(0) { $0.plus(min($1.lostNs, $1.overlap(deadline))) }, deadline.endedNs.minus(deadline.beganNs))
    }

    private static func words(_ spans: [Standstill], in deadline: Facts.Deadline) -> String {
        let worst = spans.filter { $0.overlap(deadline) > 0 }.max { $0.lostNs < $1.lostNs }
        let milliseconds = lost(spans, in: deadline) / 1_000_000
        return "the host kept the machine from running for \(milliseconds) ms"
            + (worst.map { " (\($0.cause.rawValue))" } ?? "")
    }
}

extension Standstill {
    /// The guest's clock is known to a look of the host, and a little.
    private static let uncertaintyNs = lookNs + lookNs / 2

    /// Whether the instant may lie in it.
    fileprivate func touches(_ instantNs: UInt64) -> Bool {
        beganNs <= instantNs.plus(Standstill.uncertaintyNs) && instantNs <= endedNs.plus(Standstill.uncertaintyNs)
    }

    /// The longest that it may have gone on before the deadline, in nanoseconds.
    fileprivate func overlap(_ deadline: Facts.Deadline) -> UInt64 {
        let began = max(beganNs.minus(Standstill.uncertaintyNs), deadline.beganNs)
        let ended = min(endedNs.plus(Standstill.uncertaintyNs), deadline.endedNs)
        return ended.minus(began)
    }
}
