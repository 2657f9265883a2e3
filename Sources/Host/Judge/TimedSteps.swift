import GuestProtocol
import Scenario
import Study

/// The steps of a run that ended because their time was up: what didn't happen by then depends on how much of that time the machine had.
enum TimedSteps {
    /// Observations and pauses that lasted their whole time.
    ///
    /// How long one lasted doesn't tell: the agent counts from its last look at the clock, and the first frame of a step may come much later, when a
    /// starved guest was long about starting a process in between. (An observation of 3 s that was 2.7 s long gave a false FAIL.) So an observation
    /// lasted its whole time unless the processes that it waited for were gone for long enough.
    static func deadlines(_ facts: Facts, of plan: Plan) -> [Facts.Deadline] {
        guard plan.steps.count == facts.script.planned else { return [] }
        let exits = Dictionary(
            facts.processes.compactMap { fact in fact.planned.flatMap { place in fact.exit.map { (place, $0.atNs) } } },
            uniquingKeysWith: { first, _ in first })
        return facts.script.lines.compactMap { line in
            guard line.outcome == "done", let ended = line.endedNs, plan.steps.indices.contains(line.index) else {
                return nil
            }
            let lengthNs: UInt64
            switch plan.steps[line.index] {
            case .observe(_, let until, let settleNs)
            where hasSettled(until.map { exits[Int($0)] }, settleNs, by: ended):
                return nil
            case .observe(let ns, _, _), .sleep(let ns): lengthNs = ns
            default: return nil
            }
            return Facts.Deadline(
                what: "the step '\(line.words)' went on", beganNs: min(line.beganNs, ended.minus(lengthNs)),
                endedNs: ended)
        }
    }

    /// Whether all of the processes, of which there is one at least, were gone for `settleNs`.
    private static func hasSettled(_ exits: [UInt64?], _ settleNs: UInt64, by ended: UInt64) -> Bool {
        guard !exits.isEmpty else { return false }
        return exits.allSatisfy { exit in exit.map { $0.plus(settleNs) <= ended } ?? false }
    }
}
