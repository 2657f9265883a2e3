import Record
import SafeText
import Testing
@testable import Report

/// Numbers at the ends of their ranges in a record, which may come from anybody: the run is drawn as far as that makes sense.
@Suite struct HostileNumbersTests {
    private static let ends: [UInt64] = [0, 1, 1 << 62, 1 << 63, .max - 1, .max]

    @Test(arguments: ends, ends)
    func stampsOfATimeline(one: UInt64, other: UInt64) throws {
        var record = try Fixture.record()
        for index in record.timeline?.marks.indices ?? 0..<0 {
            record.timeline?.marks[index].atNs = index % 2 == 0 ? one : other
            record.timeline?.marks[index].kill = index % 3 == 0 ? 0 : .max
        }
        record.timeline?.beganNs = one
        record.timeline?.endedNs = other
        record.timeline?.firstStartNs = one
        record.timeline?.limitBytes = other
        record.kills[0].atNs = other
        for index in record.processes.indices {
            record.processes[index].threads = .max
            record.processes[index].killedAtNs = one
            record.processes[index].exit?.atNs = other
            record.processes[index].threadLives = [
                RunRecord.ThreadLife(tid: 1, fromNs: one, toNs: other),
                RunRecord.ThreadLife(tid: 2, fromNs: other, toNs: one),
            ]
        }
        let neighbour = try Fixture.run()
        let page = try HTMLReport.text([try Fixture.run(record), neighbour])
        #expect(page.contains("<svg") && page.hasSuffix("</html>\n"))
        for text in [TextReport.text([record]), DetailText.text(for: record, colored: false), CSVReport.text([record])]
        {
            #expect(!text.isEmpty)
        }
    }

    @Test(
        arguments: [0, .leastNonzeroMagnitude, 1e308, -1e308, 1e15, 123_456_789_012_345.678],
        [1e308, -1e308, 0.1, 9e14])
    func valuesOfManyRuns(one: Double, other: Double) throws {
        let records = try [one, other, one].enumerated().map { (seed, value: Double) -> RunRecord in
            var record = try Fixture.record()
            record.seed = UInt64(seed)
            record.wallSeconds = value
            record.guestSeconds = other
            record.observations["kill_to_release_ms"] = .init(value: .number(value), unit: "ms")
            record.observations["released_bytes"] = .init(value: .number(other), unit: "bytes")
            return record
        }
        #expect(try HTMLReport.text(records.map { ReportedRun(record: $0) }).hasSuffix("</html>\n"))
        #expect(!TextReport.text(records).isEmpty && !KTAPReport.text(records).isEmpty)
    }

    @Test func decimalsBeyondWhatCanBeCounted() {
        #expect(decimal(1e300, places: 1) == "n/a" && decimal(.infinity, places: 0) == "n/a")
        #expect(decimal(280_000_000_000_000.03125, places: 5) == "n/a")
        #expect(decimal(-0.05, places: 1) == "-0.1" && decimal(999_999_999_999_999, places: 0) == "999999999999999")
    }

    @Test func ticksOfTheSmallestSpans() {
        #expect(Scale(domain: 0 ... .leastNonzeroMagnitude, range: 0...1).ticks(8) == [0])
        #expect(Scale(domain: 0...1.7e308, range: 0...1).ticks(8).count > 2)
    }
}
