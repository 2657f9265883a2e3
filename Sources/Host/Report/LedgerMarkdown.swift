import Ledger
import SafeText
import Vocabulary

/// The ledger as a page of Markdown, in which every answer leads to its runs.
public enum LedgerMarkdown {
    /// The whole page.
    ///
    /// `link`: where a run's record lies, from the page; `nil` where there is none.
    public static func text(_ ledger: Ledger, link: (String) -> String? = { _ in nil }) -> String {
        let parts =
            [heading(ledger), table(ledger)] + ledger.claims.map { claim($0, link) } + [builds(ledger), notes(ledger)]
        return parts.filter { !$0.isEmpty }.joined(separator: "\n")
    }

    private static func heading(_ ledger: Ledger) -> String {
        """
        # The claims ledger

        What is said about the OOM killer, and what real kernels do. A claim *holds* or *fails* on a kernel by what a scenario shows there and its negative twin,
        the same without the one ingredient, does not; *at times* is a race, with its rate; *not provoked* says that no run got to the functions of the kernel that
        the claim is about. Numbers are measured in the guest and counted in the kernel's own sizes; in deterministic runs time is counted instructions. Each kernel
        leads to the runs that say so.

        \(ledger.summary).

        """
    }

    private static func table(_ ledger: Ledger) -> String {
        var lines = Markdown.heading(["claim"] + ledger.kernels.map(escaped))
        for claim in ledger.claims {
            lines.append(Markdown.row(["[\(claim.claim)](#\(claim.claim))"] + claim.cells.map(\.words)))
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func claim(_ claim: Ledger.ClaimRow, _ link: (String) -> String?) -> String {
        var lines = ["## \(claim.claim)", "\(escaped(claim.words)) *\(escaped(claim.question))*", ""]
        lines += Markdown.heading(["scenario"] + claim.cells.map { escaped($0.kernel) })
        for scenario in claim.scenarios {
            lines.append(Markdown.row([escaped(scenario.scenario)] + scenario.cells.map { cell($0, link) }))
        }
        lines.append("")
        for scenario in claim.scenarios { lines += statements(scenario) }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The answer, with the scenario's number against the twin's.
    private static func cell(_ cell: Ledger.Cell, _ link: (String) -> String?) -> String {
        let answer = linked(cell.words, cell.runs, link)
        guard cell.answer.tells || cell.answer == .alsoInTwin else { return answer }
        let rate = cell.seen.map { $0.total > 1 ? ", \($0.count) of \($0.total)" : "" } ?? ""
        let twin = cell.twinRuns.isEmpty ? "" : "<br>twin " + linked(escaped(cell.twinValue), cell.twinRuns, link)
        return "\(answer)\(rate)<br>\(escaped(cell.value))\(twin)"
    }

    /// The words lead to the first run, numbers behind them to the others.
    private static func linked(_ words: String, _ runs: [String], _ link: (String) -> String?) -> String {
        let targets = runs.compactMap(link)
        guard let first = targets.first else { return words }
        let others = targets.dropFirst().prefix(20).enumerated().map { "[\($0.offset + 2)](\(target($0.element)))" }
        return (["[\(words)](\(target(first)))"] + others).joined(separator: " ")
    }

    private static func statements(_ scenario: Ledger.ScenarioRow) -> [String] {
        let head =
            "**\(escaped(scenario.scenario))** (\(escaped(scenario.criterion))): \(escaped(scenario.summary))"
            + " Twin: \(escaped(scenario.without))"
        return [head]
            + scenario.statements.map { statement in
                let certainty = statement.certainty.isEmpty ? "" : " (\(escaped(statement.certainty)))"
                return "- \(escaped(statement.kernels.joined(separator: ", "))): \(escaped(statement.text))\(certainty)"
            } + [""]
    }

    private static func builds(_ ledger: Ledger) -> String {
        let rows = ledger.builds.map { build in
            Markdown.row(
                [
                    build.kernel, build.release, build.package ?? "n/a", build.sha256,
                    build.modes.joined(separator: ", "),
                ]
                .map(escaped) + [escaped(build.qemu.joined(separator: ", ")), "\(build.runs)"])
        }
        let heading = Markdown.heading(["kernel", "release", "package", "SHA-256 of the image", "mode", "QEMU", "runs"])
        return rows.isEmpty ? "" : "## Kernels\n" + (heading + rows).joined(separator: "\n") + "\n"
    }

    private static func notes(_ ledger: Ledger) -> String {
        ledger.notes.isEmpty ? "" : "## Notes\n" + ledger.notes.map { "- \(escaped($0))\n" }.joined()
    }

    private static func escaped(_ text: String) -> String { Markdown.escaped(Plain.text(text)) }

    /// A path without the characters that would end a link.
    private static func target(_ path: String) -> String {
        path.replacing(" ", with: "%20").replacing("(", with: "%28").replacing(")", with: "%29")
    }
}
