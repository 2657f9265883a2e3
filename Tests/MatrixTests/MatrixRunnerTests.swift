import Evidence
import Record
import Scenario
import Testing
import Vocabulary
@testable import Matrix

@Suite struct MatrixRunnerTests {
    @Test func runsEveryCellOnceThoughInterruptedTwice() async throws {
        let fixture = try MatrixFixture()
        defer { fixture.remove() }
        let cells = try MatrixFixture.cells()
        var ran: [Int] = []
        for limit in [5, 4, Int.max] {
            let engine = ImaginedEngine(fixture: fixture, limit: limit)
            let results = try await fixture.runner(engine).run(cells, resume: true, observer: .silent)
            ran += engine.ran.all.map(\.position)
            #expect(results.count == ran.count)
            #expect(results.count { !$0.isKept } == engine.ran.all.count)
        }
        #expect(ran.sorted() == Array(cells.indices))
        #expect(fixture.folders.count == cells.count)
        let again = ImaginedEngine(fixture: fixture)
        let results = try await fixture.runner(again).run(cells, resume: true, observer: .silent)
        #expect(again.ran.all.isEmpty && results.allSatisfy { $0.isKept && $0.record.status == .done })
        #expect(results.map(\.position) == Array(cells.indices))
        for (result, cell) in zip(results, cells) {
            #expect(result.record.seed == cell.seed && result.record.scenario.name == cell.scenario.name)
            #expect(result.record.kernel.flavour == cell.kernel.identity.flavour)
        }
    }

    @Test func makesEverythingAgainWithoutResume() async throws {
        let fixture = try MatrixFixture()
        defer { fixture.remove() }
        let cells = try MatrixFixture.cells()
        for round in 1...2 {
            _ = try await fixture.runner(ImaginedEngine(fixture: fixture)).run(cells, observer: .silent)
            #expect(fixture.folders.count == round * cells.count)
        }
    }

    @Test func aFailingCellStopsNoOther() async throws {
        let fixture = try MatrixFixture()
        defer { fixture.remove() }
        let cells = try MatrixFixture.cells()
        let endings: [Ending.Kind?] = [nil, .emulatorFailed, .finished]
        let engine = ImaginedEngine(fixture: fixture, outcome: { endings[$0.position % 3] })
        let results = try await fixture.runner(engine).run(cells, observer: .silent)
        let statuses: [RunStatus] = cells.indices.map { $0 % 3 == 2 ? .done : .error }
        #expect(results.map(\.record.status) == statuses)
        #expect(results[0].record.reason == "no machine today" && results[0].folder == nil)
        // Nothing is known about those: they are run again, and only they.
        let second = ImaginedEngine(fixture: fixture)
        let resumed = try await fixture.runner(second).run(cells, resume: true, observer: .silent)
        #expect(second.ran.all.map(\.position).sorted() == cells.indices.filter { $0 % 3 != 2 })
        #expect(resumed.allSatisfy { $0.record.status == .done })
    }

    @Test func aCellOfAnotherQuestionIsNotTaken() async throws {
        let fixture = try MatrixFixture()
        defer { fixture.remove() }
        let cells = [
            Cell(
                scenario: try MatrixFixture.scenario("first"), kernel: MatrixFixture.kernel("6.12.1"), seed: 1,
                repetition: 1)
        ]
        _ = try await fixture.runner(ImaginedEngine(fixture: fixture)).run(cells, observer: .silent)
        var others: [(Cell, MatrixOptions)] = []
        let changes: [(inout MatrixOptions) -> Void] = [
            { $0.cpus = 2 }, { $0.memoryBytes = 96 << 20 }, { $0.parameters = ["size": "9M"] }, { $0.mode = .realtime },
        ]
        for change in changes {
            var options = MatrixFixture.options
            change(&options)
            others.append((cells[0], options))
        }
        let cell = cells[0]
        for other in [
            Cell(scenario: cell.scenario, kernel: cell.kernel, seed: 2, repetition: 1),
            Cell(scenario: cell.scenario, kernel: cell.kernel, seed: 1, repetition: 2),
            Cell(scenario: cell.scenario, kernel: MatrixFixture.kernel("6.12.2"), seed: 1, repetition: 1),
            Cell(
                scenario: try MatrixFixture.scenario("first", memory: "80M"), kernel: cell.kernel, seed: 1,
                repetition: 1),
            Cell(scenario: try MatrixFixture.scenario("other"), kernel: cell.kernel, seed: 1, repetition: 1),
        ] { others.append((other, MatrixFixture.options)) }
        for (other, options) in others {
            let engine = ImaginedEngine(fixture: fixture, limit: 0)
            let results = try await fixture.runner(engine, options: options).run(
                [other], resume: true, observer: .silent)
            #expect(results.isEmpty, "\(other.label) \(options)")
        }
    }

    @Test func judgesAgainWhatWasEndedBeforeItsVerdict() async throws {
        let fixture = try MatrixFixture()
        defer { fixture.remove() }
        let cells = try MatrixFixture.cells()
        let engine = SilentEngine(fixture: fixture)
        #expect(try await fixture.runner(engine).run(cells, observer: .silent).isEmpty)
        let results = try await fixture.runner(ImaginedEngine(fixture: fixture)).run(
            cells, resume: true, observer: .silent)
        #expect(results.allSatisfy { $0.isKept } && results.count == cells.count)
        #expect(throws: Never.self) { for folder in fixture.folders { _ = try RunRecord(in: folder) } }
    }

    @Test func skipsWhatDoesNotApply() async throws {
        let fixture = try MatrixFixture()
        defer { fixture.remove() }
        let cells = Cell.matrix(
            scenarios: [try MatrixFixture.scenario("new", needs: ">=6.12")],
            kernels: ["6.1.1", "6.12.1"].map(MatrixFixture.kernel), seeds: [0], repetitions: 2)
        let engine = ImaginedEngine(fixture: fixture)
        let results = try await fixture.runner(engine).run(cells, observer: .silent)
        #expect(results.map(\.record.status) == [.skip, .skip, .done, .done])
        #expect(engine.ran.all.map(\.position) == [2, 3])
    }

    @Test func startsWithWhatTakesLongest() async throws {
        let fixture = try MatrixFixture()
        defer { fixture.remove() }
        let cells = try MatrixFixture.cells()
        let seconds: [Double] = [3, 9, 1, 8, 2, 6, 4, 12, 5, 13, 6, 14]
        let past = RecordingEngine(fixture: fixture, seconds: seconds)
        _ = try await fixture.runner(past).run(cells, observer: .silent)
        let engine = ImaginedEngine(fixture: fixture)
        _ = try await fixture.runner(engine).run(cells, observer: .silent)
        // By scenario and kernel: the mean over both seeds.
        let means: [Double] = [6, 4.5, 4, 8, 9, 10]
        let longestFirst = means.sorted(by: >).flatMap { [$0, $0] }
        #expect(engine.ran.all.map(\.estimateSeconds) == longestFirst)
    }
}

/// Leaves run folders that were never judged, as a command that was killed would.
private struct SilentEngine: Engine {
    let fixture: MatrixFixture

    func run(
        _ cells: [PlannedCell], started: @escaping @Sendable (PlannedCell) -> Void,
        ended: @escaping @Sendable (PlannedCell, CellOutcome) async throws -> Void
    ) async throws {
        for cell in cells { _ = try await fixture.writeRun(of: cell) }
    }
}

/// Leaves runs that took a given time.
private struct RecordingEngine: Engine {
    let fixture: MatrixFixture
    let seconds: [Double]

    func run(
        _ cells: [PlannedCell], started: @escaping @Sendable (PlannedCell) -> Void,
        ended: @escaping @Sendable (PlannedCell, CellOutcome) async throws -> Void
    ) async throws {
        for cell in cells {
            let folder = try await fixture.writeRun(of: cell, wallSeconds: seconds[cell.position])
            try await ended(cell, .ran(folder))
        }
    }
}
