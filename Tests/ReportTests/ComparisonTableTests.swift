import Record
import Testing
import Vocabulary
@testable import Report

@Suite struct ComparisonTableTests {
    private func records() throws -> [RunRecord] {
        var other = try Fixture.record(kernel: "6.18.15")
        other.observations["threads_left"] = RunRecord.Observation(value: .count(0), unit: "count")
        return [other, try Fixture.record()]
    }

    @Test func marksWhatDiffersAndKeepsTheRest() throws {
        let text = ComparisonTable(records: try records()).text(columns: 80, style: Style(colored: false))
        #expect(text.contains("\n≠ threads_left"))
        #expect(text.contains("\n  sigkilled"))
        #expect(text.contains("5.10.262     6.18.15"))
    }

    @Test func foldedItTellsTheRestInAFewLines() throws {
        let table = ComparisonTable(records: try records())
        let text = table.text(columns: 80, style: Style(colored: false), folded: true)
        #expect(text.contains("\n≠ threads_left"))
        #expect(!text.contains("\n  sigkilled"))
        for row in table.rows where !row.differs && row.label != "status" {
            #expect(text.contains(" \(row.label) \(row.cells[0])"))
        }
        #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 })
    }

    @Test func aKernelWithoutObservationsDoesNotDiffer() throws {
        var broken = try Fixture.record(kernel: "6.12.57", status: .error)
        broken.observations = [:]
        let rows = ComparisonTable(records: try records() + [broken]).rows
        #expect(rows.filter(\.differs).map(\.label) == ["status", "threads_left"])
    }

    @Test func manyRunsShowFromWhereToWhere() throws {
        let runs = try [3.5, 1.25, 9].enumerated().map { index, value in
            var record = try Fixture.record(kernel: "6.1", seed: UInt64(index))
            record.observations["kill_to_release_ms"] = RunRecord.Observation(value: .number(value), unit: "ms")
            return record
        }
        let row = ComparisonTable(records: runs).rows.first { $0.label == "kill_to_release_ms" }
        #expect(row?.cells == ["1.250 ms … 9.000 ms (3 runs)"])
    }
}
