import Comparison
import SafeText
import Vocabulary

/// A comparison for people at a terminal: what differs, line by line; what doesn't, as a count.
public enum KernelComparisonText {
    /// One block for each scenario and kernel, then what a reader has to know.
    ///
    /// `isComplete`: also prints the rows that are the same.
    public static func text(_ comparison: Comparison, isComplete: Bool = false, colored: Bool = false) -> String {
        let style = Style(colored: colored)
        var blocks: [String] = []
        var rest = comparison.rows[...]
        while let first = rest.first {
            let block = rest.prefix { $0.scenario == first.scenario && $0.kernel == first.kernel }
            blocks.append(text(of: Array(block), isComplete: isComplete, style))
            rest = rest.dropFirst(block.count)
        }
        let notes = comparison.notes.map { "note: \(Plain.text($0))\n" }.joined()
        return (blocks + [notes + summary(comparison.rows)]).joined(separator: "\n")
    }

    private static func text(of rows: [ComparisonRow], isComplete: Bool, _ style: Style) -> String {
        guard let first = rows.first else { return "" }
        let shown = rows.filter { isComplete || $0.verdict != .same }
        let title = "\(first.scenario): \(first.kernel) against \(first.reference)"
        var text = style.bold(Plain.text(title)) + " (\(Plain.text(basis(first))))\n"
        let headings = ["", first.reference, first.kernel, "difference", "95% interval", "effect", "p", "verdict"]
        let table = [headings] + shown.map(cells)
        for (index, row) in Plain.table(table).enumerated() where !shown.isEmpty {
            let line = "  " + row + "\n"
            let isMarked = index > 0 && shown[index - 1].verdict == .worse
            text += isMarked ? style.mark(line) : line
        }
        let same = rows.count - shown.count
        return same == 0 ? text : text + "  \(same) observation\(same == 1 ? " is" : "s are") the same\n"
    }

    /// Fewer deterministic runs than these say little of a race.
    private static let fewSeeds = 5

    private static func basis(_ row: ComparisonRow) -> String {
        if let seeds = row.seeds {
            let isFew = seeds < fewSeeds ? ", one arrangement each: more tell more, such as --seed 0..4" : ""
            return "\(row.mode), \(seeds) seed\(seeds == 1 ? "" : "s") compared one by one\(isFew)"
        }
        let counts = [row.referenceRuns + row.referenceAbsent, row.runs + row.absent]
        return "\(row.mode), \(counts[0]) and \(counts[1]) runs"
    }

    private static func cells(_ row: ComparisonRow) -> [String] {
        let unit = row.observation.unit
        let number = { (value: Double?) in ValueText.text(value.map { .number(rounded($0)) }, unit: unit) }
        return [
            row.observation.rawValue,
            value(row.referenceValue, row.referenceWords, absent: row.referenceAbsent, unit),
            value(row.value, row.words, absent: row.absent, unit),
            row.difference.map { ($0 > 0 ? "+" : "") + number($0) } ?? "",
            row.interval.map { "\(number($0.lowerBound)) … \(number($0.upperBound))" } ?? "",
            row.effect.map { decimal($0, places: 2) } ?? "",
            row.p.map { $0 < 0.001 ? "<0.001" : decimal($0, places: 3) } ?? "",
            verdict(row),
        ]
    }

    private static func value(_ value: Double?, _ words: [String], absent: Int, _ unit: ObservationDefinition.Unit)
        -> String
    {
        let text =
            value.map { ValueText.text(.number(rounded($0)), unit: unit) }
            ?? words.prefix(4).map(short).joined(separator: " | ")
        if text.isEmpty { return "n/a" }
        return absent == 0 ? text : "\(text) (\(absent) n/a)"
    }

    /// A list of roles that fits into a cell.
    private static func short(_ words: String) -> String {
        Plain.list(roles(words), separator: " ", limit: 6)
    }

    /// The roles in one of a row's words.
    static func roles(_ words: String) -> [String] { words.split(separator: " ").map(String.init) }

    /// Decimals behind thousands are noise.
    static func rounded(_ value: Double) -> Double { abs(value) < 1000 ? value : value.rounded() }

    private static func verdict(_ row: ComparisonRow) -> String {
        if let needed = row.neededRuns { return "\(row.verdict.rawValue): \(needed) of each needed" }
        guard let seeds = row.seeds, let differing = row.differingSeeds, seeds > 1, differing > 0 else {
            return row.verdict.rawValue
        }
        return "\(row.verdict.rawValue) (\(differing) of \(seeds) seeds)"
    }

    private static func summary(_ rows: [ComparisonRow]) -> String {
        let parts = ComparisonRow.Verdict.allCases.compactMap { verdict -> String? in
            let count = rows.count { $0.verdict == verdict }
            return count == 0 ? nil : "\(count) \(verdict.rawValue)"
        }
        return (parts.isEmpty ? "nothing to compare" : parts.joined(separator: ", ")) + "\n"
    }
}
