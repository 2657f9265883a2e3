import Vocabulary

/// A scenario as people read it: `scenarios show`.
public struct ScenarioText: CustomStringConvertible {
    private let scenario: Scenario

    /// The text of `scenario`.
    public init(_ scenario: Scenario) { self.scenario = scenario }

    /// The whole text, ending with a newline.
    public var description: String {
        var parts = ["\(scenario.name) (\(scenario.claim))\n\(scenario.summary)\n"]
        if !scenario.description.isEmpty { parts.append(trimmed(scenario.description) + "\n") }
        parts.append(section("Machine", [machine] + needs))
        parts.append(section("Groups", tree(scenario.groups)))
        if !scenario.parameters.isEmpty {
            let width = scenario.parameters.map(\.name.count).max() ?? 0
            parts.append(
                section("Parameters", scenario.parameters.map { padded($0.name, width) + "  " + $0.value }))
        }
        if !scenario.measured.isEmpty {
            parts.append(section("Also measured with", scenario.measured.map { "\($0.name) \($0.text)" }))
        }
        parts.append(
            section("Steps", scenario.steps.enumerated().map { "\($0 + 1). \($1.words)\(allowance(of: $0))" }))
        let expectations = scenario.expectations.map(text)
        parts.append(section("Expected", expectations.isEmpty ? ["nothing: a run only measures"] : expectations))
        if let effect = scenario.effect {
            parts.append(section("It happens where", ["\(effect.testText), and the twin doesn't show it"]))
        }
        if let twin = scenario.twin { parts.append(section("Twin", ["\(twin.name): \(twin.summary)"])) }
        return parts.joined(separator: "\n")
    }

    private func section(_ title: String, _ lines: [String]) -> String {
        "\(title)\n" + lines.map { "  \($0)\n" }.joined()
    }

    private func trimmed(_ text: String) -> String {
        var text = text[...]
        while text.last == "\n" { text.removeLast() }
        return String(text)
    }

    private func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }

    var machine: String {
        let memory = ByteSize(bytes: scenario.machine.memoryBytes)
        let modules = scenario.machine.modules
        let swap = scenario.machine.swapBytes
        let nodes = scenario.machine.nodes
        return
            "\(memory) of memory\(nodes == 1 ? "" : " on \(nodes) nodes")\(swap == 0 ? "" : ", \(ByteSize(bytes: swap)) of swap on zram"), \(scenario.machine.cpus) CPU\(scenario.machine.cpus == 1 ? "" : "s")"
            + (modules.isEmpty ? "" : ", modules \(modules.joined(separator: ", "))")
    }

    var needs: [String] {
        var lines: [String] = []
        if let kernel = scenario.needs.kernel { lines.append("kernels: \(kernel)") }
        if !scenario.needs.controllers.isEmpty {
            lines.append("controllers: \(scenario.needs.controllers.joined(separator: ", "))")
        }
        if !scenario.needs.features.isEmpty {
            lines.append("features: \(scenario.needs.features.joined(separator: ", "))")
        }
        return lines
    }

    // MARK: - Groups

    func tree(_ groups: [Scenario.Group]) -> [String] {
        let roots = groups.filter { !$0.name.contains("/") }
        return roots.flatMap { drawing(of: $0, in: groups) }
    }

    private func drawing(of group: Scenario.Group, in groups: [Scenario.Group]) -> [String] {
        let own = group.name.split(separator: "/").last.map(String.init) ?? group.name
        var head = own + (group.count.map { " ×\($0)" } ?? "") + (group.isFreezerV1 ? "  (v1 freezer)" : "")
        for setting in group.settings { head += "  \(setting.path)=\(shown(setting.value))" }
        let children = groups.filter {
            $0.name.hasPrefix(group.name + "/") && !$0.name.dropFirst(group.name.count + 1).contains("/")
        }
        let processes = scenario.processes.filter { $0.group == group.name || group.names.contains($0.group) }
            .map { [text($0)] }
        let branches = processes + children.map { drawing(of: $0, in: groups) }
        var lines = [head]
        for (index, branch) in branches.enumerated() {
            let isLast = index == branches.count - 1
            for (number, line) in branch.enumerated() {
                lines.append((number == 0 ? (isLast ? "└─ " : "├─ ") : (isLast ? "   " : "│  ")) + line)
            }
        }
        return lines
    }

    private func text(_ process: Scenario.Process) -> String {
        let workload = Workload.named(process.workload)
        let told = process.arguments.filter { $0.value != workload?.argument(named: $0.name)?.defaultValue }
        let arguments = told.map { argument in
            let isSize = argument.isAllocation || argument.name == "rate"
            return "\(argument.name)=\(isSize ? shown(argument.value) : argument.value)"
        }
        let adj = process.oomScoreAdj == 0 ? "" : " oom_score_adj=\(process.oomScoreAdj)"
        let count = process.count.map { " ×\($0)" } ?? ""
        let end = process.exits.map { " exits=\($0)" } ?? (process.mayFail ? " (may fail)" : "")
        return "\(process.role)\(count): \(process.workload) \(arguments.joined(separator: " "))\(adj)\(end)"
    }

    private func shown(_ value: String) -> String {
        guard let bytes = UInt64(value), bytes >= 1024 else { return value }
        return ByteSize(bytes: bytes).description
    }

    // MARK: - Steps and expectations

    /// What a step may do instead of what it says.
    private func allowance(of index: Int) -> String { scenario.lenientSteps[index].map { ", may \($0)" } ?? "" }

    private func text(_ expectation: Expectation) -> String {
        let kernels = expectation.kernels.map { " on \($0)" } ?? ""
        return
            "\(expectation.observation) \(expectation.op == .equals ? "= " : "")\(expectation.expectedText)\(kernels): \(expectation.why)"
    }
}
