import SafeText
import Vocabulary

/// Every scenario of a catalogue for readers, as Markdown: `docs/scenarios.md`.
public struct ScenarioGuide: CustomStringConvertible {
    private let scenarios: [Scenario]

    /// The guide to these scenarios.
    public init(_ scenarios: [Scenario]) { self.scenarios = scenarios }

    /// The whole page, with a final newline.
    public var description: String {
        let chapters = Claim.all.compactMap { claim -> String? in
            let own = scenarios.filter { $0.claim == claim.name }
            return own.isEmpty ? nil : chapter(claim, own)
        }
        return ([introduction] + chapters).joined(separator: "\n")
    }

    private var introduction: String {
        let rows = Claim.all.compactMap { claim -> String? in
            let count = scenarios.count { $0.claim == claim.name }
            return count == 0
                ? nil
                : Markdown.row(["[\(claim.name)](#\(claim.name))", Markdown.escaped(claim.question), "\(count)"])
        }
        return """
            # Scenarios

            Written by `oomlab scenarios list --format markdown` from the YAML files in `Workloads/Scenarios`. Each scenario has a negative twin: the same without the one
            ingredient, where the effect has to vanish. Expectations were measured on the kernels that they name. What a workload holds is told in
            [workloads.md](workloads.md), observations in [observations.md](observations.md), the answers in the [ledger](ledger.md).

            \((Markdown.heading(["claim", "question", "scenarios"]) + rows).joined(separator: "\n"))

            """
    }

    private func chapter(_ claim: Claim, _ scenarios: [Scenario]) -> String {
        let lead = scenarios.filter { $0.name == claim.lead } + scenarios.filter { $0.name != claim.lead }
        return "## \(claim.name)\n\(Markdown.escaped(claim.words)) *\(Markdown.escaped(claim.question))*\n\n"
            + lead.map(section).joined(separator: "\n")
    }

    private func section(_ scenario: Scenario) -> String {
        let text = ScenarioText(scenario)
        var parts = ["### \(scenario.name)\n\(Markdown.escaped(scenario.summary))\n"]
        parts += paragraphs(scenario.description)
        parts.append("**Machine:** \(Markdown.escaped(([text.machine] + text.needs).joined(separator: "; "))).\n")
        if !scenario.parameters.isEmpty {
            let values = scenario.parameters.map { "`\($0.name)` \(Markdown.escaped($0.value))" }
            parts.append("**Parameters:** \(values.joined(separator: ", ")).\n")
        }
        parts.append("**Processes in their groups:**\n" + fenced(text.tree(scenario.groups)))
        if !scenario.settings.isEmpty {
            let written = scenario.settings.map { "`\($0.path)` \(Markdown.escaped($0.value))" }
            parts.append("**Written first:** \(written.joined(separator: ", ")).\n")
        }
        let steps = scenario.steps.map { Markdown.escaped($0.words) }
        parts.append("**Steps:** \(steps.joined(separator: "; ")).\n")
        if let effect = scenario.effect {
            parts.append("**It happens** where \(Markdown.escaped(effect.testText)), and the twin doesn't show it.\n")
        }
        parts.append("**Expected:**\n\n" + expectations(scenario))
        if let twin = scenario.twin { parts.append(self.twin(twin, of: scenario)) }
        return parts.joined(separator: "\n")
    }

    /// What the twin leaves out, in its author's words and in the plan's.
    private func twin(_ twin: Scenario, of scenario: Scenario) -> String {
        let changed = zip(scenario.parameters, twin.parameters).filter { $0.value != $1.value }
        var differences = changed.map { "`\($1.name)` \(Markdown.escaped($1.value))" }
        let missing = scenario.steps.filter { !twin.steps.contains($0) }
        if changed.isEmpty {
            differences += missing.map { "no \u{201c}\(Markdown.escaped($0.words))\u{201d}" }
        }
        return
            "**Twin** `\(twin.name)`: \(Markdown.escaped(twin.summary)) Different: \(differences.joined(separator: ", ")).\n\n"
            + expectations(twin)
    }

    private func expectations(_ scenario: Scenario) -> String {
        if scenario.expectations.isEmpty { return "Nothing; a run only measures.\n" }
        let rows = scenario.expectations.map {
            Markdown.row([
                $0.observation.rawValue, Markdown.escaped($0.expectedText),
                $0.kernels.map { Markdown.escaped("\($0)") } ?? "all",
                Markdown.escaped($0.why),
            ])
        }
        return (Markdown.heading(["observation", "expected", "kernels", "why"]) + rows).joined(separator: "\n") + "\n"
    }

    /// A description's paragraphs; what is indented is a drawing.
    private func paragraphs(_ description: String) -> [String] {
        var parts: [String] = []
        var prose: [Substring] = []
        var drawing: [String] = []
        func close() {
            if !prose.isEmpty { parts.append(headed(Markdown.escaped(prose.joined(separator: "\n"))) + "\n") }
            if !drawing.isEmpty { parts.append(fenced(drawing)) }
            (prose, drawing) = ([], [])
        }
        for line in description.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.allSatisfy({ $0 == " " }) {
                close()
            } else if line.hasPrefix("  ") {
                drawing.append(String(line.dropFirst(4)))
            } else {
                if !drawing.isEmpty { close() }
                prose.append(line)
            }
        }
        close()
        return parts
    }

    /// `What happens: …` with its first words in bold.
    private func headed(_ text: String) -> String {
        guard text.hasPrefix("What") || text.hasPrefix("Group"), let colon = text.firstIndex(of: ":"),
            text.distance(from: text.startIndex, to: colon) < 60
        else { return text }
        return "**\(text[...colon])**\(text[text.index(after: colon)...])"
    }

    private func fenced(_ lines: [String]) -> String { (["```text"] + lines + ["```"]).joined(separator: "\n") + "\n" }
}
