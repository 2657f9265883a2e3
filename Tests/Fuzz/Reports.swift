import Bisection
import Comparison
import Ledger
import Record
import Report
import Scenario
import Study
import Vocabulary

/// Every form in which runs are told, of runs that may hold anything. What they are made of is no matter: nothing traps, nothing hangs.
///
/// - Parameter depth: Which forms are made.
func tell(_ records: [RunRecord], samples: String, log: String, scenarios: [Scenario], _ depth: ReportDepth) {
    for record in records {
        expectHarmless(TextReport.line(for: record, colored: false))
        expectHarmless(DetailText.text(for: record, colored: false))
        expectHarmless(ReproduceLine.text(for: record))
        _ = RunSummary(record)
    }
    guard depth >= .texts else { return }
    expectHarmless(TextReport.text(records, columns: 80, colored: false))
    expectHarmless(KTAPReport.text(records))
    expectHarmless(JUnitReport.text(records))
    expectHarmless(CSVReport.text(records))
    let ledger = Ledger(records, scenarios: scenarios)
    expectHarmless(LedgerText.text(ledger))
    expectHarmless(LedgerMarkdown.text(ledger))
    let comparison = Comparison(records) { $0 == records[records.count - 1].kernel }
    expectHarmless(KernelComparisonText.text(comparison, isComplete: true))
    expectHarmless(try? comparison.json(reference: "6.18"))
    guard depth >= .pages else { return }
    expectHarmless(try? JSONReport.text(records))
    expectHarmless(try? KCIDBReport.text(records))
    expectHarmless(try? HTMLReport.text(records.map { ReportedRun(record: $0, samples: samples, log: log) }))
}

/// How much is made of a run. In the evidence target a page takes as long as everything else for six inputs, and all texts together as long as study and
/// judgement: most inputs differ in what study and judgement make of them.
enum ReportDepth: Int, Comparable {
    /// One run by itself: its line, its details, its summary.
    case lines
    /// Every text and table too.
    case texts
    /// JSON and HTML too.
    case pages

    /// The depth for an input: pages for one in 32, and texts for one in `part`.
    init(_ bytes: [UInt8], texts part: UInt32) {
        self = isOne(in: 32, bytes) ? .pages : isOne(in: part, bytes) ? .texts : .lines
    }

    static func < (one: ReportDepth, other: ReportDepth) -> Bool { one.rawValue < other.rawValue }
}

/// JSON may refuse a number, but nothing holds what steers a terminal or turns text around. Tables end their lines with CR and LF.
private func expectHarmless(_ text: String?) {
    guard let text, !text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7f || $0 == 0x0a || $0 == 0x0d }) else { return }
    for scalar in text.unicodeScalars where scalar != "\n" && scalar != "\r" {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate:
            preconditionFailure(
                "U+\(String(scalar.value, radix: 16)) in what is printed: \(text.debugDescription.prefix(2000))")
        default: break
        }
    }
}
