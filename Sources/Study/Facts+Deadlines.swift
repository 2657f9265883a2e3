import GuestProtocol

extension Facts {
    // A comment speaks for all the properties below it, up to the next one.
    // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
    /// A span of the guest's clock that ended because its time was up, and not because something had happened.
    public struct Deadline: Equatable, Sendable {
        /// What ran out, such as `the step 'wait until hog is ready' ran out`.
        public let what: String
        public let beganNs: UInt64
        public let endedNs: UInt64

        /// A span with its ends, of which the second is not before the first.
        public init(what: String, beganNs: UInt64, endedNs: UInt64) {
            self.what = what
            self.beganNs = beganNs
            self.endedNs = endedNs
        }
    }

    static func deadlines(_ plan: Plan, _ timeline: Timeline, _ script: Script) -> [Deadline] {
        var found: [Deadline] = []
        for (step, line) in zip(timeline.steps.filter { plan.steps.indices.contains($0.index) }, script.lines) {
            guard let ended = step.endedNs, ended >= step.beganNs else { continue }
            if step.event == .timedOut {
                found.append(Deadline(what: "the step '\(line.words)' ran out", beganNs: step.beganNs, endedNs: ended))
            } else if case .observe(let ns, _, _) = plan.steps[step.index], ended - step.beganNs >= ns {
                found.append(Deadline(what: "the step '\(line.words)' went on", beganNs: step.beganNs, endedNs: ended))
            }
        }
        if let end = timeline.deadlineNs, let start = timeline.firstStartNs, end >= start {
            found.append(Deadline(what: "the run's deadline came", beganNs: start, endedNs: end))
        }
        return found
    }
}
