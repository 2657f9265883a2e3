import Foundation
import Judge
import Record
import Runs
import SystemPackage
import Testing
import Vocabulary
@testable import Archive

@Suite struct RunIndexTests {
    private static let names = ["5.10-frozen-victim-v1", "6.12-shared-mm", "6.18-frozen-victim-v1", "6.12-global-anon"]

    @Test func followsTheFolders() throws {
        let fixture = try ArchiveFixture(Self.names)
        let all = try fixture.index().runs()
        #expect(all.map(\.id) == RunSelection(results: fixture.results).all().map(\.id))
        #expect(all.compactMap(\.summary?.status) == [.pass, .pass, .pass, .pass])
        // Judged otherwise, gone, and new.
        let folders = RunSelection(results: fixture.results).all()
        var record = try RunRecord(in: folders[0])
        record.status = .fail
        try record.encoded().write(to: URL(fileURLWithPath: folders[0].recordFile.string), options: .atomic)
        try FileManager.default.removeItem(atPath: folders[1].path.string)
        let added = try fixture.add("6.1-baseline-anon-twin", day: 20)
        let index = try fixture.index()
        #expect(try index.runs().map(\.id) == [folders[0].id, folders[2].id, folders[3].id, added.id])
        #expect(try index.runs(matching: RunFilter(statuses: [.fail])).map(\.id) == [folders[0].id])
        #expect(try index.runs().allSatisfy { try RunSummary(RunRecord(in: index.folder(of: $0))) == $0.summary })
    }

    @Test func tellsOfWhatCannotBeRead() throws {
        let fixture = try ArchiveFixture(["6.12-shared-mm", "6.12-global-anon"])
        let folders = RunSelection(results: fixture.results).all()
        try FileManager.default.removeItem(atPath: folders[0].recordFile.string)
        try Data("{}".utf8).write(to: URL(fileURLWithPath: folders[1].recordFile.string))
        let index = try fixture.index()
        #expect(try index.runs() == [])
        let faults = try index.unreadable().compactMap(\.fault)
        #expect(faults.count == 2 && faults[0].contains("is missing") && faults[1].contains("no record"), "\(faults)")
        try Judge.judgeAndWrite(folders[0])
        #expect(try fixture.index().runs().map(\.id) == [folders[0].id])
    }

    @Test(
        arguments: [
            (RunFilter(scenarios: ["shared-mm"]), [1]), (RunFilter(scenarios: ["freezer"]), [0, 2]),
            (RunFilter(scenarios: ["freezer", "global-anon"]), [0, 2, 3]),
            (RunFilter(since: "2026-11-02T12:00:00Z"), [1, 2, 3]),
            (RunFilter(since: "2026-11-04"), [3]), (RunFilter(statuses: [.fail, .error]), []),
            (RunFilter(kernels: []), []), (RunFilter(scenarios: ["' OR 1=1 --"]), []), (RunFilter(), [0, 1, 2, 3]),
            (RunFilter(scenarios: ["freezer"], statuses: [.pass], since: "2026-11-02"), [2]),
        ] as [(RunFilter, [Int])])
    func filters(filter: RunFilter, expected: [Int]) throws {
        let fixture = try ArchiveFixture(Self.names)
        let index = try fixture.index()
        let all = try index.runs().map(\.id)
        #expect(try index.runs(matching: filter).map(\.id) == expected.map { all[$0] })
    }

    @Test func filtersByKernel() throws {
        let index = try ArchiveFixture(Self.names).index()
        let releases = Set(try index.kernels().filter { $0.flavour.hasPrefix("6.12.") }.map(\.release))
        #expect(
            try index.runs(matching: RunFilter(kernels: releases)).map(\.summary?.scenario) == [
                "shared-mm", "global-anon",
            ])
        #expect(try index.scenarioWords().contains("freezer"))
    }

    /// Garbage in the index's place, a stale journal and tables of somebody else: the folders are the truth.
    @Test(arguments: ["garbage", "cut", "foreign"]) func aDamagedIndexIsMadeAnew(how: String) throws {
        let fixture = try ArchiveFixture(Self.names)
        _ = try fixture.index()
        let name = try #require(fixture.names(in: fixture.cache.indexes).first { $0.hasSuffix(".sqlite") })
        let file = fixture.cache.indexes.appending(name)
        let good = try fixture.bytes(file)
        let bytes = how == "garbage" ? [UInt8](repeating: 7, count: 8192) : how == "cut" ? Array(good.prefix(5000)) : []
        try Data(bytes).write(to: URL(fileURLWithPath: file.string))
        if how == "garbage" { try Data(bytes).write(to: URL(fileURLWithPath: "\(file)-journal")) }
        var notices: [String] = []
        #expect(try fixture.index { notices.append($0) }.runs().count == 4)
        #expect(notices == [])
        #expect(try fixture.index().runs().count == 4)
    }

    @Test func withoutACacheEveryRunIsRead() throws {
        let fixture = try ArchiveFixture(["6.12-shared-mm"])
        try Data("in the way".utf8).write(to: URL(fileURLWithPath: fixture.cache.path.string))
        var notices: [String] = []
        #expect(try fixture.index { notices.append($0) }.runs().count == 1)
        #expect(notices.count == 1 && notices[0].contains("every run is read instead"))
    }

    @Test func severalWriters() async throws {
        let fixture = try ArchiveFixture(Self.names)
        let runs = RunSelection(results: fixture.results)
        let cache = fixture.cache
        let counts = try await withThrowingTaskGroup(of: (Int, Int).self) { group in
            for _ in 0..<32 {
                group.addTask {
                    let notices = NoticeCount()
                    let count = try RunIndex(of: runs, in: cache) { _ in notices.value += 1 }.runs().count
                    return (count, notices.value)
                }
            }
            return try await group.reduce(into: [(Int, Int)]()) { $0.append($1) }
        }
        #expect(counts.allSatisfy { $0 == (4, 0) }, "\(counts)")
    }

    /// Another command that uses the index: it is waited for, until patience ends.
    @Test func waitsForTheOthers() async throws {
        let fixture = try ArchiveFixture(Self.names)
        _ = try fixture.index()
        let name = try #require(fixture.names(in: fixture.cache.indexes).first { $0.hasSuffix(".lock") })
        let path = fixture.cache.indexes.appending(name)
        let runs = RunSelection(results: fixture.results)
        var notices: [String] = []
        do {
            let lock = try IndexLock.acquire(at: path, patience: .zero)
            let index = try RunIndex(of: runs, in: fixture.cache, patience: .milliseconds(50)) { notices.append($0) }
            #expect(try index.runs().count == 4)
            #expect(notices.count == 1 && notices[0].contains("another command has held"), "\(notices)")
            withExtendedLifetime(lock) {}
        }
        // What was given up doesn't keep the lock when it gets it.
        let holder = try IndexLock.acquire(at: path, patience: .seconds(60))
        let cache = fixture.cache
        async let count = Task.detached { try RunIndex(of: runs, in: cache).runs().count }.value
        try await Task.sleep(for: .milliseconds(100))
        withExtendedLifetime(consume holder) {}
        #expect(try await count == 4)
    }

    private final class NoticeCount {
        var value = 0
    }

    @Test(
        arguments: [
            ("2026-11-24", "2026-11-24T00:00:00Z"), ("2026-11-24T20:15", "2026-11-24T20:15:00Z"),
            ("2026-11-24T20:15:09Z", "2026-11-24T20:15:09Z"), ("90m", "2026-11-24T22:30:00Z"),
            ("12h", "2026-11-24T12:00:00Z"),
            ("3d", "2026-11-22T00:00:00Z"), ("2w", "2026-11-11T00:00:00Z"), ("2026-02-31", nil),
            ("2026-11-24T25:00", nil),
            ("yesterday", nil), ("", nil), ("3", nil), ("-3d", nil), ("9999999d", nil), ("2026-11-24 20:15", nil),
        ] as [(String, String?)])
    func readsPointsInTime(text: String, expected: String?) throws {
        let now = try Date("2026-11-25T00:00:00Z", strategy: .iso8601)
        #expect(RunFilter.since(text, now: now) == expected)
    }
}
