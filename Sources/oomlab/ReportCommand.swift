import ArgumentParser
import Judge
import SystemPackage

/// `oomlab report`.
struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Make a report of finished runs.",
        discussion: """
            EXAMPLES:
              oomlab report                                     every run in results/runs, as text
              oomlab report --format html --output report.html  one file, opens in any browser
              oomlab report --format json --output report.json
              oomlab report 20261124T --format json             the runs whose id begins so
              oomlab report --format junit --output junit.xml   for a CI server; also ktap, kcidb and csv
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var selection: ResultsCommand.Selection
    @Argument(help: "Run ids (or their beginning), run folders, or folders of runs; all where none is named.")
    var runs: [String] = []
    @Option(help: "\(ReportFormat.list).") var format: ReportFormat = .text
    @Option(help: "The file to write; - is standard output.") var output: String = "-"

    func run() throws {
        let terminal = Terminal(global)
        let finished = try selection.folders(named: runs, terminal).map(FinishedRun.init(in:))
        let text = try format.render(finished, terminal: terminal)
        if output == "-" {
            terminal.put(text)
        } else {
            try Output.replace(FilePath(output), with: text)
            terminal.note("wrote \(output)")
        }
        if finished.isEmpty { throw ExitCode(4) }
    }
}
