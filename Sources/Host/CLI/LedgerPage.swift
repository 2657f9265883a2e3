import Foundation
import Ledger
import Report
import Runs
import Scenario

/// The claims ledger of finished runs, with links from where it is written to where the runs lie.
struct LedgerPage {
    private let ledger: Ledger
    private let folders: [String: String]
    private let output: String

    /// The ledger of `runs`, to be written to `output` (`-` is standard output).
    ///
    /// The effects are those of the scenarios that come with oomlab; a scenario of the user's own is read from its run's folder.
    /// - Parameter notice: Is told of a run whose own scenario can't be read: its claim has no effect to hold it against.
    /// - Throws: `ScenarioErrors` where there are no scenarios, or one has faults.
    init(_ runs: [FinishedRun], output: String, notice: (String) -> Void = { _ in }) throws {
        let catalogue = try ScenarioCatalogue.standard()
        guard catalogue.errors.isEmpty else { throw ScenarioErrors(catalogue.errors) }
        var scenarios = catalogue.scenarios
        for run in runs where !scenarios.contains(where: { $0.isOrHasTwin(run.record.scenario.name) }) {
            do {
                if let own = try run.folder.flatMap(LedgerPage.scenario) { scenarios.append(own) }
            } catch {
                notice("oomlab: \(run.record.id): its scenario can't be read: \(error)")
            }
        }
        ledger = Ledger(runs.map(\.record), scenarios: scenarios)
        folders = runs.reduce(into: [:]) { paths, run in
            if let folder = run.folder { paths[run.record.id] = folder.recordPlace }
        }
        self.output = output
    }

    func text(colored: Bool) -> String { LedgerText.text(ledger, colored: colored) }
    func json() throws -> String { try AnswerFormat.json(ledger, keys: .convertToSnakeCase) + "\n" }
    func html() throws -> String { try LedgerHTML.text(ledger) { folders[$0].map(link) } }
    func markdown() -> String { LedgerMarkdown.text(ledger) { folders[$0].map(link) } }

    /// The kept scenario; `nil` where the folder has none, as in a published edition.
    private static func scenario(in folder: RunFolder) throws -> Scenario? {
        guard FileManager.default.fileExists(atPath: folder.scenarioFile.string) else { return nil }
        return try Scenario.parse(source: try folder.scenarioSource(), file: folder.scenarioFile.string)
    }

    /// The way from the page's folder to a file.
    private func link(to file: String) -> String {
        let page = output == "-" ? "." : URL(fileURLWithPath: output).deletingLastPathComponent().path
        let from = URL(fileURLWithPath: page).standardizedFileURL.pathComponents
        let to = URL(fileURLWithPath: file).standardizedFileURL.pathComponents
        let shared = zip(from, to).prefix { $0 == $1 }.count
        return (Array(repeating: "..", count: from.count - shared) + to.dropFirst(shared)).joined(separator: "/")
    }
}
