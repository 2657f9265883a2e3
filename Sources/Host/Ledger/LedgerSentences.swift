extension Ledger.ScenarioRow {
    /// Kernels on which the same is to be said.
    package struct Statement {
        package var kernels: [String]
        package var text: String
        package var certainty: String
        /// What it is said of, a kernel each.
        package var cells: [Ledger.Cell]
    }

    /// What is to be said of the kernels, neighbours that say the same together.
    package var statements: [Statement] {
        var statements: [Statement] = []
        for cell in cells {
            let text = cell.sentence(criterion: criterion)
            if let last = statements.last, last.text == text, last.certainty == cell.surety {
                statements[statements.count - 1].kernels.append(cell.kernel)
                statements[statements.count - 1].cells.append(cell)
            } else {
                statements.append(
                    Statement(kernels: [cell.kernel], text: text, certainty: cell.surety, cells: [cell]))
            }
        }
        return statements
    }
}

extension Ledger.Cell {
    /// How sure it is, under which conditions, and that the run was where the claim is about.
    package var surety: String {
        ([certainty, conditions].filter { !$0.isEmpty } + reached).joined(separator: "; ")
    }

    /// The finding, or what there is to say where the scenario's author wrote none.
    package func sentence(criterion: String) -> String {
        if let finding {
            // What was tried, and why that answers nothing.
            let isSaid = answer != .notProvoked || finding.hasPrefix("Not provoked")
            return isSaid ? finding : "\(finding) Not provoked: \(reason ?? "no reason is known")."
        }
        switch answer {
        case .happens, .sometimes: return "\(criterion): \(value)."
        case .never: return "Not seen: it takes \(criterion), and it is \(value)."
        case .alsoInTwin, .notProvoked, .unknown, .skipped: return "\(answer.words): \(reason ?? "no reason is known")."
        }
    }
}

extension Ledger.Answer {
    /// As a reader meets it.
    package var words: String {
        switch self {
        case .happens: "yes"
        case .sometimes: "sometimes"
        case .never: "no"
        case .alsoInTwin: "twin too"
        case .notProvoked: "not provoked"
        case .unknown: "unknown"
        case .skipped: "skipped"
        }
    }
}

extension Ledger.ClaimCell {
    /// `holds, 4 of 6`: what becomes of the claim, and how many of the scenarios that tell say so.
    package var words: String { stand.map { "\($0.rawValue), \(agreeing) of \(telling)" } ?? answer.words }
}

extension Ledger.Cell {
    /// What becomes of the claim; a race says so.
    package var words: String {
        guard let stand else { return answer.words }
        return answer == .sometimes ? "\(stand.rawValue) at times" : stand.rawValue
    }
}

extension Ledger {
    /// What is shown, in one line.
    package var summary: String {
        let cells = claims.flatMap(\.scenarios).flatMap(\.cells)
        let answers: [Answer] = [.notProvoked, .alsoInTwin, .unknown, .skipped]
        let stands: [Stand] = [.holds, .fails]
        let counts =
            stands.map { stand in (cells.count { $0.stand == stand }, stand.rawValue) }
            .filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
            + answers.map { answer in (cells.count { $0.answer == answer }, answer.words) }
            .filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
        let counted = { (count: Int, what: String) in "\(count) \(what)\(count == 1 ? "" : "s")" }
        let size = [
            counted(claims.count, "claim"), counted(claims.flatMap(\.scenarios).count, "scenario"),
            counted(kernels.count, "kernel"),
        ]
        return size.joined(separator: ", ") + ": "
            + (counts.isEmpty ? "nothing is known" : counts.joined(separator: ", "))
    }
}
