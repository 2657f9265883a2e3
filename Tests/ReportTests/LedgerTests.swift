import Foundation
@testable import Ledger
import Record
import Scenario
import Testing
import Vocabulary
@testable import Report

/// The ledger over imagined records of an imagined scenario and its twin.
@Suite struct LedgerTests {
    private static let source = """
        scenario: pinned
        claim: pinned-buffers
        summary: Memory stays.
        machine: {memory: 256M}
        parameters: {size: 16M}
        groups:
          - {name: arena, memory.max: 64M}
        processes:
          - {role: hog, workload: anon, group: arena, arguments: {size: "${size}"}}
        steps:
          - start: hog
          - observe: 1s
        effect:
          observation: pinned_bytes
          atLeast: 8M
          finding: "${pinned_bytes} of ${size} stay."
        twin: {summary: Nothing stays., set: {size: 1M}}
        """

    private static func scenario() throws -> Scenario { try Scenario.parse(source: source, file: "pinned.yaml") }

    private static func record(
        _ kernel: String, _ bytes: Int?, twin: Bool = false, seed: UInt64 = 0, status: RunStatus = .pass,
        mode: RunMode = .deterministic, started: String = "1"
    ) throws -> RunRecord {
        var record = try Fixture.record(kernel: kernel, seed: seed, status: status)
        record.id = "run-\(kernel)-\(seed)-\(started)\(twin ? "-twin" : "")"
        record.started = started
        record.scenario = .init(
            name: twin ? "pinned-twin" : "pinned", claim: "pinned-buffers", parameters: ["size": twin ? "1M" : "16M"])
        record.machine.mode = mode
        let value = bytes.map { RunRecord.Observation(value: .count($0), unit: "bytes") }
        record.observations.updateValue(value, forKey: "pinned_bytes")
        return record
    }

    private func cell(_ records: [RunRecord]) throws -> Ledger.Cell {
        let ledger = Ledger(records, scenarios: [try Self.scenario()])
        return try #require(ledger.claims.first?.scenarios.first?.cells.first)
    }

    private static let mebibyte = 1 << 20

    @Test func aPageAnswersBeforeItGivesVerdicts() throws {
        let own = try Self.record("6.1", 9 * Self.mebibyte)
        let alone = try HTMLReport.text([ReportedRun(record: own, scenarioSource: Self.source)])
        #expect(!alone.contains("Does the claim hold?"), "without the twin nothing is answered")
        let twin = try Self.record("6.1", 0, twin: true)
        let html = try HTMLReport.text([own, twin].map { ReportedRun(record: $0, scenarioSource: Self.source) })
        let answer = try #require(html.firstRange(of: "<td>holds, 1 of 1</td>"))
        let verdicts = try #require(html.firstRange(of: "<h2 id=\"verdicts-h\">"))
        #expect(answer.lowerBound < verdicts.lowerBound)
        #expect(html.contains("<b>6.1</b>: 9.0 MiB of 16M stay. <span class=\"note\">(1 of 1 deterministic run"))
    }

    /// An effect that is seen speaks for its claim, or against it; what did not get to the claim's functions says neither.
    @Test func holdsFailsOrWasNotProvoked() throws {
        let shown = [try Self.record("6.1", 9 * Self.mebibyte), try Self.record("6.1", 0, twin: true)]
        #expect(try cell(shown).stand == .holds)
        #expect(try cell([Self.record("6.1", 0), Self.record("6.1", 0, twin: true)]).stand == .fails)
        let against = Self.source.replacing("  atLeast: 8M", with: "  atLeast: 8M\n  speaks: against")
        let ledger = Ledger(shown, scenarios: [try Scenario.parse(source: against, file: "pinned.yaml")])
        #expect(ledger.claims[0].scenarios[0].cells[0].stand == .fails)
    }

    @Test func aRunThatDidNotGetThereAnswersNothing() throws {
        let source = Self.source.replacing("effect:", with: "reaches: [{function: out_of_memory, by: hog}]\neffect:")
        let scenario = try Scenario.parse(source: source, file: "pinned.yaml")
        var own = try Self.record("6.1", 9 * Self.mebibyte)
        let twin = try Self.record("6.1", 0, twin: true)
        func cell(_ who: [RunRecord.EntriesRecord], symbol: String? = "out_of_memory") -> Ledger.Cell {
            own.functions = [.init(function: "out_of_memory", symbol: symbol, by: who)]
            return Ledger([own, twin], scenarios: [scenario]).claims[0].scenarios[0].cells[0]
        }
        let missed = cell([.init(who: "kswapd0", hits: 3)])
        #expect(missed.answer == .notProvoked && missed.stand == nil)
        #expect(missed.reason == "out_of_memory was entered by hog in no run")
        let reached = cell([.init(who: "hog", hits: 3)])
        #expect(reached.answer == .happens && reached.reached == ["entered out_of_memory: hog 3"])
        #expect(cell([], symbol: nil).answer == .happens, "what can't be probed hides nothing")
        #expect(cell([.init(who: "anybody", hits: 3)]).answer == .happens, "by whom is not known")
    }

    @Test func happensWhereTheTwinDoesNotShowIt() throws {
        let cell = try cell([Self.record("6.1", 9 * Self.mebibyte), Self.record("6.1", 0, twin: true)])
        #expect(cell.answer == .happens && cell.finding == "9.0 MiB of 16M stay.")
        #expect(cell.certainty == "1 of 1 deterministic run, twin 0 of 1")
        #expect(cell.runs == ["run-6.1-0-1"] && cell.twinRuns == ["run-6.1-0-1-twin"])
    }

    @Test func exchangedRecordsProveNothing() throws {
        let cell = try cell([Self.record("6.1", 0), Self.record("6.1", 9 * Self.mebibyte, twin: true)])
        #expect(cell.answer == .never && cell.finding == nil)
    }

    @Test func isNotTheIngredientsDoingWhereTheTwinShowsItToo() throws {
        let bytes = 9 * Self.mebibyte
        let cell = try cell([Self.record("6.1", bytes), Self.record("6.1", bytes, twin: true)])
        #expect(cell.answer == .alsoInTwin && cell.reason == "it is there without the one ingredient, too")
    }

    @Test func isUnknownWithoutATwinARunOrAValue() throws {
        #expect(try cell([Self.record("6.1", 9 * Self.mebibyte)]).reason == "the twin has no run")
        #expect(try cell([Self.record("6.1", 0, twin: true)]).reason == "no run")
        #expect(try cell([Self.record("6.1", nil)]).reason == "the observation is n/a")
        var failed = try Self.record("6.1", 9 * Self.mebibyte, status: .error)
        failed.reason = "the emulator failed"
        #expect(try cell([failed]).answer == .unknown)
        #expect(try cell([failed]).reason == "ERROR: the emulator failed")
        #expect(try cell([Self.record("6.1", nil, status: .skip)]).answer == .skipped)
    }

    @Test func aRaceIsARateWithAnInterval() throws {
        let own = try (0..<10).map { try Self.record("6.1", $0 < 3 ? 9 * Self.mebibyte : 0, seed: UInt64($0)) }
        let twin = try (0..<10).map { try Self.record("6.1", 0, twin: true, seed: UInt64($0)) }
        let cell = try cell(own + twin)
        #expect(cell.answer == .sometimes && cell.seen?.count == 3 && cell.seen?.total == 10)
        // Clopper and Pearson's interval for 3 of 10.
        #expect(cell.certainty == "3 of 10 seeds (95% interval 7% to 65%), twin 0 of 10")
        #expect(cell.value == "9.0 MiB")
    }

    @Test func aRepeatedRunCountsOnceAndTheNewestCounts() throws {
        let twin = try Self.record("6.1", 0, twin: true)
        let old = try Self.record("6.1", 0, started: "1")
        let new = try Self.record("6.1", 9 * Self.mebibyte, started: "2")
        #expect(try cell([new, old, twin]).seen == Ledger.Seen([true]))
        let failed = try Self.record("6.1", nil, status: .error, started: "3")
        #expect(try cell([new, failed, twin]).answer == .happens)
        let realtime = try ["1", "2"].map { try Self.record("6.1", 9 * Self.mebibyte, mode: .realtime, started: $0) }
        #expect(try cell(realtime + [twin]).seen?.total == 2)
    }

    @Test func otherParametersAndScenariosAreLeftOutAndNoted() throws {
        var changed = try Self.record("6.1", 9 * Self.mebibyte)
        changed.scenario.parameters["size"] = "17M"
        var strange = changed
        strange.scenario.name = "unheard-of"
        let ledger = Ledger([changed, strange], scenarios: [try Self.scenario()])
        #expect(ledger.claims.isEmpty)
        #expect(ledger.notes.count == 2 && ledger.notes[0].contains("its size differs from the scenario's"))
    }

    @Test func theClaimSpeaksThroughItsScenarios() throws {
        let records = try [
            Self.record("5.10", 0), Self.record("6.1", 9 * Self.mebibyte), Self.record("6.1", 0, twin: true),
        ]
        let ledger = Ledger(records, scenarios: [try Self.scenario()])
        #expect(ledger.kernels == ["5.10", "6.1"])
        #expect(ledger.claims[0].cells.map(\.words) == ["fails, 1 of 1", "holds, 1 of 1"])
        #expect(ledger.claims[0].cells[1].finding == "9.0 MiB of 16M stay.")
        let text = LedgerText.text(ledger)
        #expect(text.contains("6.1: 9.0 MiB of 16M stay. (1 of 1 deterministic run, twin 0 of 1; 1 CPU"))
        #expect(text.contains("5.10: Not seen: it takes pinned_bytes at least 8M, and it is 0 B."))
        let page = LedgerMarkdown.text(ledger) { "runs/\($0)/record.json" }
        #expect(
            page.contains("| pinned | [fails](runs/run-5.10-0-1/record.json) | [holds](runs/run-6.1-0-1/record.json) |")
        )
        #expect(page.contains("Runs: 6.1 9.0 MiB [1](runs/run-6.1-0-1/record.json), twin 0 B [1]("))
        #expect(page.contains("| [pinned-buffers](#pinned-buffers) | fails, 1 of 1 | holds, 1 of 1 |"))
        let encoder = JSONEncoder()
        #expect(try JSONDecoder().decode(Ledger.self, from: encoder.encode(ledger)) == ledger)
    }

    /// A record can't write into the page.
    @Test(arguments: Fixture.hostileNames)
    func hostileNamesStayText(name: String) throws {
        var record = try Self.record(name, 9 * Self.mebibyte, status: .error)
        record.reason = name
        let ledger = Ledger([record], scenarios: [try Self.scenario()])
        for text in [LedgerText.text(ledger), LedgerMarkdown.text(ledger), try LedgerHTML.text(ledger) { _ in name }] {
            #expect(!text.contains("<script"))
            #expect(!text.unicodeScalars.contains { $0 != "\n" && $0.properties.generalCategory == .control })
        }
    }
}
