import Evidence
import Judge
import Matrix
import Report
import Synchronization

/// What a person sees of a run while it happens and at its end.
final class RunSession: Sendable {
    private struct State {
        var running: [String] = []
        var runs: [FinishedRun] = []
    }

    private let total: Int
    private let terminal: Terminal
    private let exports: [ReportExport]
    private let format: ReportFormat
    private let state = Mutex(State())

    init(total: Int, terminal: Terminal, exports: [ReportExport], format: ReportFormat) {
        self.total = total
        self.terminal = terminal
        self.exports = exports
        self.format = format
    }

    /// A cell's machine is about to start.
    @Sendable func started(_ cell: Cell) {
        state.withLock { $0.running.append(cell.label) }
        showProgress()
    }

    /// A cell has its verdict: its line is printed, and every export is written again so that an interruption loses nothing.
    @Sendable func finished(_ result: CellResult) throws {
        let runs = state.withLock { state in
            if let index = state.running.firstIndex(of: result.cell.label) { state.running.remove(at: index) }
            state.runs.append(FinishedRun(record: result.record, folder: result.folder))
            return state.runs
        }
        let line = TextReport.line(for: result.record, colored: terminal.colored)
        if format == .text {
            terminal.clearProgress()
            terminal.say(line)
        } else {
            terminal.note(line)
        }
        for export in exports { try export.write(runs) }
        showProgress()
    }

    /// Prints the side-by-side table, what failed, and how to go on.
    func summarise(_ results: [CellResult], interrupted: Bool) throws {
        terminal.clearProgress()
        let runs = results.map { FinishedRun(record: $0.record, folder: $0.folder) }
        let records = runs.map(\.record)
        switch format {
        case .text where records.isEmpty: break
        case .text: terminal.put("\n" + TextReport.text(records, columns: terminal.columns, colored: terminal.colored))
        default: terminal.put(try format.render(runs, terminal: terminal))
        }
        for export in exports { try export.write(runs) }
        if interrupted {
            terminal.complain("oomlab: interrupted; \(records.count) of \(total) runs are finished and kept")
        }
    }

    private func showProgress() {
        let (running, done) = state.withLock { ($0.running, $0.runs.count) }
        guard !running.isEmpty else { return terminal.clearProgress() }
        terminal.progress("\(done)/\(total) done, running \(running.joined(separator: ", "))")
    }
}
