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
        for scenario in claim.scenarios { lines += statements(scenario, link) }
        return lines.joined(separator: "\n") + "\n"
    }

    /// One word, which leads to the first run that says so; numbers, rates and the other runs stand with the sentences.
    private static func cell(_ cell: Ledger.Cell, _ link: (String) -> String?) -> String {
        guard let target = cell.runs.lazy.compactMap(link).first else { return cell.words }
        return "[\(cell.words)](\(self.target(target)))"
    }

    private static func statements(_ scenario: Ledger.ScenarioRow, _ link: (String) -> String?) -> [String] {
        let head =
            "**\(escaped(scenario.scenario))** (\(escaped(scenario.criterion))): \(escaped(scenario.summary))"
            + " Twin: \(escaped(scenario.without))"
        return [head]
            + scenario.statements.map { statement in
                let certainty = statement.certainty.isEmpty ? "" : " (\(escaped(statement.certainty)))"
                let runs = statement.cells.compactMap { numbers($0, link) }.joined(separator: "; ")
                return "- \(escaped(statement.kernels.joined(separator: ", "))): \(escaped(statement.text))\(certainty)"
                    + (runs.isEmpty ? "" : " Runs: \(runs).")
            } + [""]
    }

    /// `6.18: 0.3 ms [1](…) [2](…), twin 0.1 ms [1](…)`; `nil` if no run has a place.
    private static func numbers(_ cell: Ledger.Cell, _ link: (String) -> String?) -> String? {
        let own = links(cell.runs, link)
        guard !own.isEmpty else { return nil }
        let rate = cell.seen.map { $0.total > 1 ? " (\($0.count) of \($0.total))" : "" } ?? ""
        let twin = cell.twinRuns.isEmpty ? "" : ", twin \(escaped(cell.twinValue)) \(links(cell.twinRuns, link))"
        return "\(escaped(cell.kernel)) \(escaped(cell.value))\(rate) \(own)\(twin)"
    }

    /// A number for each run, up to twenty.
    private static func links(_ runs: [String], _ link: (String) -> String?) -> String {
        runs.compactMap(link).prefix(20).enumerated().map { "[\($0.offset + 1)](\(target($0.element)))" }
            .joined(separator: " ")
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
