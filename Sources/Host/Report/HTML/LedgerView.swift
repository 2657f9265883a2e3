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
    /// Whether anything is answered: without a twin's runs, nothing is.
    let isTold: Bool

    init(_ ledger: Ledger, _ matrix: VerdictMatrix) {
        let anchors = Dictionary(matrix.claims.map { ($0.claim, $0.claimAnchor) }) { first, _ in first }
        ledgerKernels = ledger.kernels
        questions = ledger.claims.map { claim in
            Question(
                questionClaim: claim.claim, question: claim.words,
                questionAnchor: anchors[claim.claim] ?? "verdicts",
                answers: claim.cells.map(\.words))
        }
        isTold = ledger.claims.flatMap(\.cells).contains(where: \.answer.tells)
    }
}
