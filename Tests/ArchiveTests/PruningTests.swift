import Archive
import Foundation
import Runs
import SystemPackage
import Testing

@Suite struct PruningTests {
    private let fixture: ArchiveFixture

    init() throws {
        fixture = try ArchiveFixture([
            "6.12-shared-mm", "6.12-global-anon", "6.12-shared-mm", "6.18-frozen-victim-v1", "6.12-shared-mm",
        ])
    }

    private func prune(_ rules: [KeepRule]) throws -> (days: [String], leftAlone: [String]) {
        let pruning = try Pruning(fixture.index(), keeping: rules)
        var leftAlone: [String] = []
        pruning.run { leftAlone.append("\($0.prefix(8)) \($1)") }
        return (fixture.names(in: fixture.results).filter { !$0.contains("/") }.map { String($0.prefix(8)) }, leftAlone)
    }

    @Test func keepsTheNewestOfEachScenarioOnEachKernel() throws {
        #expect(try prune([.newest(1)]).days == ["20261102", "20261104", "20261105"])
        #expect(try fixture.index().runs().count == 3)
    }

    @Test func keepsWhatAnyRuleKeeps() throws {
        let rules: [KeepRule] = [.named("20261103"), .matching(RunFilter(scenarios: ["freezer"])), .named("20261101T")]
        #expect(try prune(rules).days == ["20261101", "20261103", "20261104"])
    }

    @Test func withoutRulesNothingStaysButWhatCannotBeRead() throws {
        let unread = RunSelection(results: fixture.results).all()[1]
        try FileManager.default.removeItem(atPath: unread.recordFile.string)
        try FileManager.default.createDirectory(
            atPath: fixture.results.appending("notes").string, withIntermediateDirectories: true)
        #expect(try prune([]).days == ["20261102", "notes"])
    }

    /// A run that is a link, a link inside a run, and a folder inside a run.
    @Test func followsNoLinks() throws {
        let runs = RunSelection(results: fixture.results).all()
        let manager = FileManager.default
        let kept = fixture.outside.appending("kept")
        try Data("mine".utf8).write(to: URL(fileURLWithPath: kept.string))
        try manager.createSymbolicLink(atPath: runs[0].path.appending("link").string, withDestinationPath: kept.string)
        let moved = fixture.outside.appending("run")
        try manager.moveItem(atPath: runs[1].path.string, toPath: moved.string)
        try manager.createSymbolicLink(atPath: runs[1].path.string, withDestinationPath: moved.string)
        try manager.createDirectory(atPath: runs[2].path.appending("more").string, withIntermediateDirectories: true)
        let before = fixture.names(in: fixture.outside)
        let (days, leftAlone) = try prune([])
        #expect(days == ["20261102", "20261103"])
        #expect(
            leftAlone == [
                "20261102 is a link and no folder", "20261103 has a folder 'more' in it, which is none of a run's",
            ])
        #expect(fixture.names(in: fixture.outside) == before)
        #expect(try fixture.bytes(kept) == Array("mine".utf8))
    }

    @Test func anInterruptedRemovalIsFinishedByTheNext() throws {
        let half = fixture.results.appending(".removing-20261001T000000Z-gone")
        try FileManager.default.createDirectory(atPath: half.string, withIntermediateDirectories: true)
        try Data().write(to: URL(fileURLWithPath: half.appending("evidence.bin").string))
        #expect(try prune([.newest(9)]).days.count == 5)
    }
}
