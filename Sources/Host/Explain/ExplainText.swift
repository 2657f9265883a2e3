import KernelLog
import SafeText
import VictimSelection

/// An explanation for people: sentences first, then tables.
public enum ExplainText {
    /// One report in full.
    public static func text(_ explanation: Explanation, columns: Int = 80, colored: Bool = false) -> String {
        let narrative = Narrative(explanation)
        let style = Emphasis(colored: colored)
        var sections = [
            style.bold("OOM \(explanation.number): \(Headline.text(explanation.report))") + "\n"
                + prose(narrative.sentences, columns)
        ]
        if let memory = explanation.memory { sections.append(memoryTable(memory, style)) }
        if !explanation.report.limits.isEmpty { sections.append(limitTable(explanation.report, style)) }
        if !explanation.selection.candidates.isEmpty { sections.append(CandidateTable.text(explanation, style)) }
        sections.append(source(explanation, style))
        return sections.joined(separator: "\n") + "\n"
    }

    /// One line, for a timeline.
    public static func line(_ incident: Incident) -> String {
        "\(Plain.padded("\(incident.number)", to: 5))\(Plain.padded(incident.when, to: 20)) \(incident.headline)"
    }

    /// Sentences, broken at blanks.
    static func prose(_ sentences: [String], _ columns: Int) -> String {
        let width = max(40, min(columns, 110)) - 2
        return sentences.map { sentence in
            var lines: [String] = []
            var line = ""
            for word in sentence.split(separator: " ") {
                if !line.isEmpty, line.count + 1 + word.count > width {
                    lines.append(line)
                    line = ""
                }
                line += (line.isEmpty ? "" : " ") + word
            }
            return (lines + [line]).map { "  \($0)\n" }.joined()
        }.joined()
    }

    private static func memoryTable(_ memory: MemoryAccount, _ style: Emphasis) -> String {
        let title =
            memory.memcg.map { "memory of \($0.isEmpty ? "the group" : Plain.text($0))" } ?? "memory of the machine"
        var rows = memory.kinds.map { ($0.name, $0.kilobytes) }
        rows.append((memory.unexplainedKB < 0 ? "counted twice" : "in no counter", memory.unexplainedKB))
        var text = style.bold(title) + "\n"
        for (name, size) in rows {
            text +=
                "  \(Plain.padded(name, to: 48))\(right(Amount.kilobytes(size), 12))\(right(Amount.percent(size, of: memory.totalKB), 10))\n"
        }
        text += "  \(Plain.padded("all", to: 48))\(right(Amount.kilobytes(memory.totalKB), 12))\n"
        if let resident = memory.residentKB {
            text +=
                "  \(Plain.padded("resident in the listed processes (shared: each)", to: 48))\(right(Amount.kilobytes(resident), 12))\n"
        }
        return text
    }

    private static func limitTable(_ report: OOMReport, _ style: Emphasis) -> String {
        var text = style.bold("limits") + "\n"
        for limit in report.limits {
            let usage = limit.usageKB.map(Amount.kilobytes) ?? "n/a"
            let count = limit.failcnt.map { "hit \(Amount.count($0, "time", "times"))" } ?? ""
            text +=
                "  \(Plain.padded(limit.name, to: 16))\(right(usage, 12)) of \(Plain.padded(limit.limitText ?? "n/a", to: 12))\(count)\(limit.isFull ? "  full" : "")\n"
        }
        return text
    }

    private static func source(_ explanation: Explanation, _ style: Emphasis) -> String {
        let report = explanation.report
        var text = style.bold("source") + "\n"
        text +=
            "  lines \(report.firstLine) to \(report.lastLine) of the log; kernel \(report.kernelRelease.map(Plain.text) ?? "n/a")"
        text += report.complete ? "; complete\n" : "; not complete\n"
        text += prose(
            [
                "badness\(explanation.selection.formula.formula == nil ? ":" : " by") \(explanation.selection.formula.basis)"
                    .plainText
            ], 110)
        if let total = explanation.selection.totalPages {
            text += "  oom_score_adj is scaled by \(total.pages) pages: \(total.source)\n"
        }
        for warning in report.warnings { text += "  line \(warning.line): \(Plain.text(warning.text))\n" }
        if report.unrecognisedCount > 0 {
            text += "  \(Amount.count(report.unrecognisedCount, "line", "lines")) not recognised\n"
            for line in report.unrecognised.prefix(5) { text += "    \(line.line): \(Plain.text(line.text))\n" }
        }
        return text
    }

    /// Filled with spaces on the left.
    static func right(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }
}

/// Emphasis on a terminal, or none.
struct Emphasis {
    let colored: Bool

    func bold(_ text: String) -> String { colored ? "\u{1b}[1m\(text)\u{1b}[0m" : text }
}

extension String {
    /// Without anything that could move a cursor.
    var plainText: String { Plain.text(self) }
}
