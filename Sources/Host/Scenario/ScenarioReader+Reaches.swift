extension ScenarioReader {
    /// As many probes as a guest counts without being slowed down.
    private static let mostFunctions = 8

    /// Reads the functions that a run has to enter: a name, or `{function: NAME, by: ROLE}`.
    mutating func readReaches(_ node: SourceTree?) {
        guard let node, let items = list(node, key: "reaches") else { return }
        for (index, item) in items.enumerated() {
            let key = "reaches[\(index)]"
            guard let reach = reach(item, key: key) else { continue }
            if scenario.reaches.count == Self.mostFunctions {
                report(item, key: key, "more than \(Self.mostFunctions) functions are named; each costs guest time")
                return
            }
            scenario.reaches.append(reach)
        }
    }

    private mutating func reach(_ node: SourceTree, key: String) -> Scenario.Reach? {
        guard case .mapping = node.content else {
            return function(node, key: key).map { Scenario.Reach(function: $0, role: nil) }
        }
        guard let fields = fields(node, key: key, known: Keys.reach.names),
            let named = required(fields, "function", "a function of the kernel"),
            let function = function(named, key: "\(key).function")
        else { return nil }
        let role = fields["by"].flatMap {
            word($0, key: "\(key).by", in: scenario.processes.map(\.role), what: "role")
        }
        return Scenario.Reach(function: function, role: role)
    }

    private mutating func function(_ node: SourceTree, key: String) -> String? {
        guard let text = text(node, key: key) else { return nil }
        let isName =
            text.utf8.count <= 64 && text.utf8.first.map { !(0x30...0x39).contains($0) } == true
            && text.utf8.allSatisfy { byte in
                (0x61...0x7a).contains(byte) || (0x41...0x5a).contains(byte) || (0x30...0x39).contains(byte)
                    || byte == 0x5f
            }
        guard isName else {
            report(
                node, key: key, value: text,
                "'\(text)' is no function of the kernel: letters, digits and underscores, such as oom_reap_task_mm")
            return nil
        }
        return text
    }
}
