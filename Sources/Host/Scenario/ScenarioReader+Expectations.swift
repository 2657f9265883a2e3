import Vocabulary

extension ScenarioReader {
    private static let operators = Expectation.Operator.allCases.map(\.rawValue)

    mutating func readExpectations(_ node: SourceTree?, key: String) {
        guard let node, let items = list(node, key: key) else { return }
        for (index, item) in items.prefix(500).enumerated() {
            guard let expectation = expectation(item, key: "\(key)[\(index)]") else { continue }
            let twice = scenario.expectations.contains {
                $0.name == expectation.name && $0.kernels == expectation.kernels
            }
            if twice {
                report(
                    item, key: "\(key)[\(index)]", value: expectation.name,
                    "a second expectation '\(expectation.name)' for the same kernels: give it a 'name' of its own")
            }
            scenario.expectations.append(expectation)
        }
        if items.count > 500 { report(node, key: key, "'\(key)' has \(items.count) expectations; at most 500") }
    }

    /// What an expectation or an effect looks at, and how it is compared.
    struct Criterion {
        var observation: ObservationName
        var op: Expectation.Operator
        var expected: [ObservationValue]
    }

    /// The keys of a criterion: the observation and, for one of them, the operators.
    static let criterionKeys = ["observation"] + operators

    private mutating func expectation(_ node: SourceTree, key: String) -> Expectation? {
        guard let fields = fields(node, key: key, known: Self.criterionKeys + Keys.expectation.names) else {
            return nil
        }
        let why = required(fields, "why", "the reason, in one sentence").flatMap { line($0, key: "\(key).why") }
        let kernels = fields["kernels"].map { range($0, key: "\(key).kernels") }
        guard let criterion = criterion(fields, node, key: key), let why else { return nil }
        let name = fields["name"].map { line($0, key: "\(key).name") ?? "" }
        return Expectation(
            name: name ?? "\(criterion.observation.rawValue).\(criterion.op.rawValue)",
            observation: criterion.observation, op: criterion.op, expected: criterion.expected,
            kernels: kernels ?? nil, why: why)
    }

    /// Reads the observation, and the one operator that there must be.
    mutating func criterion(_ fields: Fields, _ node: SourceTree, key: String) -> Criterion? {
        let observation = observation(fields, key: key)
        let found = fields.pairs.filter { Self.operators.contains($0.key) }
        guard found.count == 1, let op = Expectation.Operator(rawValue: found[0].key) else {
            // An unknown key stands where the operator should be, and has been reported.
            let unknown = {
                if case .mapping(let pairs) = node.content { pairs.count != fields.pairs.count } else { false }
            }()
            if !unknown || found.count > 1 {
                let what =
                    found.isEmpty ? "no operator" : "several operators (\(found.map(\.key).joined(separator: ", ")))"
                report(node, key: key, "\(what): one of \(Self.operators.joined(separator: ", "))")
            }
            return nil
        }
        guard let observation else { return nil }
        let place = "\(key).\(op.rawValue)"
        return expected(found[0].value, op: op, of: observation, key: place).map {
            Criterion(observation: observation, op: op, expected: $0)
        }
    }

    /// What is looked at.
    mutating func observation(_ fields: Fields, key: String) -> ObservationName? {
        required(fields, "observation", "what is looked at").flatMap { node in
            word(node, key: "\(key).observation", in: ObservationName.allCases.map(\.rawValue), what: "observation")
        }.flatMap(ObservationName.init(rawValue:))
    }

    private mutating func expected(
        _ node: SourceTree, op: Expectation.Operator, of observation: ObservationName, key: String
    ) -> [ObservationValue]? {
        switch op {
        case .absent:
            return word(node, key: key, in: ["true"], what: "value of 'absent':") == nil ? nil : []
        case .equals: return value(node, of: observation, key: key).map { [$0] }
        case .oneOf:
            guard let items = list(node, key: key) else { return nil }
            let values = items.compactMap { value($0, of: observation, key: key) }
            if items.isEmpty { report(node, key: key, "'oneOf' is an empty list, which nothing matches") }
            return values.count == items.count ? values : nil
        case .atLeast, .atMost, .above, .below, .between: return bounds(node, op: op, of: observation, key: key)
        }
    }

    mutating func bounds(
        _ node: SourceTree, op: Expectation.Operator, of observation: ObservationName, key: String
    ) -> [ObservationValue]? {
        guard observation.kind == .numeric else {
            report(
                node, key: key, value: op.rawValue,
                "'\(op.rawValue)' needs a number, and '\(observation)' is measured in \(observation.unit.rawValue): use equals or oneOf"
            )
            return nil
        }
        guard op == .between else { return value(node, of: observation, key: key).map { [$0] } }
        guard let items = list(node, key: key) else { return nil }
        guard items.count == 2 else {
            report(node, key: key, "'between' needs two values, the lower one first, and has \(items.count)")
            return nil
        }
        let values = items.compactMap { value($0, of: observation, key: key) }
        guard values.count == 2, let low = values[0].numeric, let high = values[1].numeric else { return nil }
        if low > high {
            report(node, key: key, "'between' needs the lower value first, and has \(values[0]) and \(values[1])")
        }
        return values
    }

    /// One expected value, of the shape that the observation has.
    private mutating func value(_ node: SourceTree, of observation: ObservationName, key: String) -> ObservationValue? {
        switch observation.kind {
        case .words: return roles(node, key: key)
        case .word:
            return word(node, key: key, in: observation.words, what: "value of '\(observation)':").map { .word($0) }
        case .flag:
            return word(node, key: key, in: ["true", "false"], what: "value of '\(observation)':").map {
                .flag($0 == "true")
            }
        case .numeric:
            guard let text = text(node, key: key) else { return nil }
            if let count = Int(text) { return .count(count) }
            if observation.unit == .bytes, let size = ByteSize(text), let count = Int(exactly: size.bytes) {
                return .count(count)
            }
            if observation.unit != .count, let number = Double(text), number.isFinite { return .number(number) }
            let what = observation.unit == .count ? "a whole number" : "a number"
            report(node, key: key, value: text, "'\(observation)' is \(what), and '\(text)' is none")
            return nil
        }
    }

    private mutating func roles(_ node: SourceTree, key: String) -> ObservationValue? {
        guard let items = list(node, key: key) else { return nil }
        let known = scenario.processes.flatMap { $0.roles + [$0.role] }
        var roles: [String] = []
        for item in items {
            guard let role = text(item, key: key) else { return nil }
            if !known.contains(role) {
                report(item, key: key, value: role, "unknown role '\(role)'", nearest: known)
            }
            // A role that stands for several is all of them.
            roles += scenario.processes.first { $0.role == role }?.roles ?? [role]
        }
        return .words(roles)
    }
}
