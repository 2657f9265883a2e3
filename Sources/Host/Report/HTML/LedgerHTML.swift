import Ledger
import Page
import SafeText

/// The ledger as one self-contained HTML file.
public enum LedgerHTML {
    /// The file. Throws if the template is malformed, which a test would have shown.
    ///
    /// - Parameter link: Where a run's record lies, from the page; `nil` if there is none.
    public static func text(_ ledger: Ledger, link: (String) -> String? = { _ in nil }) throws -> String {
        let template = try PageTemplates.template(LedgerTemplate.text)
        return template.render(LedgerPageView(ledger, link))
    }
}

/// What the template is filled with.
private struct LedgerPageView {
    struct Claim {
        let claim, anchor, words, question: String
        let answers: [String]
        let kernels: [String]
        let scenarios: [Scenario]
    }

    struct Scenario {
        let name, summary: String
        let cells: [Cell]
    }

    struct Cell {
        let word, sentence, numbers: String
        let runs: [Run]
        let hasRuns: Bool
    }

    struct Run {
        let runPlace: String
        let runNumber: Int
    }

    let title: String
    let style = StyleSheet.text
    let summary: String
    let kernels: [String]
    let claims: [Claim]
    let hasClaims: Bool
    let notes: [String]
    let hasNotes: Bool

    init(_ ledger: Ledger, _ link: (String) -> String?) {
        title = "oomlab: the claims ledger"
        summary = ledger.summary + "."
        kernels = ledger.kernels
        claims = ledger.claims.enumerated().map { index, claim in
            Claim(
                claim: claim.claim, anchor: "c\(index + 1)", words: claim.words, question: claim.question,
                answers: claim.cells.map(\.words), kernels: ledger.kernels,
                scenarios: claim.scenarios.map { row in
                    Scenario(
                        name: row.scenario, summary: row.summary,
                        cells: row.cells.map { LedgerPageView.cell($0, row.criterion, link) })
                })
        }
        hasClaims = !claims.isEmpty
        notes = ledger.notes
        hasNotes = !notes.isEmpty
    }

    private static func cell(_ cell: Ledger.Cell, _ criterion: String, _ link: (String) -> String?) -> Cell {
        let runs = cell.runs.compactMap(link).prefix(20).enumerated().map { Run(runPlace: $1, runNumber: $0 + 1) }
        let rate = cell.seen.map { ", seen in \($0.count) of \($0.total)" } ?? ""
        let twin = cell.twinRuns.isEmpty ? "" : "; twin \(cell.twinValue)"
        return Cell(
            word: cell.words, sentence: cell.sentence(criterion: criterion),
            numbers: "\(cell.value)\(rate)\(twin). \(cell.surety)", runs: Array(runs), hasRuns: !runs.isEmpty)
    }
}
