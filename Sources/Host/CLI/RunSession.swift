import Matrix
import Report
import Synchronization

/// What a person sees of a run while it happens and at its end.
final class RunSession: Sendable {
    private struct State {
        var progress: MatrixProgress
        var runs: [FinishedRun] = []
        var kept = 0
    }

    private let total: Int
    private let terminal: Terminal
    private let exports: [ReportExport]
    private let format: ReportFormat
    private let state: Mutex<State>
    private let began = ContinuousClock.now

    init(total: Int, jobs: Int, terminal: Terminal, exports: [ReportExport], format: ReportFormat) {
        self.total = total
        self.terminal = terminal
        self.exports = exports
        self.format = format
        state = Mutex(State(progress: MatrixProgress(total: total, jobs: jobs)))
    }

    /// What a matrix is to tell this session.
    var observer: MatrixObserver {
        MatrixObserver(planned: planned, started: started, finished: finished)
    }

    /// Runs `body`, and shows every second how far it is.
    func watching<Result: Sendable>(_ body: @escaping @Sendable () async throws -> Result) async throws -> Result {
        guard terminal.interactive else { return try await body() }
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                while !Task.isCancelled {
                    try await Task.sleep(for: .seconds(1))
                    self.showProgress()
                }
            }
            defer { group.cancelAll() }
            return try await body()
        }
    }

    /// The runs that are still to be made are known: those that aren't are told of.
    @Sendable private func planned(_ cells: [PlannedCell]) {
        let kept = state.withLock { state in
            state.progress.planned(cells)
            return state.kept
        }
        if kept > 0 { terminal.note("\(kept) of \(total) runs are finished already; \(cells.count) to go") }
    }

    /// A cell's machine is about to start.
    @Sendable private func started(_ cell: PlannedCell) {
        state.withLock { $0.progress.started(cell, now: seconds) }
        showProgress()
    }

    /// A cell has its verdict: its line is printed, and the exports are brought up to date.
    ///
    /// In JSON the line is the whole record, also of a run that was there before: who reads the stream has every run.
    @Sendable private func finished(_ result: CellResult) throws {
        state.withLock { state in
            state.progress.finished(result, now: seconds)
            state.runs.append(FinishedRun(record: result.record, folder: result.folder))
            if result.isKept { state.kept += 1 }
        }
        if format == .json {
            terminal.clearProgress()
            terminal.say(try result.record.encodedLine())
        }
        // What was finished before has been seen before; the table at the end has it.
        guard !result.isKept else { return }
        let line = TextReport.line(for: result.record, colored: terminal.colored)
        if format == .text {
            terminal.clearProgress()
            terminal.say(line)
        } else {
            terminal.note(line)
        }
        if let folder = result.folder {
            let ending = result.record.ending
            terminal.trace("\(result.cell.label): \(ending.kind) after \(ending.boots) boots, kept in \(folder.path)")
        }
        for export in exports { try export.update { state.withLock(\.runs) } }
        showProgress()
    }

    /// Prints the side-by-side table, what failed, and how to go on.
    func summarise(_ results: [CellResult], interrupted: Bool) throws {
        terminal.clearProgress()
        let runs = results.map { FinishedRun(record: $0.record, folder: $0.folder) }
        let records = runs.map(\.record)
        switch format {
        case .text where records.isEmpty, .json: break
        case .text: terminal.put("\n" + TextReport.text(records, columns: terminal.columns, colored: terminal.colored))
        default: terminal.put(try format.render(runs, terminal: terminal))
        }
        for export in exports { try export.finish(runs) }
        guard interrupted else { return }
        terminal.complain("oomlab: interrupted; \(records.count) of \(total) runs are finished and kept; go on with:")
        terminal.complain("  \(RunSession.resumingCommand())")
    }

    /// This very command, with what makes it take the finished runs as they are.
    static func resumingCommand() -> String {
        let words = CommandLine.arguments
        let resumed = words.contains("--resume") ? words : words + ["--resume"]
        return ReproduceLine.shell(resumed)
    }

    private var seconds: Double { (ContinuousClock.now - began) / .seconds(1) }

    private func showProgress() {
        let line = state.withLock { $0.progress.isRunning ? $0.progress.line(now: seconds) : nil }
        if let line { terminal.progress(line) } else { terminal.clearProgress() }
    }
}
