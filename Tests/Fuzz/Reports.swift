import Bisection
import Comparison
import Evidence
import Judge
import Report
import Scenario
import Study
import Vocabulary

/// Every form in which runs are told, of runs that may hold anything. What they are made of is no matter: nothing traps, nothing hangs.
///
/// - Parameter isWhole: Whether the forms are made too that take longer than all the others together: JSON, and HTML.
func tell(_ records: [RunRecord], samples: String, log: String, scenarios: [Scenario], isWhole: Bool) {
    for record in records {
        expectHarmless(TextReport.line(for: record, colored: false))
        expectHarmless(DetailText.text(for: record, colored: false))
        expectHarmless(ReproduceLine.text(for: record))
        _ = RunSummary(record)
    }
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
    guard isWhole else { return }
    expectHarmless(try? JSONReport.text(records))
    expectHarmless(try? KCIDBReport.text(records))
    expectHarmless(try? HTMLReport.text(records.map { ReportedRun(record: $0, samples: samples, log: log) }))
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
