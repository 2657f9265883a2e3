import Evidence
import Scenario
import Study
import Vocabulary

/// Real time goes on while the host keeps a guest from running. A deadline that fell into such a span, and a duration that was measured over it, say
/// something about the host and nothing about the kernel. Where instructions are counted the guest's clock stands still with it.
enum HostStandstill {
    /// Why nothing is known about the kernel; `nil` if no span touched what is judged.
    static func fault(_ facts: Facts, _ host: HostAccount, _ checked: [RunRecord.ExpectationRecord]) -> String? {
        let spans = host.standstills ?? []
        guard host.machine.mode == "realtime", !spans.isEmpty else { return nil }
        for deadline in facts.deadlines {
            guard let span = spans.first(where: { $0.spoils(deadline) }) else { continue }
            return "\(words(span)) while \(deadline.what): the deadline says nothing about the kernel"
        }
        guard let start = facts.timeline.firstStartNs, checked.contains(where: isSpoilt) else { return nil }
        let measured = Facts.Deadline(
            what: "durations were measured", beganNs: start, endedNs: max(start, facts.timeline.windowEndNs))
        return spans.first { $0.touches(measured) }.map { "\(words($0)) while \(measured.what)" }
    }

    /// A lost span makes a duration longer, never shorter: an upper bound that holds all the same holds.
    private static func isSpoilt(_ expectation: RunRecord.ExpectationRecord) -> Bool {
        let unit = ObservationName(rawValue: expectation.observation)?.unit
        guard unit == .ms || unit == .s else { return false }
        return expectation.status == .fail
            || expectation.status == .pass && expectation.op != Expectation.Operator.atMost.rawValue
    }

    private static func words(_ span: Standstill) -> String {
        "the host kept the machine from running for \(span.lostNs / 1_000_000) ms (\(span.cause.rawValue))"
    }
}

extension Standstill {
    /// The guest's clock is known to a look of the host.
    private static let uncertaintyNs: UInt64 = 250_000_000

    func touches(_ deadline: Facts.Deadline) -> Bool {
        beganNs <= deadline.endedNs.plus(Standstill.uncertaintyNs)
            && deadline.beganNs <= endedNs.plus(Standstill.uncertaintyNs)
    }

    /// Whether the deadline itself fell into the span, or a tenth of the time before it was lost.
    func spoils(_ deadline: Facts.Deadline) -> Bool {
        guard touches(deadline) else { return false }
        let isInside = deadline.endedNs <= endedNs.plus(Standstill.uncertaintyNs)
        return isInside || lostNs >= (deadline.endedNs - deadline.beganNs) / 10
    }
}
