import Record
import SafeText
import Scenario
import Statistics
import Vocabulary

extension Ledger {
    /// Whether a scenario's effect happens on a kernel.
    public enum Answer: String, Codable, Sendable {
        /// In every run of the scenario, and in none of its twin.
        case happens
        /// In some runs: a race, told as a rate.
        case sometimes
        /// In no run.
        case never = "does not happen"
        /// Also without the one ingredient, so that the scenario proves nothing.
        case alsoInTwin = "also in the twin"
        /// No run reached the functions that the claim is about, so that none answers it.
        case notProvoked = "not provoked"
        /// No run, or none that tells.
        case unknown
        /// The scenario doesn't apply to this kernel.
        case skipped

        /// Whether it is an answer at all.
        package var tells: Bool { self == .happens || self == .sometimes || self == .never }
        /// Whether the effect is there.
        var shows: Bool { self == .happens || self == .sometimes }
    }

    /// What an answer says of the claim.
    public enum Stand: String, Codable, Sendable {
        case holds
        case fails

        init?(_ answer: Answer, _ side: Effect.Side) {
            guard answer.tells else { return nil }
            self = answer.shows == (side == .for) ? .holds : .fails
        }
    }

    // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
    /// How often the effect was seen: `count` of `total` runs, with the exact 95% interval of that rate.
    public struct Seen: Codable, Equatable, Sendable {
        public let count: Int
        public let total: Int
        public let low: Double
        public let high: Double

        init?(_ sightings: [Bool]) {
            guard let rate = Rate(sightings.count { $0 }, of: sightings.count) else { return nil }
            let interval = rate.clopperPearson()
            self.init(
                count: rate.count, total: rate.total, low: interval.lowerBound, high: interval.upperBound)
        }

        private init(count: Int, total: Int, low: Double, high: Double) {
            (self.count, self.total, self.low, self.high) = (count, total, low, high)
        }
    }

    // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
    /// One scenario on one kernel.
    public struct Cell: Codable, Equatable, Sendable {
        public let kernel: String
        public let answer: Answer
        /// What that says of the claim; `null` where it says nothing.
        @Explicit public var stand: Stand?
        /// Why there is no answer.
        @Explicit public var reason: String?
        /// How often it was seen in the scenario's runs and in the twin's.
        @Explicit public var seen: Seen?
        @Explicit public var seenInTwin: Seen?
        /// What the effect's observation was, in words with units; a range over several runs.
        public let value: String
        public let twinValue: String
        /// One sentence with what was measured.
        @Explicit public var finding: String?
        public let certainty: String
        /// What it was measured under: CPUs, window, preemption.
        public let conditions: String
        /// The functions that the scenario names, and who entered them.
        public let reached: [String]
        public let runs: [String]
        public let twinRuns: [String]
    }
}

extension Ledger.Cell {
    init(kernel: String, scenario: Scenario, effect: Effect, own: [RunRecord], twin: [RunRecord]) {
        let known = own.filter(\.status.tellsOfKernel)
        let knownTwin = twin.filter(\.status.tellsOfKernel)
        let twinValues = knownTwin.map { $0[effect.observation] }
        let isSeen = { (record: RunRecord) in effect.isSeen(in: record[effect.observation], twin: twinValues) }
        let seen = Ledger.Seen(known.compactMap(isSeen))
        let seenInTwin = Ledger.Seen(knownTwin.compactMap(isSeen))
        let missed = Reaching.missed(scenario.reaches, in: known)
        let answer = missed.isEmpty ? Ledger.Cell.answer(own, seen, seenInTwin) : .notProvoked
        let side = effect.speaks ?? Claim.named(scenario.claim)?.effectSpeaks ?? .for
        // Where it happens, the numbers are those of the runs in which it does.
        let speaking = answer.shows ? known.filter { isSeen($0) == true } : known
        let isNotSeen = answer == .never || answer == .notProvoked
        let template = answer.shows ? effect.finding : isNotSeen ? effect.otherwise : nil
        let sentence = template.map { Effect.sentence($0) { Ledger.Cell.value($0, $1 ? knownTwin : speaking) } }
        self.init(
            kernel: kernel, answer: answer, stand: Ledger.Stand(answer, side),
            reason: answer.tells
                ? nil : Ledger.Cell.reason(answer, missed: missed, own: own, twin: twin, seen: seen),
            seen: seen, seenInTwin: seenInTwin,
            value: Ledger.Cell.value(effect.observation, speaking),
            twinValue: Ledger.Cell.value(effect.observation, knownTwin),
            finding: sentence.map(Plain.text),
            certainty: Ledger.Cell.certainty(known, seen, seenInTwin), conditions: Conditions.text(known),
            reached: Reaching.texts(known, of: scenario.reaches.map(\.function)),
            runs: own.map(\.id).filter { !$0.isEmpty }, twinRuns: twin.map(\.id).filter { !$0.isEmpty })
    }

    private static func answer(_ own: [RunRecord], _ seen: Ledger.Seen?, _ twin: Ledger.Seen?) -> Ledger.Answer {
        guard let seen else {
            return !own.isEmpty && own.allSatisfy { $0.status == .skip } ? .skipped : .unknown
        }
        guard seen.count > 0 else { return .never }
        guard let twin else { return .unknown }
        // A twin in which it is seen now and then is still a twin if the scenario shows it clearly more often.
        guard twin.count == 0 || twin.high < seen.low else { return .alsoInTwin }
        return seen.count == seen.total ? .happens : .sometimes
    }

    private static func reason(
        _ answer: Ledger.Answer, missed: [String], own: [RunRecord], twin: [RunRecord], seen: Ledger.Seen?
    ) -> String {
        if answer == .notProvoked { return "\(Plain.list(missed)) in no run" }
        let silent = (seen == nil ? own : twin).first { !$0.status.tellsOfKernel }
        if answer == .alsoInTwin { return "it is there without the one ingredient, too" }
        if let silent { return Plain.text("\(silent.status.rawValue): \(silent.reason ?? "")") }
        if own.isEmpty { return "no run" }
        if seen == nil { return "the observation is n/a" }
        return twin.isEmpty ? "the twin has no run" : "the observation is n/a in the twin"
    }

    /// One value, or the range of several: `7`, `1.5 ms to 2.0 ms`, `reaped or unable`.
    private static func value(_ name: ObservationName, _ records: [RunRecord]) -> String {
        let values = records.map { $0[name] }
        let numbers = values.compactMap { $0?.numeric }
        if numbers.count == values.count, let low = numbers.min(), let high = numbers.max() {
            let texts = [low, high].map { text(.number($0), name) }
            return texts[0] == texts[1] ? texts[0] : texts.joined(separator: " to ")
        }
        var words: [String] = []
        for word in values.map({ text($0, name) }) where !words.contains(word) { words.append(word) }
        return words.isEmpty ? "n/a" : words.prefix(4).joined(separator: " or ") + (words.count > 4 ? " or …" : "")
    }

    /// In a sentence a thousandth of a millisecond is noise, and roles are a list.
    private static func text(_ value: ObservationValue?, _ name: ObservationName) -> String {
        if case .words(let roles)? = value { return roles.isEmpty ? "nobody" : Plain.text(Plain.list(roles)) }
        guard name.unit == .ms || name.unit == .s, let number = value?.numeric else {
            return ValueText.text(value, unit: name.unit)
        }
        return decimal(number, places: abs(number) < 10 ? 1 : 0) + " \(name.unit.rawValue)"
    }

    private static func certainty(_ known: [RunRecord], _ seen: Ledger.Seen?, _ twin: Ledger.Seen?) -> String {
        guard let seen else { return "" }
        let isDeterministic = known.allSatisfy { $0.machine.mode == .deterministic }
        let kind = isDeterministic ? (seen.total == 1 ? "deterministic run" : "seeds") : "runs"
        var text = "\(seen.count) of \(seen.total) \(kind)"
        if seen.total > 1 { text += " (95% interval \(percent(seen.low)) to \(percent(seen.high)))" }
        return text + (twin.map { ", twin \($0.count) of \($0.total)" } ?? "")
    }

    private static func percent(_ share: Double) -> String { decimal(share * 100, places: 0) + "%" }
}
