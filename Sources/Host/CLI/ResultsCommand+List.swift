import Archive
import ArgumentParser
import Faults
import Report

extension ResultsCommand {
    /// `oomlab results list`.
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List finished runs, oldest first.",
            discussion: """
                EXAMPLES:
                  oomlab results list
                  oomlab results list --kernel 6.1..6.18 --scenario freezer --status FAIL --status ERROR
                  oomlab results list --since 12h
                  oomlab results list --results nightly --format csv
                """)

        @OptionGroup var global: GlobalOptions
        @OptionGroup var selection: Selection
        @OptionGroup(title: "Which runs") var which: RunFilterOptions
        @Option(help: "\(ReportFormat.list).") var format: ReportFormat = .text

        func run() throws {
            let terminal = Terminal(global)
            let index = try selection.index(terminal)
            let runs = try index.runs(matching: try which.filter(in: index))
            let isWhole = try index.unreadable().isEmpty
            if format != .text {
                let read = ReadRuns(runs.map(index.folder(of:)), terminal)
                terminal.put(try format.render(read.runs, terminal: terminal))
                try read.requireWhole()
            } else {
                try list(runs, of: index, terminal)
            }
            if !isWhole { throw ExitCode(ExitStatus.harnessFailed.rawValue) }
        }

        private func list(_ runs: [IndexedRun], of index: RunIndex, _ terminal: Terminal) throws {
            if runs.isEmpty {
                let place = index.runs.results
                terminal.note(try index.runs().isEmpty ? "no runs in \(place)" : "no run in \(place) matches")
            }
            for run in runs {
                guard let summary = run.summary else { continue }
                terminal.say("\(run.id)  \(TextReport.line(for: summary, colored: terminal.colored))")
            }
        }
    }
}
