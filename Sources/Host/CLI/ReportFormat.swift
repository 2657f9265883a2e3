import ArgumentParser
import Faults
import Record
import Report
import Runs
import Synchronization
import SystemPackage

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

/// `--export FORMAT=PATH`: a report that is rewritten after every run.
final class ReportExport: Sendable {
    private let format: ReportFormat
    private let path: String
    private let cache = HTMLReportCache()
    /// How many runs the file holds: runs finish in several tasks, and an older report must not replace a newer one.
    private let written = Mutex(0)

    /// Reads the argument; throws `UsageError` where it is not FORMAT=PATH.
    init(argument: String) throws {
        let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
        guard parts.count == 2, let format = ReportFormat(rawValue: parts[0]) else {
            throw UsageError("--export \(argument): not FORMAT=PATH", remedy: "the formats are \(ReportFormat.list)")
        }
        self.format = format
        path = parts[1]
    }

    /// Makes sure that the file can be written, before any work starts.
    func open() throws { try write([]) }

    /// Writes the whole report. `-` is standard output, which gets the last one only: what is printed can't be replaced.
    func write(_ runs: [FinishedRun], isLast: Bool = false) throws {
        try written.withLock { written in
            guard runs.count >= written, path != "-" || isLast else { return }
            let plain = Terminal(quiet: true, noColor: true)
            let text = try format.render(runs, terminal: plain, cache: cache, output: path)
            if path == "-" { plain.put(text) } else { try Output.replace(FilePath(path), with: text) }
            written = runs.count
        }
    }
}
