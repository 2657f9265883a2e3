import Archive
import ArgumentParser
import Faults
import Foundation
import Record
import Report
import Scenario
import SystemPackage
import Vocabulary

extension ResultsCommand {
    /// `oomlab results pack`.
    struct Pack: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Pack runs into a tarball that somebody else can show, judge and reproduce.",
            discussion: """
                The tarball has the run folders' own files: raw evidence, scenario, kernel log, record. `oomlab results import` takes it in; tar reads it too.

                EXAMPLES:
                  oomlab results pack 20261124T222649Z-frozen-victim-v1
                  oomlab results pack 20261124T --output today.tar
                  oomlab results pack results/runs --output - | zstd > runs.tar.zst
                """)

        @OptionGroup var global: GlobalOptions
        @OptionGroup var selection: Selection
        @Argument(help: "Run ids (or their beginning), run folders, or folders of runs.") var runs: [String]
        @Option(help: "The tarball; - is standard output. Default: ID.tar, or runs.tar for several runs.")
        var output: String?
        @Option(help: "text, or json: what was packed.") var format: AnswerFormat = .text

        /// What was packed, for programs.
        private struct Answer: Encodable {
            let output: String
            let runs: [String]
        }

        func run() throws {
            let terminal = Terminal(global)
            let folders = try selection.folders(named: runs, terminal)
            guard Set(folders.map(\.id)).count == folders.count else {
                throw UsageError("the same run is named twice", remedy: "name each once")
            }
            let target = output ?? (folders.count == 1 ? "\(folders[0].id).tar" : "runs.tar")
            guard target != "-" else {
                guard isatty(STDOUT_FILENO) == 0 else {
                    throw UsageError(
                        "--output -: a terminal can't show a tarball", remedy: "send it to a file or a program")
                }
                return try RunPackage.write(folders) { terminal.put($0) }
            }
            try Output.replace(FilePath(target)) { try RunPackage.write(folders, to: $0) }
            switch format {
            case .text: terminal.say(target)
            case .json: terminal.say(try AnswerFormat.json(Answer(output: target, runs: folders.map(\.id))))
            }
        }
    }

    /// `oomlab results import`.
    struct Import: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Import the runs of a tarball and judge them here.",
            discussion: """
                The package may come from anybody: names and sizes are checked, nothing is written outside the results folder, and the verdict is
                made again of the evidence. A run that is there already is left as it is. A run that is broken is named and costs none of the others;
                the exit status is then 2.

                EXAMPLES:
                  oomlab results import 20261124T222649Z-frozen-victim-v1-6.18-d0ee7155.tar
                  zstd -dc runs.tar.zst | oomlab results import -
                  oomlab results import theirs.tar --results theirs
                """)

        @OptionGroup var global: GlobalOptions
        @OptionGroup var selection: Selection
        @Argument(help: "The tarball; - is standard input.") var file: String
        @Option(help: "\(ReportFormat.list).") var format: ReportFormat = .text

        func run() throws {
            let terminal = Terminal(global)
            let input = try file == "-" ? FileDescriptor.standardInput : open()
            var finished: [FinishedRun] = []
            var importing = PackageImport(
                input, named: file == "-" ? "standard input" : file, into: FilePath(selection.results))
            var isWhole = true
            try importing.run { outcome in
                let run =
                    try outcome.record.map { FinishedRun(record: $0, folder: outcome.folder) }
                    ?? FinishedRun(in: outcome.folder)
                finished.append(run)
                if format == .text { tell(outcome, run.record, terminal) }
            } refused: { reason in
                isWhole = false
                terminal.complain("oomlab: \(reason)")
            }
            guard !finished.isEmpty || !isWhole else {
                throw EvidenceError(file: FilePath(file), what: "holds no run")
            }
            if format != .text, !finished.isEmpty { terminal.put(try format.render(finished, terminal: terminal)) }
            if !isWhole { throw ExitCode(ExitStatus.harnessFailed.rawValue) }
        }

        private func open() throws -> FileDescriptor {
            do {
                return try FileDescriptor.open(FilePath(file), .readOnly, options: .closeOnExec)
            } catch {
                throw UsageError(
                    "\(file): can't be read (\(error))", remedy: "name a tarball made by `oomlab results pack`")
            }
        }

        private func tell(_ outcome: PackageImport.Outcome, _ record: RunRecord, _ terminal: Terminal) {
            terminal.say("\(outcome.folder.id)  \(TextReport.line(for: record, colored: terminal.colored))")
            if outcome.record == nil { terminal.note("  it was there already") }
            if let told = outcome.told, told != record.status {
                terminal.note("  the package says \(told); by its evidence it is \(record.status)")
            }
            // A file stands for its scenario, not for the twin.
            let file = outcome.folder.scenarioFile.string
            let isMain = (try? ScenarioCatalogue.load(file: file))?.name == record.scenario.name
            terminal.note("  again: \(ReproduceLine.text(for: record, scenario: isMain ? file : nil))")
        }
    }
}
