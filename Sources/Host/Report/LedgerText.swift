import Ledger
import SafeText

/// The ledger at a terminal: claims × kernels, then each claim with its scenarios in sentences.
public enum LedgerText {
    /// The whole text, with a final newline.
    public static func text(_ ledger: Ledger, colored: Bool = false) -> String {
        let style = Style(colored: colored)
        let blocks = ledger.claims.isEmpty ? [] : [table(ledger, style)] + ledger.claims.map { claim($0, style) } + [""]
        let notes = ledger.notes.map { "note: \(Plain.text($0))\n" }.joined()
        return blocks.joined(separator: "\n") + notes + ledger.summary + "\n"
    }

    private static func table(_ ledger: Ledger, _ style: Style) -> String {
        let rows =
            [["claim"] + ledger.kernels] + ledger.claims.map { [$0.claim] + $0.cells.map(\.words) }
        return style.bold("Does the claim hold?") + "  (and how many of the scenarios that tell say so)\n"
            + Plain.table(rows).map { $0 + "\n" }.joined()
    }

    private static func claim(_ row: Ledger.ClaimRow, _ style: Style) -> String {
        let heading = style.bold(row.claim) + ": \(row.words)\n  \(row.question)\n"
        return heading + row.scenarios.map(scenario).joined()
    }

    private static func scenario(_ row: Ledger.ScenarioRow) -> String {
        let lines = row.statements.map { statement in
            let certainty = statement.certainty.isEmpty ? "" : " (\(statement.certainty))"
            return "    \(Plain.text(statement.kernels.joined(separator: ", "))): \(statement.text)\(certainty)\n"
        }
        return "  \(Plain.text(row.scenario)): \(Plain.text(row.criterion))\n"
            + lines.joined()
    }
}
