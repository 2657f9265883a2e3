import KernelLog
import SafeText

/// The answer in text: reports as they come, and what they add up to.
public struct TextAnswer: ExplainAnswer, Sendable {
    private let columns: Int
    private let colored: Bool
    private let inFull: Int
    /// One line for each report, while all are printed in full.
    private var timeline: [String] = []
    private var victims: [String: Int] = [:]
    private var count = 0

    /// An answer that prints so many reports in full, and the others as a line.
    public init(columns: Int, colored: Bool, inFull: Int) {
        self.columns = columns
        self.colored = colored
        self.inFull = inFull
    }

    /// As long as reports are printed in full.
    public var wantsDetail: Bool { count < inFull }

    /// A report, in full or as a line.
    public mutating func add(_ incident: Incident) -> [UInt8] { Array(text(incident).utf8) }

    /// A timeline, and what else the log held.
    public mutating func finish(_ summary: LogSummary) -> [UInt8] { Array(ending(summary).utf8) }

    private mutating func text(_ incident: Incident) -> String {
        count += 1
        tally(incident.report)
        guard count <= inFull else {
            let title =
                count == inFull + 1
                ? Emphasis(colored: colored).bold("more, a line each") + " (--full prints more)\n" : ""
            return title + ExplainText.line(incident) + "\n"
        }
        timeline.append(ExplainText.line(incident))
        return ExplainText.text(Explanation(incident), columns: columns, colored: colored) + "\n"
    }

    private func ending(_ summary: LogSummary) -> String {
        let style = Emphasis(colored: colored)
        var sections: [String] = []
        if count == 0 { sections.append("No OOM kill in \(Amount.count(summary.lines, "line", "lines")).\n") }
        if count > 1 {
            if count == timeline.count {
                sections.append(style.bold("timeline") + "\n" + timeline.map { "  \($0)\n" }.joined())
            }
            sections.append(style.bold("victims of \(count) OOMs") + "\n" + ranking)
        }
        if !summary.lateReapings.isEmpty {
            let lines = summary.lateReapings.prefix(Self.shown).map { "  line \($0.line): \(Plain.text($0.text))\n" }
            sections.append(
                style.bold("the OOM reaper, later") + "\n" + lines.joined() + more(summary.lateReapings.count))
        }
        if summary.nearMissCount > 0 {
            sections.append(style.bold("no OOM kills, but alike") + "\n" + nearMisses(summary))
        }
        if !summary.failures.isEmpty {
            let lines = summary.failures.prefix(Self.shown).map { "  line \($0.line): \(Plain.text($0.text))\n" }
            sections.append(
                style.bold("other failures of the kernel") + "\n" + lines.joined() + more(summary.failures.count))
        }
        return sections.joined(separator: "\n")
    }

    private static let shown = 12
    private static let names = 4096

    private mutating func tally(_ report: OOMReport) {
        for victim in report.victims {
            let name = victim.name ?? "n/a"
            if victims[name] != nil || victims.count < Self.names { victims[name, default: 0] += 1 }
        }
    }

    private var ranking: String {
        let sorted = victims.sorted { ($0.value, $1.key) > ($1.value, $0.key) }
        return sorted.prefix(Self.shown).map { "  \(ExplainText.right("\($0.value)", 6)) × \(Plain.text($0.key))\n" }
            .joined()
            + more(sorted.count)
    }

    private func nearMisses(_ summary: LogSummary) -> String {
        summary.nearMisses.prefix(Self.shown).map { "  line \($0.line): \($0.kind)\n    \(Plain.text($0.text))\n" }
            .joined()
            + more(summary.nearMissCount)
    }

    private func more(_ count: Int) -> String { count > Self.shown ? "  and \(count - Self.shown) more\n" : "" }
}
