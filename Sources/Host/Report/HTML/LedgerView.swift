import Ledger

/// Claims as rows, kernels as columns, and what becomes of each claim: what the runs of scenarios and of their twins amount to.
struct LedgerView {
    struct Question {
        let questionClaim: String
        let question: String
        /// Where the claim's verdicts begin.
        let questionAnchor: String
        let answers: [String]
    }

    let ledgerKernels: [String]
    let questions: [Question]
    /// Whether most of it is answered. Without the twins' runs nothing is, and a table of "unknown" is no way to open a page.
    let isTold: Bool

    init(_ ledger: Ledger, _ matrix: VerdictMatrix) {
        let anchors = Dictionary(matrix.claims.map { ($0.claim, $0.claimAnchor) }) { first, _ in first }
        ledgerKernels = ledger.kernels
        // A claim without an answer on any kernel says nothing here; its scenarios stand below.
        questions = ledger.claims.filter { $0.cells.contains(where: \.answer.tells) }.map { claim in
            Question(
                questionClaim: claim.claim, question: claim.words,
                questionAnchor: anchors[claim.claim] ?? "verdicts",
                answers: claim.cells.map(\.words))
        }
        let cells = ledger.claims.flatMap(\.cells)
        isTold = 2 * cells.count(where: \.answer.tells) > cells.count
    }
}
