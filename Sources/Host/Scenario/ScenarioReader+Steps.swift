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
    /// What a step can be.
    static let verbs = ["start", "wait", "freeze", "thaw", "kill", "write", "sleep", "observe", "snapshot"]

    /// What has happened before a step, so that steps which can't happen are noticed.
    struct Story {
        var started: Set<String> = []
        var frozen: Set<String> = []
        var hasWritten = false
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
        var story = Story()
        for (index, item) in items.prefix(1000).enumerated() {
            if let verb = item.verb, verbs.contains(verb) { continue }
            readStep(item, key: "steps[\(index)]", story: &story)
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

    private mutating func readStep(_ node: SourceTree, key: String, story: inout Story) {
        guard let verb = node.verb else {
            report(node, key: key, "a step must have one verb, and this is \(stepShape(node))")
            return
        }
        guard Self.verbs.contains(verb) else {
            report(node, key: key, value: verb, "unknown step '\(verb)'", nearest: Self.verbs)
            return
        }
        let value: SourceTree
        if case .mapping(let pairs) = node.content {
            value = pairs[0].value
        } else {
            value = SourceTree(content: .scalar("", quoted: false), position: node.position)
        }
        let place = "\(key).\(verb)"
        switch verb {
        case "start": readStart(value, key: place, story: &story)
        case "wait": readWait(value, key: place, story: &story)
        case "freeze": readFreeze(value, key: place, story: &story)
        case "thaw":
            if let group = group(named: value, key: place) { scenario.steps.append(.thaw(group: group.name)) }
        case "kill": readKill(value, key: place, story: &story)
        case "write":
            readWrite(value, key: place, story: &story)
        case "sleep":
            if let span = span(value, key: place, story: &story) { scenario.steps.append(.sleep(span)) }
        case "observe": readObserve(value, key: place, story: &story)
        default:
            if !value.isEmpty { report(value, key: place, "'snapshot' takes no value") }
            scenario.steps.append(.snapshot)
        }
    }

    private func stepShape(_ node: SourceTree) -> String {
        guard case .mapping(let pairs) = node.content else { return node.shape }
        return pairs.isEmpty ? "an empty map" : "a map with \(pairs.map(\.key).joined(separator: ", "))"
    }

    /// A span that certainly passes, or may.
    private mutating func span(_ node: SourceTree, key: String, story: inout Story) -> GuestDuration? {
        guard let span = span(node, key: key, from: "1us", to: "60m") else { return nil }
        story.total += span.nanoseconds
        return span
    }

    private mutating func readObserve(_ node: SourceTree, key: String, story: inout Story) {
        guard case .mapping = node.content else {
            if let span = span(node, key: key, story: &story) { scenario.steps.append(.observe(span)) }
            return
        }
        guard let fields = fields(node, key: key, known: ["for", "until", "settle"]),
            let length = required(fields, "for", "how long at most"),
            let span = span(length, key: "\(key).for", story: &story)
        else { return }
        guard let until = required(fields, "until", "what ends it sooner"),
            let ending = self.fields(until, key: "\(key).until", known: ["role", "state"]),
            let roleNode = required(ending, "role", "the process whose exit ends it"),
            let role = startedRole(roleNode, key: "\(key).until.role", verb: "observe", story: story),
            let state = required(ending, "state", "what to wait for"),
            word(state, key: "\(key).until.state", in: ["exited"], what: "end of an observation") != nil
        else { return }
        var settle = GuestDuration.milliseconds(100)
        if let node = fields["settle"] {
            settle = self.span(node, key: "\(key).settle", from: "0", to: "60m") ?? settle
        }
        scenario.steps.append(.observe(span, untilExited: role, settle: settle))
    }

    private mutating func readStart(_ node: SourceTree, key: String, story: inout Story) {
        var items = [node]
        if case .sequence(let list) = node.content { items = list }
        for item in items {
            guard let role = role(named: item, key: key) else { continue }
            let all = roles(role)
            if all.contains(where: story.started.contains) {
                report(item, key: key, value: role, "role '\(role)' is started a second time")
            }
            story.started.formUnion(all)
            scenario.steps.append(.start(role: role))
        }
    }

    private mutating func readWrite(_ node: SourceTree, key: String, story: inout Story) {
        guard let setting = setting(node, key: key, alsoKnown: ["may"]) else { return }
        story.hasWritten = true
        add(.write(path: setting.path, value: setting.value), may: node["may"], Words.fail, key: key)
    }

    /// Adds a step, and what the scenario lets it do instead: `may`.
    private mutating func add(_ step: Scenario.Step, may node: SourceTree?, _ word: String, key: String) {
        if let node, self.word(node, key: "\(key).may", in: [word], what: "allowance") != nil {
            scenario.lenientSteps.insert(scenario.steps.count)
        }
        scenario.steps.append(step)
    }

    private mutating func readWait(_ node: SourceTree, key: String, story: inout Story) {
        guard let fields = fields(node, key: key, known: ["role", "group", "state", "timeout", "may"]) else { return }
        var timeout = GuestDuration.seconds(20)
        if let node = fields["timeout"] {
            timeout = span(node, key: "\(key).timeout", from: "1us", to: "60m") ?? timeout
        }
        let stateNode = required(fields, "state", "what to wait for")
        switch (fields["role"], fields["group"]) {
        case (let node?, nil):
            let state = stateNode.flatMap {
                choice($0, key: "\(key).state", among: Scenario.ProcessState.self, what: "state of a process")
            }
            guard let role = startedRole(node, key: "\(key).role", verb: "wait", story: story), let state else {
                return
            }
            add(
                .waitForRole(role: role, state: state, timeout: timeout), may: fields["may"], Words.timeOut, key: key)
        case (nil, let node?):
            let state = stateNode.flatMap {
                choice($0, key: "\(key).state", among: Scenario.GroupState.self, what: "state of a group")
            }
            guard let group = group(named: node, key: "\(key).group"), let state else { return }
            checkWait(node, key: key, group: group, state: state, story: story)
            add(
                .waitForGroup(group: group.name, state: state, timeout: timeout), may: fields["may"], Words.timeOut,
                key: key)
        default:
            report(fields.position, key: key, "a wait is for a 'role' or for a 'group': name one of them")
        }
    }

    /// One of the states that something can be waited for.
    private mutating func choice<State>(
        _ node: SourceTree, key: String, among type: State.Type, what: String
    ) -> State? where State: RawRepresentable<String> & CaseIterable {
        word(node, key: key, in: State.allCases.map(\.rawValue), what: what).flatMap(State.init(rawValue:))
    }

    private mutating func checkWait(
        _ node: SourceTree, key: String, group: Scenario.Group, state: Scenario.GroupState, story: Story
    ) {
        if state == .frozen, !group.names.allSatisfy(story.frozen.contains), !story.hasWritten {
            report(
                node, key: "\(key).group", value: group.name,
                "group '\(group.name)' is waited for to be frozen, and no step before has frozen it")
        }
        if state == .oomKill, group.isFreezerV1 {
            report(
                node, key: "\(key).group", value: group.name,
                "group '\(group.name)' is in the v1 freezer hierarchy, which has no memory.events")
        }
    }

    private mutating func readFreeze(_ node: SourceTree, key: String, story: inout Story) {
        guard let fields = fields(node, key: key, known: ["role", "group", "timeout", "may"]) else { return }
        var role: String?
        if fields["group"] == nil || fields["role"] != nil {
            guard let roleNode = required(fields, "role", "the process to freeze"),
                let started = startedRole(roleNode, key: "\(key).role", verb: "freeze", story: story)
            else { return }
            role = started
        }
        var timeout = GuestDuration.seconds(20)
        if let node = fields["timeout"] {
            timeout = span(node, key: "\(key).timeout", from: "1us", to: "60m") ?? timeout
        }
        let home = role.map(home) ?? ""
        var frozen = scenario.group(home)
        if let node = fields["group"] {
            guard let group = group(named: node, key: "\(key).group") else { return }
            frozen = group
            if let role { checkPairs(of: roles(role).count, in: group, node, key: "\(key).group") }
            if let role, !group.isFreezerV1, group.name != home, !home.hasPrefix(group.name + "/"), !home.isEmpty {
                report(
                    node, key: "\(key).group", value: group.name,
                    "role '\(role)' runs in group '\(home)', and a v2 group freezes only its own processes")
            }
        }
        if let frozen {
            if !frozen.isFreezerV1 { imply(feature: "freezer_v2") }
            story.frozen.formUnion(frozen.names)
        }
        add(
            .freeze(role: role, group: frozen?.name ?? home, timeout: timeout), may: fields["may"], Words.timeOut,
            key: key)
    }

    private mutating func readKill(_ node: SourceTree, key: String, story: inout Story) {
        guard let fields = fields(node, key: key, known: ["role", "signal"]),
            let roleNode = required(fields, "role", "the process to signal"),
            let role = startedRole(roleNode, key: "\(key).role", verb: "kill", story: story)
        else { return }
        var signal = 9
        if let node = fields["signal"], let text = text(node, key: "\(key).signal") {
            let name = text.hasPrefix("SIG") ? String(text.dropFirst(3)) : text
            if let number = Int(text), (1...64).contains(number) {
                signal = number
            } else if let known = Words.signals.first(where: { $0.name == name }) {
                signal = known.number
            } else {
                report(
                    node, key: "\(key).signal", value: text, "unknown signal '\(text)'",
                    nearest: Words.signals.flatMap { [$0.name, "SIG" + $0.name] })
            }
        }
        scenario.steps.append(.kill(role: role, signal: signal))
    }

    /// The group of a role, or of one process of a role that stands for several.
    private func home(_ role: String) -> String {
        for process in scenario.processes {
            if process.role == role { return process.group }
            if let index = process.roles.firstIndex(of: role) { return scenario.groups(of: process)[index] }
        }
        return ""
    }

    private func roles(_ role: String) -> [String] { scenario.processes.first { $0.role == role }?.roles ?? [role] }

    /// A role, or one process of a role that stands for several.
    private mutating func role(named node: SourceTree, key: String) -> String? {
        guard let role = text(node, key: key) else { return nil }
        if scenario.processes.contains(where: { $0.role == role || $0.roles.contains(role) }) { return role }
        // A process whose declaration is faulty has been reported there.
        if declaredNames("processes", "role").contains(role) { return nil }
        report(node, key: key, value: role, "unknown role '\(role)'", nearest: scenario.processes.map(\.role))
        return nil
    }

    private mutating func startedRole(_ node: SourceTree, key: String, verb: String, story: Story) -> String? {
        guard let role = role(named: node, key: key) else { return nil }
        if !roles(role).allSatisfy(story.started.contains) {
            report(node, key: key, value: role, "'\(verb)' of role '\(role)', which no step before has started")
        }
        return role
    }
}
