import Archive
import ArgumentParser
import Faults
import HostFiles
import Judge
import Report
import Runs
import SystemPackage
import Vocabulary

/// `oomlab results`.
struct ResultsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "results",
        abstract: "List, show, judge, pack, import and prune finished runs.",
        discussion: """
            EXAMPLES:
              oomlab results list --scenario freezer --status FAIL --since 7d
              oomlab results show 20261124T
              oomlab results judge results/runs
              oomlab results pack 20261124T222649Z-frozen-victim-v1     a tarball for a colleague
              oomlab results prune --keep newest=3 --keep status=FAIL
            """,
        subcommands: [List.self, Show.self, Rejudge.self, Pack.self, Import.self, Prune.self])

    /// Where runs are looked up.
    struct Selection: ParsableArguments {
        @Option(help: "The folder with the run folders.")
        var results: String = "results/runs"

        var runs: RunSelection { RunSelection(results: FilePath(results)) }

        /// The run folders that `names` stand for, all where there are none; told one by one where that was asked for.
        func folders(named names: [String], _ terminal: Terminal) throws -> [RunFolder] {
            let folders = try names.isEmpty ? runs.all() : runs.folders(named: names)
            for folder in folders { terminal.trace("reading \(folder.path)") }
            return folders
        }

        /// The finished runs that `names` stand for. One that can't be read is named on standard error, and costs none of the others.
        ///
        /// Throws `ExitCode` where all of them are so.
        func finished(named names: [String], _ terminal: Terminal) throws -> ReadRuns {
            let read = ReadRuns(try folders(named: names, terminal), terminal)
            if read.runs.isEmpty, !read.isWhole { throw ExitCode(ExitStatus.harnessFailed.rawValue) }
            return read
        }

        /// The index of all runs, as they are now; told of those that can't be read.
        func index(_ terminal: Terminal) throws -> RunIndex {
            let index = try RunIndex(of: runs, in: CacheFolder.standard(), notice: terminal.note)
            terminal.trace("reading the index of \(results)")
            for run in try index.unreadable() { terminal.complain("oomlab: \(run.fault ?? run.id)") }
            return index
        }
    }

    /// `oomlab results show`.
    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show runs in full: kills, processes, observations, expectations.",
            discussion: """
                EXAMPLES:
                  oomlab results show 20261124T222649Z-frozen-victim-v1
                  oomlab results show results/runs --format json
                """)

        @OptionGroup var global: GlobalOptions
        @OptionGroup var selection: Selection
        @Argument(help: "Run ids (or their beginning), run folders, or folders of runs.") var runs: [String]
        @Option(help: "\(ReportFormat.list).") var format: ReportFormat = .text

        func run() throws {
            let terminal = Terminal(global)
            let finished = try selection.finished(named: runs, terminal)
            if format == .text {
                let texts = finished.runs.map { DetailText.text(for: $0.record, colored: terminal.colored) }
                terminal.put(texts.joined(separator: "\n"))
            } else {
                terminal.put(try format.render(finished.runs, terminal: terminal))
            }
            try finished.requireWhole()
        }
    }

    /// `oomlab results judge`.
    struct Rejudge: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "judge",
            abstract: "Judge runs again: regenerate record.json from the raw evidence. Boots nothing.",
            discussion: """
                The same evidence gives the same record, to the last byte. The exit status is that of the runs, as with `oomlab run`; a run whose files
                can't be read, or don't belong together, counts as ERROR and doesn't stop the others.

                EXAMPLES:
                  oomlab results judge 20261124T222649Z-frozen-victim-v1
                  oomlab results judge results/runs --format json
                """)

        @OptionGroup var global: GlobalOptions
        @OptionGroup var selection: Selection
        @Argument(help: "Run ids (or their beginning), run folders, or folders of runs.") var runs: [String]
        @Option(help: "\(ReportFormat.list).") var format: ReportFormat = .text

        func run() throws {
            let terminal = Terminal(global)
            let folders = try selection.folders(named: runs, terminal)
            let judged = ReadRuns(folders, terminal) { folder in
                let record = try Judge.judgeAndWrite(folder)
                if format == .text { terminal.say(TextReport.line(for: record, colored: terminal.colored)) }
                return record
            }
            if format != .text, !judged.runs.isEmpty {
                terminal.put(try format.render(judged.runs, terminal: terminal))
            }
            let status = ExitStatus(of: judged.runs.map(\.record.status) + (judged.isWhole ? [] : [.error]))
            if status != .asExpected { throw ExitCode(status.rawValue) }
        }
    }
}
