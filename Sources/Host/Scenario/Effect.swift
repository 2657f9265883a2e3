import Vocabulary

/// What a scenario is there to show: seen in its runs and gone in its twin's, it happens.
public struct Effect: Sendable, Equatable {
    /// How one tells that it is there.
    public enum Test: Sendable, Equatable {
        /// The observation fulfils this, as an expectation would be fulfilled.
        case holds(Expectation.Operator, [ObservationValue])
        /// The observation is above that of every run of the twin, by at least this much.
        case aboveTwin(Double)
    }

    /// What an effect says of its claim when it is seen.
    public enum Side: String, Sendable, CaseIterable {
        /// The claim holds.
        case `for`
        /// The claim fails.
        case against
    }

    /// What is looked at.
    public var observation: ObservationName
    /// How one tells.
    public var test: Test
    /// One sentence for a user where the effect is seen; `${observation}` stands for what was measured, `${twin_observation}` for the twin's.
    public var finding: String
    /// The same where it is not seen; `nil` where the numbers say enough.
    public var otherwise: String?
    /// What it says of the claim; `nil` where it is the claim's usual side.
    public var speaks: Side?

    /// Whether a run that has this value shows it; `nil` where that can't be told.
    ///
    /// `twin`: the values of the twin's runs.
    public func isSeen(in actual: ObservationValue?, twin: [ObservationValue?]) -> Bool? {
        switch test {
        case .holds(let op, let expected):
            guard actual != nil || op == .absent else { return nil }
            return Effect.criterion(observation, op, expected).isMet(by: actual)
        case .aboveTwin(let margin):
            let others = twin.compactMap { $0?.numeric }
            guard let value = actual?.numeric, let highest = others.max(), others.count == twin.count else {
                return nil
            }
            return value - highest >= margin
        }
    }

    /// The test in words: `threads_left at least 1`.
    public var testText: String {
        switch test {
        case .holds(let op, let expected):
            observation.rawValue + (op == .equals ? " equals " : " ")
                + Effect.criterion(observation, op, expected.map(shown)).expectedText
        case .aboveTwin(let margin):
            "\(observation.rawValue) at least \(shown(.count(Int(margin.rounded(.up))))) above the twin's"
        }
    }

    /// Sizes as people write them.
    private func shown(_ value: ObservationValue) -> ObservationValue {
        guard observation.unit == .bytes, case .count(let count) = value, count > 0 else { return value }
        return .word(ByteSize(bytes: UInt64(count)).description)
    }

    /// What a place in a sentence can be called.
    static let places =
        ObservationName.allCases.map(\.rawValue) + ObservationName.allCases.map { twinPrefix + $0.rawValue }
    private static let twinPrefix = "twin_"

    /// A sentence with its places filled in.
    ///
    /// `value`: what to write for an observation of the scenario, or of its twin.
    public static func sentence(_ template: String, value: (ObservationName, _ isTwins: Bool) -> String) -> String {
        // The reader has checked the places: what can't be expanded is shown as it is.
        let filled = try? Interpolation.expand(template) { name in
            if let observation = ObservationName(rawValue: name) { return value(observation, false) }
            guard name.hasPrefix(twinPrefix) else { return nil }
            return ObservationName(rawValue: String(name.dropFirst(twinPrefix.count))).map { value($0, true) }
        }
        return filled ?? template
    }

    private static func criterion(
        _ observation: ObservationName, _ op: Expectation.Operator, _ expected: [ObservationValue]
    ) -> Expectation {
        Expectation(name: "effect", observation: observation, op: op, expected: expected, why: "")
    }
}
