import ArgumentParser
import Record
import Report
import Runs

/// The forms in which records can be printed: one place where they are all matched.
enum ReportFormat: String, CaseIterable, ExpressibleByArgument {
    case text, json, html, ktap, junit, kcidb, csv, markdown

    /// The runs in this form.
    ///
    /// - Parameters:
    ///   - cache: Of an earlier HTML report over some of these runs.
    ///   - output: The file that gets it, for the links of a page.
    func render(
        _ runs: [FinishedRun], terminal: Terminal, cache: HTMLReportCache = HTMLReportCache(), output: String = "-"
    ) throws -> String {
        let records = runs.map(\.record)
        return switch self {
        case .text: TextReport.text(records, columns: terminal.columns, colored: terminal.colored)
        case .json: try JSONReport.text(records)
        case .ktap: KTAPReport.text(records)
        case .junit: JUnitReport.text(records)
        case .kcidb: try KCIDBReport.text(records)
        case .csv: CSVReport.text(records)
        case .markdown: try LedgerPage(runs, output: output, notice: terminal.complain).markdown()
        case .html: try HTMLReport.text(runs.map { ReportedRun(record: $0.record, folder: $0.folder) }, cache: cache)
        }
    }

    /// The names, for help and messages.
    static let list = allCases.map(\.rawValue).joined(separator: ", ")
}

/// A run that is over: its verdict, and its folder where it has one.
struct FinishedRun: Sendable {
    let record: RunRecord
    let folder: RunFolder?

    init(record: RunRecord, folder: RunFolder?) {
        self.record = record
        self.folder = folder
    }

    /// Reads the verdict that lies in `folder`.
    init(in folder: RunFolder) throws { self.init(record: try RunRecord(in: folder), folder: folder) }
}
