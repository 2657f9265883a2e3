import Judge
import Record
import Testing
import Vocabulary
@testable import Comparison

@Suite struct ComparisonTests {
    private func compare(_ records: [RunRecord], _ options: Comparison.Options = .init()) -> Comparison {
        Comparison(records, options: options) { $0.flavour == "6.12.1" }
    }

    private func numbers(_ values: [Double]) -> [ObservationValue?] { values.map { .number($0) } }

    // MARK: Deterministic

    @Test func aThawedVictimIsBetter() throws {
        let records =
            ImaginedRecords.seeds("6.12.1", .threadsLeft, [.count(7), .count(7)])
            + ImaginedRecords.seeds("6.18.1", .threadsLeft, [.count(0), .count(0)])
        let comparison = compare(records)
        let row = try #require(comparison.rows.first)
        #expect(comparison.rows.count == 1 && !comparison.hasRegression)
        #expect(row.verdict == .better && row.difference == -7 && row.interval == -7 ... -7 && row.effect == -1)
        #expect(row.p == nil && row.seeds == 2 && row.differingSeeds == 2)
        // The other way round it is a regression.
        let turned = Comparison(records) { $0.flavour == "6.18.1" }
        #expect(turned.rows.map(\.verdict) == [.worse] && turned.hasRegression)
    }

    @Test(arguments: [
        ([1.0, 2, 3], [1.0, 2, 3], ComparisonRow.Verdict.same), ([1, 2, 3], [1, 2, 4], .worse),
        ([1, 2, 3], [1, 1, 3], .better), ([1, 2, 3], [0, 2, 4], .different), ([5], [5.0001], .worse),
    ])
    func seedsAreComparedOneByOne(reference: [Double], kernel: [Double], verdict: ComparisonRow.Verdict) {
        let records =
            ImaginedRecords.seeds("6.12.1", .killToExitMs, numbers(reference))
            + ImaginedRecords.seeds("6.18.1", .killToExitMs, numbers(kernel))
        #expect(compare(records).rows.map(\.verdict) == [verdict])
    }

    @Test func toleranceIsAShareOfTheReference() {
        let records =
            ImaginedRecords.seeds("6.12.1", .killToExitMs, numbers([100, 100]))
            + ImaginedRecords.seeds("6.18.1", .killToExitMs, numbers([102, 98]))
        var options = Comparison.Options()
        options.tolerance = 0.02
        #expect(compare(records, options).rows.map(\.verdict) == [.same])
        options.tolerance = 0.01
        #expect(compare(records, options).rows.map(\.verdict) == [.different])
    }

    @Test func wordsAndAbsenceAreJustDifferent() {
        let records =
            ImaginedRecords.seeds("6.12.1", .reaper, [.word("reaped"), .word("reaped"), nil, nil])
            + ImaginedRecords.seeds("6.18.1", .reaper, [.word("reaped"), .word("unable"), .word("none"), nil])
        let row = compare(records).rows.first
        #expect(row?.verdict == .different && row?.differingSeeds == 2 && row?.difference == nil && row?.effect == nil)
        #expect(row?.words == ["none", "reaped", "unable"] && row?.absent == 1 && row?.referenceAbsent == 2)
        // A kernel failure has an order: any is worse than none.
        let failures =
            ImaginedRecords.seeds("6.12.1", .kernelFailure, [.word("none")])
            + ImaginedRecords.seeds("6.18.1", .kernelFailure, [.word("oops")])
        #expect(compare(failures).rows.map(\.verdict) == [.worse])
        let victims =
            ImaginedRecords.seeds("6.12.1", .victims, [.words(["hog"])])
            + ImaginedRecords.seeds("6.18.1", .victims, [.words(["hog", "pusher"])])
        #expect(compare(victims).rows.map(\.verdict) == [.different])
    }

    @Test func seedsThatOnlyOneKernelRanSayNothing() {
        let reference = ImaginedRecords.seeds("6.12.1", .kills, [.count(1)])
        let other = ImaginedRecords.seeds("6.18.1", .kills, [.count(1), .count(2)]).suffix(1)
        let row = compare(reference + other).rows.first
        #expect(row?.verdict == .tooFewRuns && row?.seeds == 0 && row?.neededRuns == 1)
    }

    @Test func repeatsThatDisagreeAreTold() {
        let records =
            ["1", "2"].map {
                ImaginedRecords.record(
                    "6.12.1", [.kills: .count(Int($0) ?? 0)], mode: .deterministic, started: $0)
            } + ImaginedRecords.seeds("6.18.1", .kills, [.count(2)])
        let comparison = compare(records)
        #expect(comparison.rows.map(\.verdict) == [.same])
        #expect(comparison.notes.contains { $0.contains("seed 0 gave different values") })
    }

    @Test func severalEmulatorsAreTold() {
        var records =
            ImaginedRecords.seeds("6.12.1", .kills, [.count(1)]) + ImaginedRecords.seeds("6.18.1", .kills, [.count(1)])
        #expect(compare(records).notes.isEmpty)
        records[1].machine.qemu = "10.0.13"
        #expect(compare(records).notes.contains { $0.contains("by 2 versions of QEMU (10.0.13; 7.2)") })
    }

    // MARK: Realtime

    @Test func samplesAreTested() throws {
        let slow = (0..<10).map { 20 + Double($0) }
        let fast = (0..<10).map { 5 + Double($0) }
        let records =
            ImaginedRecords.sample("6.12.1", .killToExitMs, numbers(fast))
            + ImaginedRecords.sample("6.18.1", .killToExitMs, numbers(slow))
        let row = try #require(compare(records).rows.first)
        #expect(row.verdict == .worse && row.difference == 15 && row.effect == 1)
        #expect(try #require(row.p) < 0.001)
        let interval = try #require(row.interval)
        #expect(interval.lowerBound > 10 && interval.upperBound < 20 && row.seeds == nil)
    }

    @Test func overlappingSamplesNeedMoreRuns() {
        let one = (0..<10).map { Double($0) }
        let other = (0..<10).map { Double($0) + 0.5 }
        let records =
            ImaginedRecords.sample("6.12.1", .killToExitMs, numbers(one))
            + ImaginedRecords.sample("6.18.1", .killToExitMs, numbers(other))
        let row = compare(records).rows.first
        #expect(row?.verdict == .tooFewRuns && row?.neededRuns == 24)
        let many = (0..<30).map { Double($0 % 10) }
        let enough =
            ImaginedRecords.sample("6.12.1", .killToExitMs, numbers(many))
            + ImaginedRecords.sample("6.18.1", .killToExitMs, numbers(many.map { $0 + 0.1 }))
        #expect(compare(enough).rows.map(\.verdict) == [.same])
    }

    @Test func fewEqualRunsSayNothing() {
        let few = { (count: Int) in
            ImaginedRecords.sample("6.12.1", .kills, Array(repeating: .count(1), count: count))
                + ImaginedRecords.sample("6.18.1", .kills, Array(repeating: .count(1), count: count))
        }
        // With 4 and 4 even a complete difference would be no more than 2 of 70 orders: 0.029; with 3 and 3 2 of 20: 0.1.
        let row = compare(few(3)).rows.first
        #expect(row?.verdict == .tooFewRuns && row?.neededRuns == 4)
        #expect(compare(few(4)).rows.map(\.verdict) == [.same])
    }

    @Test func manyComparisonsAreCorrected() throws {
        // 4 against 4, all apart: p = 2/70. Alone it is significant, as one of two it is not.
        let values = { (base: Double) in self.numbers([base, base + 1, base + 2, base + 3]) }
        let alone =
            ImaginedRecords.sample("6.12.1", .killToExitMs, values(0))
            + ImaginedRecords.sample("6.18.1", .killToExitMs, values(10))
        #expect(compare(alone).rows.map(\.verdict) == [.worse])
        let two = alone + ImaginedRecords.sample("7.1.1", .killToExitMs, values(10))
        let rows = compare(two).rows
        #expect(rows.map(\.verdict) == [.tooFewRuns, .tooFewRuns])
        #expect(rows.allSatisfy { abs(($0.p ?? 0) - 4.0 / 70) < 1e-12 })
    }

    @Test func presenceIsComparedWhereItDiffers() throws {
        let present = numbers((0..<8).map(Double.init))
        let records =
            ImaginedRecords.sample("6.12.1", .killToExitMs, present)
            + ImaginedRecords.sample("6.18.1", .killToExitMs, Array(repeating: nil, count: 8))
        let row = try #require(compare(records).rows.first)
        #expect(row.verdict == .different && row.difference == nil && row.absent == 8)
        #expect(try #require(row.p) < 0.001)
    }

    // MARK: Groups

    @Test func onlyLikeIsHeldAgainstLike() {
        let records = [
            ImaginedRecords.record("6.12.1", [.kills: .count(1)], mode: .deterministic, parameters: ["threads": "4"]),
            ImaginedRecords.record("6.18.1", [.kills: .count(2)], mode: .deterministic, parameters: ["threads": "8"]),
        ]
        let comparison = compare(records)
        #expect(comparison.rows.isEmpty)
        #expect(comparison.notes == ["imagined (threads=8): no run on the reference"])
    }

    @Test func errorsSayNothing() {
        let records =
            ImaginedRecords.seeds("6.12.1", .kills, [.count(1)])
            + [ImaginedRecords.record("6.18.1", [.kills: .count(9)], mode: .deterministic, status: .error)]
        let comparison = compare(records)
        #expect(comparison.rows.isEmpty && comparison.notes == ["1 of 2 runs are ERROR or SKIP and say nothing"])
    }

    @Test func kernelsComeInTheirOrder() {
        let records = ["6.18.1", "6.9.1", "6.12.1", "5.10.9"].flatMap {
            ImaginedRecords.seeds($0, .kills, [.count(1)])
        }
        #expect(compare(records).rows.map(\.kernel) == ["5.10.9", "6.9.1", "6.18.1"])
    }

    @Test func everyNumberHasADirectionOrIsNeither() {
        #expect(ObservationName.threadsLeft.better == .lower && ObservationName.releasedBytes.better == .higher)
        #expect(ObservationName.kills.better == nil && ObservationName.victims.better == nil)
    }
}
