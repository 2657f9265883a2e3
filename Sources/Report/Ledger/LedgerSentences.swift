extension Ledger.ScenarioRow {
    /// Kernels on which the same is to be said.
    struct Statement {
        var kernels: [String]
        var text: String
        var certainty: String
        var cells: [Ledger.Cell]
    }

    /// What is to be said of the kernels, neighbours that say the same together.
    var statements: [Statement] {
        var statements: [Statement] = []
        for cell in cells {
            let text = cell.sentence(criterion: criterion)
            if let last = statements.last, last.text == text, last.certainty == cell.certainty {
                statements[statements.count - 1].kernels.append(cell.kernel)
                statements[statements.count - 1].cells.append(cell)
            } else {
                statements.append(
                    Statement(kernels: [cell.kernel], text: text, certainty: cell.certainty, cells: [cell]))
            }
        }
        return statements
    }
}

extension Ledger.Cell {
    /// The finding, or what there is to say where the scenario's author wrote none.
    func sentence(criterion: String) -> String {
        if let finding { return finding }
        switch answer {
        case .happens, .sometimes: return "\(criterion): \(value)."
        case .never: return "Not seen: it takes \(criterion), and it is \(value)."
        case .alsoInTwin, .unknown, .skipped: return "\(answer.words): \(reason ?? "no reason is known")."
        }
    }
}

extension Ledger.Answer {
    /// As a reader meets it.
    var words: String {
        switch self {
        case .happens: "yes"
        case .sometimes: "sometimes"
        case .never: "no"
        case .alsoInTwin: "twin too"
        case .unknown: "unknown"
        case .skipped: "skipped"
        }
    }
}

extension Ledger.ClaimCell {
    /// `yes, 4 of 6`: the answer, and how many of the scenarios that tell show it.
    var words: String { telling == 0 ? answer.words : "\(answer.words), \(showing) of \(telling)" }
}

extension Ledger {
    /// What is shown, in one line.
    var summary: String {
        let cells = claims.flatMap(\.scenarios).flatMap(\.cells)
        let answers: [Answer] = [.happens, .sometimes, .never, .alsoInTwin, .unknown, .skipped]
        let counts = answers.compactMap { answer -> String? in
            let count = cells.count { $0.answer == answer }
            return count == 0 ? nil : "\(count) \(answer.words)"
        }
        let counted = { (count: Int, what: String) in "\(count) \(what)\(count == 1 ? "" : "s")" }
        let size = [
            counted(claims.count, "claim"), counted(claims.flatMap(\.scenarios).count, "scenario"),
            counted(kernels.count, "kernel"),
        ]
        return size.joined(separator: ", ") + ": "
            + (counts.isEmpty ? "nothing is known" : counts.joined(separator: ", "))
    }
}
