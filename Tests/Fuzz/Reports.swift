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
/// - Parameter draws: Whether the HTML report is made too, which takes longer than all the others together.
func tell(_ records: [RunRecord], samples: String, log: String, scenarios: [Scenario], draws: Bool) {
    for record in records {
        _ = TextReport.line(for: record, colored: false)
        _ = DetailText.text(for: record, colored: true)
        _ = ReproduceLine.text(for: record)
        _ = RunSummary(record)
    }
    _ = TextReport.text(records, columns: 80, colored: false)
    _ = KTAPReport.text(records)
    _ = JUnitReport.text(records)
    _ = CSVReport.text(records)
    expectHarmless(try? JSONReport.text(records))
    expectHarmless(try? KCIDBReport.text(records))
    let ledger = Ledger(records, scenarios: scenarios)
    _ = LedgerText.text(ledger)
    _ = LedgerMarkdown.text(ledger)
    let comparison = Comparison(records) { $0 == records[records.count - 1].kernel }
    _ = KernelComparisonText.text(comparison, isComplete: true)
    expectHarmless(try? comparison.json(reference: "6.18"))
    guard draws else { return }
    _ = try? HTMLReport.text(records.map { ReportedRun(record: $0, samples: samples, log: log) })
}

/// JSON may refuse a number, but holds nothing that steers a terminal.
private func expectHarmless(_ json: String?) {
    let isHarmless = json?.unicodeScalars.allSatisfy { scalar in
        scalar == "\n" || !(scalar.value < 0x20 || (0x7f...0x9f).contains(scalar.value) || (0x202a...0x202e).contains(scalar.value))
    }
    precondition(isHarmless ?? true, "a control character in JSON")
}
