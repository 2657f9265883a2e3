import Testing

@testable import Report

@Suite struct LogExcerptTests {
    @Test func marksTheLinesThatFactsCameFrom() throws {
        let log = try Fixture.file("kernel.log")
        let excerpt = LogExcerpt(log, record: try Fixture.record(), limit: 1000)
        let all = log.split(separator: "\n", omittingEmptySubsequences: false)
        for line in excerpt.lines { #expect(line.text == all[line.number - 1]) }
        let victims = excerpt.lines.filter { $0.fact == .victim }
        #expect(victims.count == 2)
        #expect(victims.allSatisfy { $0.text.contains("Killed process") })
        #expect(excerpt.lines.filter { $0.fact == .invoked }.count == 2)
        #expect(excerpt.lines.contains { $0.fact == .reaper })
        #expect(excerpt.sources[0]?[.victim] == victims[0].number)
        #expect(excerpt.sources[1]?[.victim] == victims[1].number)
        let shown = excerpt.lines.count + excerpt.lines.map(\.skipped).reduce(0, +) + excerpt.skippedAtEnd
        #expect(shown == all.count - 1)
    }

    @Test func factsComeFirstWhenThereIsLittleRoom() throws {
        let excerpt = LogExcerpt(try Fixture.file("kernel.log"), record: try Fixture.record(), limit: 12)
        #expect(excerpt.lines.count == 12)
        #expect(excerpt.lines.filter { $0.fact == .victim }.count == 2)
    }

    @Test func anEmptyLogShowsNothing() throws {
        let excerpt = LogExcerpt("", record: try Fixture.record(), limit: 10)
        #expect(excerpt.lines.isEmpty)
        #expect(excerpt.skippedAtEnd == 0)
    }
}
