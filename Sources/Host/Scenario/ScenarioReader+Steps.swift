import Vocabulary

extension SourceTree {
    /// The verb of a step: its only key, or the step itself.
    var verb: String? {
        switch content {
        case .scalar(let text, _): text
        case .mapping(let pairs): pairs.count == 1 ? pairs[0].key : nil
        case .sequence: nil
        }
    }
}

extension ScenarioReader {
    /// What has happened before a step, so that steps which can't happen are noticed.
    struct Story {
        var started: Set<String> = []
        var frozen: Set<String> = []
        var hasWritten = false
        /// The guest time that certainly passes, or may.
        var total: UInt64 = 0
    }

    mutating func readSteps(_ node: SourceTree?, without verbs: [String]) {
        guard let node else {
            report(tree, key: "steps", "'steps' is missing: what happens, in order")
            return
        }
        let items = list(node, key: "steps") ?? []
        if items.isEmpty, node.shape == "a list" {
            report(node, key: "steps", "'steps' is empty: nothing would happen")
        }
        if items.count > 1000 { report(node, key: "steps", "'steps' has \(items.count) steps; at most 1000") }
        for (index, item) in items.prefix(1000).enumerated() {
            if let verb = item.verb, verbs.contains(verb) { continue }
            readStep(item, key: "steps[\(index)]")
            let new = scenario.steps.count - scenario.stepLines.count
            scenario.stepLines += Array(repeating: item.position.line, count: new)
        }
        if story.total >= scenario.deadline.nanoseconds {
            report(
                tree["deadline"] ?? node, key: "deadline", value: scenario.deadline.description,
                "sleeping and observing take \(GuestDuration(nanoseconds: story.total)), and the deadline is \(scenario.deadline)"
            )
        }
    }

    private mutating func readStep(_ node: SourceTree, key: String) {
        guard let verb = node.verb else {
            report(node, key: key, "a step must have one verb, and this is \(stepShape(node))")
            return
        }
        guard let kind = Scenario.Step.all.first(where: { $0.verb == verb }) else {
            report(node, key: key, value: verb, "unknown step '\(verb)'", nearest: Scenario.Step.verbs)
            return
        }
        let value: SourceTree
        if case .mapping(let pairs) = node.content {
            value = pairs[0].value
        } else {
            value = SourceTree(content: .scalar("", quoted: false), position: node.position)
        }
        kind.read(value, key: "\(key).\(verb)", by: &self)
    }

    private func stepShape(_ node: SourceTree) -> String {
        guard case .mapping(let pairs) = node.content else { return node.shape }
        return pairs.isEmpty ? "an empty map" : "a map with \(pairs.map(\.key).joined(separator: ", "))"
    }

    // MARK: - What several kinds of step read

    /// Adds a step, and what the scenario lets it do instead: `may`.
    ///
    /// - Parameter word: What `may` can allow it.
    mutating func add(_ kind: some StepKind, may node: SourceTree? = nil, _ word: String = "", key: String = "") {
        if let node, self.word(node, key: "\(key).may", in: [word], what: "allowance") != nil {
            scenario.lenientSteps[scenario.steps.count] = word
        }
        scenario.steps.append(Scenario.Step(kind))
    }

    /// A span that certainly passes, or may.
    mutating func passing(_ node: SourceTree, key: String) -> GuestDuration? {
        guard let span = span(node, key: key, from: "1us", to: "60m") else { return nil }
        story.total += span.nanoseconds
        return span
    }

    /// How long is waited at most: `timeout`, or 20 s.
    mutating func timeout(_ fields: Fields, key: String) -> GuestDuration {
        let usual = GuestDuration.seconds(20)
        guard let node = fields["timeout"] else { return usual }
        return span(node, key: "\(key).timeout", from: "1us", to: "60m") ?? usual
    }

    /// One of the states that something can be waited for.
    mutating func choice<State>(
        _ node: SourceTree, key: String, among type: State.Type, what: String
    ) -> State? where State: RawRepresentable<String> & CaseIterable {
        word(node, key: key, in: State.allCases.map(\.rawValue), what: what).flatMap(State.init(rawValue:))
    }

    /// The group of a role, or of one process of a role that stands for several.
    func home(_ role: String) -> String {
        for process in scenario.processes {
            if process.role == role { return process.group }
            if let index = process.roles.firstIndex(of: role) { return scenario.groups(of: process)[index] }
        }
        return ""
    }

    /// The roles in the guest that a role stands for.
    func roles(_ role: String) -> [String] { scenario.processes.first { $0.role == role }?.roles ?? [role] }

    /// A role, or one process of a role that stands for several.
    mutating func role(named node: SourceTree, key: String) -> String? {
        guard let role = text(node, key: key) else { return nil }
        if scenario.processes.contains(where: { $0.role == role || $0.roles.contains(role) }) { return role }
        // A process whose declaration is faulty has been reported there.
        if declaredNames("processes", "role").contains(role) { return nil }
        report(node, key: key, value: role, "unknown role '\(role)'", nearest: scenario.processes.map(\.role))
        return nil
    }

    /// The same, of a role that a step before has started.
    mutating func startedRole(_ node: SourceTree, key: String, verb: String) -> String? {
        guard let role = role(named: node, key: key) else { return nil }
        if !roles(role).allSatisfy(story.started.contains) {
            report(node, key: key, value: role, "'\(verb)' of role '\(role)', which no step before has started")
        }
        return role
    }
}
