import ArgumentParser
import Evidence
import Foundation
import Judge
import Lab
import Report
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
        case .markdown: try LedgerPage(runs, output: output).markdown()
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

/// Writing the files that a user named.
enum Output {
    /// Replaces the file in one step, so that a reader never sees half of it. Throws `HostError` where it can't be written.
    static func replace(_ path: FilePath, with text: String) throws {
        try replace(path) { try $0.writeAll(text.utf8) }
    }

    /// The same, of what `write` writes. A link stays one, and what is no plain file (a device, a pipe) is written to as it is.
    static func replace(_ path: FilePath, _ write: (FileDescriptor) throws -> Void) throws {
        do {
            var status = stat()
            let isSpecial = stat(path.string, &status) == 0 && status.st_mode & S_IFMT != S_IFREG
            if isSpecial {
                let file = try FileDescriptor.open(path, .writeOnly, options: .closeOnExec)
                try file.closeAfter { try write(file) }
            } else {
                try replacePlain(path.resolved, write)
            }
        } catch let error as EvidenceError {
            throw error
        } catch let error as HostError {
            throw error
        } catch {
            let cause = (error as? Errno)?.description ?? SystemCause.of(error)
            throw HostError(
                "can't write \(path) (\(cause))",
                remedy: "name a path in a folder that can be written")
        }
    }
}

extension Output {
    /// Writes a draft beside `path`, and gives it the name.
    private static func replacePlain(_ path: FilePath, _ write: (FileDescriptor) throws -> Void) throws {
        let folder = path.removingLastComponent()
        if !folder.isEmpty {
            try FileManager.default.createDirectory(atPath: folder.string, withIntermediateDirectories: true)
        }
        let unique = String(UInt64.random(in: 0 ... .max), radix: 36)
        let draft = folder.appending(".\(path.lastComponent?.string ?? "").\(unique)")
        do {
            let options: FileDescriptor.OpenOptions = [.create, .exclusiveCreate, .closeOnExec]
            let file = try FileDescriptor.open(
                draft, .writeOnly, options: options, permissions: [.ownerReadWrite, .groupReadWrite, .otherReadWrite])
            try file.closeAfter { try write(file) }
            guard rename(draft.string, path.string) == 0 else { throw Errno(rawValue: errno) }
        } catch {
            unlink(draft.string)
            throw error
        }
    }
}

extension FilePath {
    /// Where the links in it lead; the path itself where nothing is there.
    fileprivate var resolved: FilePath {
        guard let real = realpath(string, nil) else { return self }
        defer { free(real) }
        return FilePath(String(cString: real))
    }
}
