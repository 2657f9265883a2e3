import Record
import SafeText
import Vocabulary

/// One scenario's observations as rows, its kernels as columns; rows that differ are marked with `≠`.
struct ComparisonTable {
    let name: String
    let claim: String
    let columns: [KernelColumn]

    /// A table over the records of one scenario.
    init(records: [RunRecord]) {
        name = records.first?.scenario.name ?? ""
        claim = records.first?.scenario.claim ?? ""
        columns = KernelColumn.columns(of: records)
    }

    /// The table in at most `columns` characters a line: kernels that don't fit follow in further blocks.
    ///
    /// - Parameter folded: Whether observations that are alike on all kernels are told in a few lines behind the rows that differ.
    func text(columns width: Int, style: Style, folded: Bool = false) -> String {
        let all = self.rows
        let folds = folded && columns.count > 1
        let rows = folds ? all.filter { $0.differs || $0.label == "status" } : all
        let labelWidth = (rows.map(\.label.count).max() ?? 0) + 2
        let widths = columns.indices.map { index in
            max(columns[index].heading.count, rows.map { $0.cells[index].count }.max() ?? 0) + 2
        }
        var text = style.bold(Plain.text(name)) + (claim.isEmpty ? "" : "  (\(Plain.text(claim)))") + "\n"
        for block in blocks(widths, room: width - labelWidth - 2) {
            let headings = block.map { Plain.padded(columns[$0].heading, to: widths[$0]) }.joined()
            text += Plain.trimmed("  " + Plain.padded("", to: labelWidth) + headings) + "\n"
            for row in rows {
                let cells = block.map { Plain.padded(row.cells[$0], to: widths[$0]) }.joined()
                let line = (row.differs ? "≠ " : "  ") + Plain.padded(row.label, to: labelWidth) + cells
                text += (row.differs ? style.mark(Plain.trimmed(line)) : Plain.trimmed(line)) + "\n"
            }
        }
        return text + (folds ? alike(all.filter { !$0.differs && $0.label != "status" }, width) : "")
    }

    /// `alike: kills 1, victims hog, …`, in lines that fit.
    private func alike(_ rows: [Row], _ width: Int) -> String {
        var lines = ["  alike:"]
        for (index, row) in rows.enumerated() {
            let words =
                " \(row.label) \(row.cells.first { $0 != "n/a" } ?? "n/a")" + (index == rows.count - 1 ? "" : ",")
            if lines[lines.count - 1].count + words.count > width { lines.append("   ") }
            lines[lines.count - 1] += words
        }
        return rows.isEmpty ? "" : lines.joined(separator: "\n") + "\n"
    }

    /// One observation (or the status), with a cell for each column.
    struct Row {
        let label: String
        let cells: [String]
        /// The marks and colours of a row rest on this alone. A column in which nothing was observed can't differ.
        let differs: Bool
    }

    /// The status, how the steps ended, and every observation that some kernel has a value for.
    var rows: [Row] { [statusRow()] + [stepsRow()].compactMap { $0 } + ObservationName.allCases.compactMap(row) }

    /// How the steps ended; `nil` where no record has any.
    private func stepsRow() -> Row? {
        let texts = columns.map { $0.records.map { StepText.summary($0) ?? "n/a" } }
        guard texts.contains(where: { $0.contains { $0 != "n/a" } }) else { return nil }
        let cells = texts.map { ComparisonTable.cell($0) }
        let observed = zip(columns, cells).filter { column, _ in column.records.contains { $0.status.tellsOfKernel } }
        return Row(label: "steps", cells: cells.map(Plain.text), differs: Set(observed.map(\.1)).count > 1)
    }

    private func statusRow() -> Row {
        let cells = columns.map { ComparisonTable.cell($0.records.map(\.status.rawValue)) }
        return Row(label: "status", cells: cells, differs: Set(cells).count > 1)
    }

    /// `nil` where no kernel has a value: a table is no list of what wasn't measured.
    private func row(_ name: ObservationName) -> Row? {
        let values = columns.map { column in column.records.map { $0[name] } }
        guard values.contains(where: { $0.contains { $0 != nil } }) else { return nil }
        let cells = values.map { ComparisonTable.cell($0, name.unit) }
        let observed = zip(columns, cells).filter { column, _ in
            column.records.contains { $0.status.tellsOfKernel }
        }
        return Row(label: name.rawValue, cells: cells, differs: Set(observed.map(\.1)).count > 1)
    }

    /// One value where all runs agree; otherwise numbers from the lowest to the highest, words by the first of them.
    private static func cell(_ values: [ObservationValue?], _ unit: ObservationDefinition.Unit) -> String {
        let texts = values.map { ValueText.text($0, unit: unit) }
        let distinct = Set(texts).count
        let numbers = values.compactMap { $0?.numeric }
        guard distinct > 1, numbers.count == values.count, let low = numbers.min(), let high = numbers.max() else {
            return cell(texts)
        }
        let ends = [low, high].map { ValueText.text(.number($0), unit: unit) }
        return "\(ends[0]) … \(ends[1]) (\(values.count) runs)"
    }

    private static func cell(_ values: [String]) -> String {
        let distinct = Set(values)
        guard distinct.count > 1, let first = values.first else { return values.first ?? "n/a" }
        return "\(first) … (\(distinct.count) values)"
    }

    private func blocks(_ widths: [Int], room: Int) -> [[Int]] {
        var blocks: [[Int]] = []
        var used = 0
        for index in widths.indices {
            if blocks.isEmpty || used + widths[index] > room {
                blocks.append([])
                used = 0
            }
            blocks[blocks.count - 1].append(index)
            used += widths[index]
        }
        return blocks
    }
}
