import Record
import SafeText
import Vocabulary

/// Reports for people at a terminal.
///
/// Every text that came out of a guest or a log is made harmless first (`Plain`). Colour never carries a meaning alone.
public enum TextReport {
    /// One line a run, as it is printed while runs finish: status, scenario, kernel, what happened, how long it took.
    public static func line(for record: RunRecord, colored: Bool) -> String {
        line(for: RunSummary(record), colored: colored)
    }

    /// The same line, of a run that is known by its summary only.
    public static func line(for run: RunSummary, colored: Bool) -> String {
        let style = Style(colored: colored)
        let name = Plain.padded(run.scenario, to: 24)
        let kernel = Plain.padded(run.kernelFlavour, to: 9)
        let seconds = decimal(run.wallSeconds, places: 1)
        let words = run.status == .error || run.status == .skip ? run.reason ?? "" : headline(of: run)
        return "\(style.status(run.status)) \(name) \(kernel) \(Plain.text(words)) (\(seconds) s)"
    }

    /// Several records: the table of each scenario with kernels side by side, then what failed, then a count.
    public static func text(_ records: [RunRecord], columns: Int = 80, colored: Bool = false) -> String {
        let style = Style(colored: colored)
        let groups = scenarios(of: records)
        let tables = groups.map {
            ComparisonTable(records: $0).text(columns: columns, style: style, folded: groups.count > 1)
        }
        let failures = records.compactMap { FailureText.text(for: $0, style: style) }
        return (tables + failures + [summary(of: records)]).joined(separator: "\n")
    }

    /// `3 PASS, 1 FAIL`, in the order of weight.
    public static func summary(of records: [RunRecord]) -> String {
        let order: [RunStatus] = [.fail, .error, .pass, .done, .skip]
        let parts = order.compactMap { status -> String? in
            let count = records.count { $0.status == status }
            return count == 0 ? nil : "\(count) \(status)"
        }
        return (parts.isEmpty ? "no runs" : parts.joined(separator: ", ")) + "\n"
    }

    /// Who was killed and what became of it.
    private static func headline(of run: RunSummary) -> String {
        var words = run.victims.isEmpty ? "no kill" : "killed \(Plain.list(run.victims))"
        if let left = run.threadsLeft, left > 0 { words += ", \(decimal(left, places: 0)) threads left" }
        if let time = run.killToReleaseMs { words += ", released after \(decimal(time, places: 1)) ms" }
        if let failure = run.kernelFailure, failure != "none" { words += ", \(failure)" }
        return words
    }

    /// The records by scenario, in the order in which the scenarios first appear.
    static func scenarios(of records: [RunRecord]) -> [[RunRecord]] {
        var names: [String] = []
        var groups: [String: [RunRecord]] = [:]
        for record in records {
            if groups[record.scenario.name] == nil { names.append(record.scenario.name) }
            groups[record.scenario.name, default: []].append(record)
        }
        return names.compactMap { groups[$0] }
    }
}
