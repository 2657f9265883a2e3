import ArgumentParser
import Evidence
import Judge
import Matrix
import Report
import SystemPackage
import Vocabulary

/// `oomlab results`.
struct ResultsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "results",
        abstract: "Look at finished runs, and judge them again.",
        subcommands: [List.self, Show.self, Rejudge.self])

    /// Where runs are looked up.
    struct Selection: ParsableArguments {
        @Option(help: "The folder that has the run folders.")
        var results: String = "results/runs"

        var runs: RunSelection { RunSelection(results: FilePath(results)) }
    }

    /// `oomlab results list`.
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List finished runs, oldest first.")

        @OptionGroup var global: GlobalOptions
        @OptionGroup var selection: Selection
        @Option(help: "\(ReportFormat.list).") var format: ReportFormat = .text

        func run() throws {
            let terminal = Terminal(global)
            let folders = selection.runs.all()
            let runs = folders.compactMap { folder -> FinishedRun? in
                do { return try FinishedRun(in: folder) } catch {
                    terminal.complain("oomlab: \(error)")
                    return nil
                }
            }
            guard format == .text else { return terminal.put(try format.render(runs, terminal: terminal)) }
            for record in runs.map(\.record) {
                terminal.say("\(record.id)  \(TextReport.line(for: record, colored: terminal.colored))")
            }
        }
    }

    /// `oomlab results show`.
    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show runs in full: kills, processes, observations, expectations.")

        @OptionGroup var global: GlobalOptions
        @OptionGroup var selection: Selection
        @Argument(help: "Run ids (or their beginning), run folders, or folders of runs.") var runs: [String]
        @Option(help: "\(ReportFormat.list).") var format: ReportFormat = .text

        func run() throws {
            let terminal = Terminal(global)
            let finished = try selection.runs.folders(named: runs).map(FinishedRun.init(in:))
            guard format == .text else { return terminal.put(try format.render(finished, terminal: terminal)) }
            terminal.put(
                finished.map { DetailText.text(for: $0.record, colored: terminal.colored) }.joined(separator: "\n"))
        }
    }

    /// `oomlab results judge`.
    struct Rejudge: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "judge", abstract: "Make record.json again from the raw evidence, without booting anything.")

        @OptionGroup var global: GlobalOptions
        @OptionGroup var selection: Selection
        @Argument(help: "Run ids (or their beginning), run folders, or folders of runs.") var runs: [String]

        func run() throws {
            let terminal = Terminal(global)
            var statuses: [RunStatus] = []
            for folder in try selection.runs.folders(named: runs) {
                let record = try Judge.judgeAndWrite(folder)
                terminal.say(TextReport.line(for: record, colored: terminal.colored))
                statuses.append(record.status)
            }
            let status = ExitStatus(of: statuses)
            if status != .asExpected { throw ExitCode(status.rawValue) }
        }
    }
}
