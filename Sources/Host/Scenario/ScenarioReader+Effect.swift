import Vocabulary

extension ScenarioReader {
    private static let aboveTwin = "aboveTwin"

    /// Reads what the scenario is there to show.
    mutating func readEffect(_ node: SourceTree?) {
        let keys = Self.criterionKeys + Keys.effect.names
        guard let node, let fields = fields(node, key: "effect", known: keys) else { return }
        let test = fields[Self.aboveTwin].map { aboveTwin($0, fields) } ?? holds(fields, node)
        let hint = "one sentence for a user, with what was measured as ${observation}"
        let finding = required(fields, "finding", hint).flatMap { template($0, key: "effect.finding") }
        let otherwise = fields["otherwise"].map { template($0, key: "effect.otherwise") }
        if !scenario.hasTwin {
            report(node, key: "effect", "an effect needs a twin in which it vanishes, and there is no 'twin'")
        }
        let side = fields["speaks"].flatMap {
            word($0, key: "effect.speaks", in: Effect.Side.allCases.map(\.rawValue), what: "side")
        }
        guard let test, let finding else { return }
        scenario.effect = Effect(
            observation: test.0, test: test.1, finding: finding, otherwise: otherwise ?? nil,
            speaks: side.flatMap(Effect.Side.init))
    }

    private mutating func holds(_ fields: Fields, _ node: SourceTree) -> (ObservationName, Effect.Test)? {
        criterion(fields, node, key: "effect").map { ($0.observation, .holds($0.op, $0.expected)) }
    }

    private mutating func aboveTwin(_ node: SourceTree, _ fields: Fields) -> (ObservationName, Effect.Test)? {
        let key = "effect.\(Self.aboveTwin)"
        guard let name = observation(fields, key: "effect") else { return nil }
        if let other = fields.pairs.first(where: { Expectation.Operator(rawValue: $0.key) != nil }) {
            report(
                other.keyPosition, key: key, value: other.key,
                "'\(Self.aboveTwin)' stands alone, without '\(other.key)'")
        }
        guard let margin = bounds(node, op: .above, of: name, key: key)?.first?.numeric else { return nil }
        guard margin > 0 else {
            report(
                node, key: key, value: "\(margin)", "'\(Self.aboveTwin)' must be above 0, or any two runs would differ")
            return nil
        }
        return (name, .aboveTwin(margin))
    }

    /// A sentence in which parameters are filled in, and the places of observations are left for the report.
    private mutating func template(_ node: SourceTree, key: String) -> String? {
        guard let text = line(node, key: key, alsoNaming: Effect.places) else { return nil }
        if !text.contains(where: \.isWhitespace) {
            report(node, key: key, value: text, "'\(lastPart(key))' must be a sentence, and is one word")
        }
        return text
    }
}
