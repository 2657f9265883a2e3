import Testing

@testable import Scenario

/// For which values, other than a scenario's own, its expectations were measured.
@Suite struct MeasuredRangeTests {
    private static func source(_ measured: String) -> String {
        """
        scenario: ranges
        claim: baseline
        summary: A hog of some size.
        machine: {memory: 256M, cpus: 2}
        measured: \(measured)
        parameters: {size: 30M, threads: 4, pause: 100ms, kind: anon}
        groups:
          - {name: arena, memory.max: 64M}
        processes:
          - {role: hog, workload: anon, group: arena, arguments: {size: "${size}", threads: "${threads}"}}
        steps:
          - start: hog
          - sleep: ${pause}
        twin:
          summary: Small.
          set: {size: 10M}
        """
    }

    @Test(arguments: [
        ("{}", ["threads": "4"], []), ("{}", ["threads": "5"], ["threads"]),
        ("{threads: 1..8}", ["threads": "8"], []), ("{threads: 1..8}", ["threads": "9"], ["threads"]),
        ("{size: 20M..40M}", ["size": "32768K"], []), ("{size: 20M..40M}", ["size": "41M"], ["size"]),
        ("{pause: 50ms..1s}", ["pause": "0.5s"], []), ("{pause: 50ms..1s}", ["pause": "2s"], ["pause"]),
        ("{threads: 8}", ["threads": "8", "size": "31M"], ["size"]),
    ])
    func parameters(measured: String, set: [String: String], changes: [String]) throws {
        let scenario = try Scenario.parse(source: Self.source(measured), file: "x.yaml").applying(set: set)
        #expect(scenario.unmeasuredChanges(cpus: 2, memoryBytes: 256 << 20) == changes)
    }

    @Test func machine() throws {
        let plain = try Scenario.parse(source: Self.source("{}"), file: "x.yaml")
        #expect(plain.unmeasuredChanges(cpus: 1, memoryBytes: 128 << 20) == ["cpus", "memory"])
        let wide = try Scenario.parse(source: Self.source("{cpus: 1..4, memory: 128M..1G}"), file: "x.yaml")
        #expect(wide.unmeasuredChanges(cpus: 1, memoryBytes: 128 << 20) == [])
        #expect(wide.unmeasuredChanges(cpus: 5, memoryBytes: 2 << 30) == ["cpus", "memory"])
    }

    /// What the twin sets is the ingredient: the scenario's range says nothing about it.
    @Test func twin() throws {
        let scenario = try Scenario.parse(source: Self.source("{size: 20M..40M, cpus: 1..4}"), file: "x.yaml")
        #expect(scenario.measured.map(\.name) == ["size", "cpus"])
        #expect(scenario.twin?.measured.map(\.name) == ["cpus"])
    }

    @Test(arguments: ["4..1", "..4", "1..", "a..b", "1...4", "-1..4", "1ms..4M"])
    func isNoRange(text: String) {
        let errors = #expect(throws: ScenarioErrors.self) {
            try Scenario.parse(source: Self.source("{threads: \"\(text)\"}"), file: "x.yaml")
        }
        #expect(
            errors?.description
                == "x.yaml:5: '\(text)' is not a range: write LOW..HIGH, such as 1..4, 64M..256M or 1s..5s")
    }

    @Test func unknownNames() {
        let errors = #expect(throws: ScenarioErrors.self) {
            try Scenario.parse(source: Self.source("{thread: 1..4}"), file: "x.yaml")
        }
        #expect(errors?.description == "x.yaml:5: unknown key 'thread' in 'measured' (did you mean 'threads'?)")
    }
}
