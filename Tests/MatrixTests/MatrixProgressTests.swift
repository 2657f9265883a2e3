import Scenario
import Testing
import Vocabulary

@testable import Matrix

@Suite struct MatrixProgressTests {
    private func cells() throws -> [PlannedCell] {
        let preparation = CellPreparation(options: MatrixFixture.options)
        return try MatrixFixture.cells().filter { $0.seed == 0 }.prefix(4).enumerated().map { position, cell in
            try preparation.planned(cell, position: position, estimates: WallEstimates([]))
        }
    }

    private func result(_ cell: PlannedCell) throws -> CellResult {
        let record = CellPreparation(options: cell.options).notRun(cell.cell, status: .error, reason: "")
        return CellResult(cell: cell.cell, position: cell.position, record: record, folder: nil, isKept: false)
    }

    @Test func tellsTheTimeLeftByThePaceSoFar() throws {
        let cells = try cells()
        let each = cells[0].estimateSeconds
        var progress = MatrixProgress(total: 4, jobs: 2)
        progress.planned(cells)
        #expect(progress.secondsLeft(now: 0) == 2 * each)
        progress.started(cells[0], now: 0)
        progress.started(cells[1], now: 0)
        #expect(progress.secondsLeft(now: 0) == 2 * each)
        // It takes twice as long as was thought.
        progress.finished(try result(cells[0]), now: 2 * each)
        progress.finished(try result(cells[1]), now: 2 * each)
        #expect(progress.secondsLeft(now: 2 * each) == 2 * each)
        progress.started(cells[2], now: 2 * each)
        progress.started(cells[3], now: 2 * each)
        #expect(progress.secondsLeft(now: 3 * each) == each)
        #expect(progress.secondsLeft(now: 9 * each) == 0)
    }

    @Test func showsWhatRuns() throws {
        let cells = try cells()
        var progress = MatrixProgress(total: 4, jobs: 2)
        progress.planned(cells)
        #expect(!progress.isRunning)
        progress.started(cells[1], now: 0)
        progress.started(cells[0], now: 1)
        #expect(progress.isRunning)
        progress.finished(try result(cells[2]), now: 1)
        let line = progress.line(now: 1)
        #expect(line.hasPrefix("█████░░░░░░░░░░░░░░░ 1/4, about "))
        #expect(line.hasSuffix("first on 6.12.1; first on 6.1.1"))
    }

    @Test(arguments: [(0.0, "about 0 s"), (39.2, "about 40 s"), (150, "about 3 min"), (4800, "about 1 h 20 min")])
    func saysItAsPeopleDo(seconds: Double, text: String) {
        #expect(MatrixProgress.text(seconds: seconds) == text)
    }
}
