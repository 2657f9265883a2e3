import Evidence
import Judge
import Lab
import Record
import Runs
import Scenario
import SystemPackage
import Vocabulary

/// How one cell ended.
public struct CellResult: Sendable {
    /// The cell.
    public let cell: Cell
    /// Its place in the matrix, from 0.
    public let position: Int
    /// Its verdict.
    public let record: RunRecord
    /// Its folder; `nil` where nothing was run.
    public let folder: RunFolder?
    /// Whether the run was there already and was not made again.
    public let isKept: Bool
}

/// Runs the cells of a matrix with an engine and judges what they leave.
public struct MatrixRunner: Sendable {
    private let engine: any Engine
    private let preparation: CellPreparation
    private let results: RunSelection

    /// A runner whose run folders appear in `output`.
    public init(engine: any Engine, options: MatrixOptions, output: FilePath) {
        self.engine = engine
        preparation = CellPreparation(options: options)
        results = RunSelection(results: output)
    }

    /// Runs every cell, those that take longest first, and hands out each result as it comes.
    ///
    /// When the surrounding task is cancelled the machines are ended, and the results so far are returned.
    ///
    /// `resume`: takes cells that have a finished run in the results folder from there.
    ///
    /// - Returns: the finished cells' results, in the order of `cells`.
    /// - Throws: `ScenarioErrors` where the options don't fit a scenario, before anything starts; `HostError` where the engine can't work.
    public func run(_ cells: [Cell], resume: Bool = false, observer: MatrixObserver) async throws -> [CellResult] {
        let found = FoundResults()
        let tell = { @Sendable (result: CellResult) in
            await found.add(result)
            try await observer.finished(result)
        }
        // One cell has no order.
        let estimates = cells.count > 1 ? WallEstimates(runsIn: results) : WallEstimates([])
        let finished = resume ? FinishedRuns(in: results) : nil
        var waiting: [PlannedCell] = []
        for (position, cell) in try preparation.configured(cells).enumerated() {
            if let reason = preparation.reasonToSkip(cell) {
                let record = preparation.notRun(cell, status: .skip, reason: reason)
                try await tell(
                    CellResult(cell: cell, position: position, record: record, folder: nil, isKept: false))
                continue
            }
            let planned = try preparation.planned(cell, position: position, estimates: estimates)
            if let (folder, record) = finished?.result(ofCell: planned.identity) {
                try await tell(
                    CellResult(cell: cell, position: position, record: record, folder: folder, isKept: true))
            } else {
                waiting.append(planned)
            }
        }
        waiting.sort { ($1.estimateSeconds, $0.position) < ($0.estimateSeconds, $1.position) }
        if !waiting.isEmpty {
            observer.planned(waiting)
            try await engine.run(waiting, started: observer.started) { cell, outcome in
                try await tell(result(of: cell, outcome))
            }
        }
        return await found.results.sorted { $0.position < $1.position }
    }

    /// The ERROR record of a run that could not even be asked for, such as on a kernel that can't be had.
    public func failed(_ scenario: Scenario, on kernel: KernelIdentity, seed: UInt64, reason: String) throws
        -> RunRecord
    {
        preparation.notRun(
            try preparation.options.configured(scenario), on: kernel, seed: seed, status: .error, reason: reason)
    }

    /// The QEMU line of each cell, as `lab` would start it, in the order of `cells`; cells that would be skipped have none.
    public func commandLines(for cells: [Cell], lab: Lab) async throws -> [String] {
        var lines: [String] = []
        for cell in try preparation.configured(cells) where preparation.reasonToSkip(cell) == nil {
            lines.append(try await lab.command(for: preparation.request(for: cell)).shellText)
        }
        return lines
    }

    private func result(of planned: PlannedCell, _ outcome: CellOutcome) throws -> CellResult {
        let failed = { (reason: String) in
            CellResult(
                cell: planned.cell, position: planned.position,
                record: preparation.notRun(planned.cell, status: .error, reason: reason), folder: nil, isKept: false
            )
        }
        switch outcome {
        case .failed(let reason): return failed(reason)
        case .ran(let folder):
            do {
                let record = try Judge.judgeAndWrite(folder, knowing: planned.cell.scenario)
                return CellResult(
                    cell: planned.cell, position: planned.position, record: record, folder: folder, isKept: false)
            } catch {
                // The evidence stays; the reason names the file in it that can't be read or written.
                return failed("\(error)")
            }
        }
    }
}

/// The results of cells that end at the same time.
private actor FoundResults {
    private(set) var results: [CellResult] = []

    func add(_ result: CellResult) { results.append(result) }
}
