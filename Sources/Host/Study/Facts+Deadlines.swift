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

    static func deadlines(_ timeline: Timeline, _ script: Script) -> [Deadline] {
        var found = script.lines.compactMap(Deadline.init)
        if let end = timeline.deadlineNs, let start = timeline.firstStartNs, end >= start {
            found.append(Deadline(what: "the run's deadline came", beganNs: start, endedNs: end))
        }
        return found
    }
}

extension Facts.Deadline {
    /// The step's own time; `nil` where something else ended it.
    fileprivate init?(_ line: Script.Line) {
        guard let ended = line.endedNs, ended >= line.beganNs else { return nil }
        switch line.timeUp {
        case .step: self.init(what: "the step '\(line.words)' ran out", beganNs: line.beganNs, endedNs: ended)
        case .observation: self.init(what: "the step '\(line.words)' went on", beganNs: line.beganNs, endedNs: ended)
        case .run, nil: return nil
        }
    }
}
