import ArgumentParser
import Faults
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
              oomlab report --format markdown --output ledger.md    the claims ledger: claims x kernels, linked to the runs
              oomlab report --ledger --format json              the same for programs; html for a browser
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var selection: ResultsCommand.Selection
    @Argument(help: "Run ids (or their beginning), run folders, or folders of runs; all if none is named.")
    var runs: [String] = []
    @Option(help: "\(ReportFormat.list).") var format: ReportFormat = .text
    @Flag(help: "The claims ledger of these runs: as text, json, html or markdown.") var ledger = false
    @Option(help: "The file to write; - is standard output.") var output: String = "-"

    func run() throws {
        let terminal = Terminal(global)
        let finished = try selection.finished(named: runs, terminal)
        let text = try text(of: finished.runs, terminal)
        if output == "-" {
            terminal.put(text)
        } else {
            try Output.replace(FilePath(output), with: text)
            terminal.note("wrote \(output)")
        }
        try finished.requireWhole()
        if finished.runs.isEmpty { throw ExitCode(ExitStatus.nothingApplicable.rawValue) }
    }

    private func text(of runs: [FinishedRun], _ terminal: Terminal) throws -> String {
        guard ledger || format == .markdown else { return try format.render(runs, terminal: terminal) }
        let page = try LedgerPage(runs, output: output, notice: terminal.complain)
        switch format {
        case .text: return page.text(colored: terminal.colored && output == "-")
        case .json: return try page.json()
        case .markdown: return page.markdown()
        case .html: return try page.html()
        case .ktap, .junit, .kcidb, .csv:
            throw UsageError(
                "--ledger --format \(format.rawValue): the ledger has no such form",
                remedy: "its forms are text, json, html and markdown")
        }
    }
}
