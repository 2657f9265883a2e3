import Comparison
import SafeText
import Vocabulary

/// A large comparison on one screen: what there is, and the differences that matter most, one line a scenario.
public enum KernelComparisonOverview {
    /// The most lines that it has.
    public static let height = 40

    /// The overview, in lines of at most `columns` characters.
    public static func text(_ comparison: Comparison, columns: Int, colored: Bool = false) -> String {
        let style = Style(colored: colored)
        let differences = differences(comparison.rows)
        var lines = heading(comparison.rows, differing: differences.count)
        let notes = comparison.notes.count
        let room = height - lines.count - 3 - (notes > 0 ? 1 : 0)
        lines.append(style.bold("What matters most"))
        lines += differences.prefix(room).map { line($0, columns: columns, style) }
        if differences.count > room { lines.append("and \(differences.count - room) more scenarios that differ") }
        if notes > 0 { lines.append("\(notes) notes on the runs, such as: \(Plain.text(comparison.notes[0]))") }
        lines.append("Every difference: --all. One observation: --observe NAME. For programs: --format json.")
        return lines.map { cut($0, to: columns, colored: colored) + "\n" }.joined()
    }

    /// Whether the whole text would be more than a screen.
    public static func suits(_ comparison: Comparison) -> Bool {
        let shown = comparison.rows.filter { $0.verdict != .same }
        let blocks = Set(comparison.rows.map { [$0.scenario, $0.kernel] }).count
        return shown.count + 3 * blocks + comparison.notes.count > height
    }

    // MARK: - What there is

    private static func heading(_ rows: [ComparisonRow], differing: Int) -> [String] {
        let scenarios = Set(rows.map(\.scenario)).count
        let references = unique(rows.map(\.reference)).joined(separator: ", ")
        var lines = ["\(differing) of \(scenarios) scenarios differ from \(Plain.text(references)) in something."]
        let verdicts = ComparisonRow.Verdict.allCases.filter { verdict in rows.contains { $0.verdict == verdict } }
        var table = [["observations"] + verdicts.map(\.rawValue)]
        for kernel in unique(rows.map(\.kernel)).prefix(12) {
            let own = rows.filter { $0.kernel == kernel }
            table.append([Plain.text(kernel)] + verdicts.map { verdict in "\(own.count { $0.verdict == verdict })" })
        }
        lines += Plain.table(table)
        return lines + [""]
    }

    private static func unique(_ words: [String]) -> [String] {
        words.reduce(into: []) { unique, word in if !unique.contains(word) { unique.append(word) } }
    }

    // MARK: - What matters

    /// What differs most in one scenario.
    private struct Difference {
        let scenario: String
        /// The rows of one observation, a kernel each, that differ.
        let rows: [ComparisonRow]
        /// How many other observations differ.
        let others: Int
        let score: Score
    }

    /// Outcomes before times, worse before different before better, large before small.
    private struct Score: Comparable {
        let weight: ObservationDefinition.Weight
        let verdict: Int
        let size: Double

        init(_ row: ComparisonRow) {
            weight = row.observation.definition.weight
            verdict = row.verdict == .worse ? 2 : row.verdict == .different ? 1 : 0
            size = KernelComparisonOverview.size(row)
        }

        static func < (left: Score, right: Score) -> Bool {
            (left.weight, left.verdict, left.size) < (right.weight, right.verdict, right.size)
        }
    }

    /// By how many times the value is larger or smaller; words differ or don't.
    private static func size(_ row: ComparisonRow) -> Double {
        guard let value = row.value, let reference = row.referenceValue else { return 1 }
        let ratio = (abs(value) + 1) / (abs(reference) + 1)
        return max(ratio, 1 / ratio)
    }

    private static func differences(_ rows: [ComparisonRow]) -> [Difference] {
        let differing = rows.filter { $0.verdict != .same && $0.verdict != .tooFewRuns }
        return Dictionary(grouping: differing, by: \.scenario).compactMap { scenario, own in
            guard let worst = own.map({ (row: $0, score: Score($0)) }).max(by: { $0.score < $1.score }) else {
                return nil
            }
            return Difference(
                scenario: scenario, rows: own.filter { $0.observation == worst.row.observation },
                others: Set(own.map(\.observation)).count - 1, score: worst.score)
        }.sorted { ($1.score, $0.scenario) < ($0.score, $1.scenario) }
    }

    /// `worse  frozen-victim-v1  threads_left 7 → 0 on 6.18, 7.3 (+5)`.
    private static func line(_ difference: Difference, columns: Int, _ style: Style) -> String {
        let first = difference.rows[0]
        var values: [(text: String, kernels: [String])] = []
        for row in difference.rows {
            let text = change(row)
            if let index = values.firstIndex(where: { $0.text == text }) {
                values[index].kernels.append(row.kernel)
            } else {
                values.append((text, [row.kernel]))
            }
        }
        let changes = values.map { "\($0.text) on \($0.kernels.map(Plain.text).joined(separator: ", "))" }
        let verdict = difference.rows.contains { $0.verdict == .worse } ? "worse" : first.verdict.rawValue
        let more = difference.others > 0 ? " (and \(difference.others) more)" : ""
        return Plain.padded(verdict, to: 9) + "  " + Plain.text(difference.scenario) + ": \(first.observation) "
            + changes.joined(separator: "; ") + more
    }

    /// `7 → 0`, and of lists of roles what came and went: `+bystander`.
    private static func change(_ row: ComparisonRow) -> String {
        let unit = row.observation.unit
        if let value = row.value, let reference = row.referenceValue {
            let texts = [reference, value].map { ValueText.text(.number(KernelComparisonText.rounded($0)), unit: unit) }
            return texts.joined(separator: " → ")
        }
        guard row.observation.kind == .words, row.words.count == 1, row.referenceWords.count == 1 else {
            return [row.referenceWords, row.words].map { $0.isEmpty ? "n/a" : Plain.text($0.joined(separator: " | ")) }
                .joined(separator: " → ")
        }
        let (before, after) = (
            KernelComparisonText.roles(row.referenceWords[0]), KernelComparisonText.roles(row.words[0])
        )
        let (gone, come) = (difference(before, after), difference(after, before))
        let parts = (come.isEmpty ? [] : ["+" + Plain.list(come)]) + (gone.isEmpty ? [] : ["−" + Plain.list(gone)])
        return parts.isEmpty ? "in another order" : Plain.text(parts.joined(separator: " "))
    }

    /// What the first list has beyond the second, repeats counted.
    private static func difference(_ first: [String], _ second: [String]) -> [String] {
        var left = Dictionary(second.map { ($0, 1) }, uniquingKeysWith: +)
        return first.filter { name in
            guard let count = left[name], count > 0 else { return true }
            left[name] = count - 1
            return false
        }
    }

    /// The line, or as much of it as fits. Colour takes no room: only headings have it, and those are short.
    private static func cut(_ line: String, to columns: Int, colored: Bool) -> String {
        line.count <= max(40, columns) || line.contains("\u{1b}") ? line : line.prefix(max(40, columns) - 1) + "…"
    }
}
