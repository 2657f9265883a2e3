import ArgumentParser
import Evidence
import Judge
import Lab
import Report
import SystemPackage

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The forms in which records can be printed: one place where they are all matched.
enum ReportFormat: String, CaseIterable, ExpressibleByArgument {
    case text, json

    /// The records in this form.
    func render(_ records: [RunRecord], terminal: Terminal) throws -> String {
        switch self {
        case .text: TextReport.text(records, columns: terminal.columns, colored: terminal.colored)
        case .json: try JSONReport.text(records)
        }
    }
}

/// `--export FORMAT=PATH`: a report that is rewritten after every run.
struct ReportExport: Sendable {
    private let format: ReportFormat
    private let path: String

    /// Reads the argument; throws `UsageError` where it is not FORMAT=PATH.
    init(argument: String) throws {
        let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
        let formats = ReportFormat.allCases.map(\.rawValue).joined(separator: ", ")
        guard parts.count == 2, let format = ReportFormat(rawValue: parts[0]) else {
            throw UsageError("--export \(argument): not FORMAT=PATH", remedy: "the formats are \(formats)")
        }
        self.format = format
        path = parts[1]
    }

    /// Makes sure that the file can be written, before any work starts.
    func open() throws { try write([]) }

    /// Writes the whole report; `-` is standard output.
    func write(_ records: [RunRecord]) throws {
        let plain = Terminal(quiet: true, noColor: true)
        let text = try format.render(records, terminal: plain)
        guard path != "-" else { return records.isEmpty ? () : plain.put(text) }
        try Output.replace(FilePath(path), with: text)
    }
}

/// Writing the files that a user named.
enum Output {
    /// Replaces the file in one step, so that a reader never sees half of it. Throws `HostError` where it can't be written.
    static func replace(_ path: FilePath, with text: String) throws {
        do {
            let folder = path.removingLastComponent()
            if !folder.isEmpty {
                try FileManager.default.createDirectory(atPath: folder.string, withIntermediateDirectories: true)
            }
            try Data(text.utf8).write(to: URL(fileURLWithPath: path.string), options: .atomic)
        } catch {
            throw HostError(
                "can't write \(path) (\(error.localizedDescription))",
                remedy: "name a path in a folder that can be written")
        }
    }
}
