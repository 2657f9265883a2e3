import Foundation
import Judge
import Record
import Scenario
import TestSupport
import Testing
import Vocabulary
@testable import Study

/// A twin proves something only if its expectations fail on the scenario's evidence and the scenario's on the twin's: on every pair of
/// records at hand (the golden runs and the published edition) in which the effect is there.
@Suite struct ExchangedExpectationsTests {
    /// What was observed in a scenario's run, and what in its twin's, on one kernel; one of the two may be missing.
    struct Pair: Sendable, CustomStringConvertible {
        let scenario: Scenario
        let twin: Scenario
        let kernel: String
        var own: RunRecord?
        var twins: RunRecord?
        var description: String { "\(scenario.name) on \(kernel)" }

        /// Whether the effect is a difference from the twin.
        var isComparison: Bool {
            if case .aboveTwin? = scenario.effect?.test { true } else { false }
        }

        /// Whether this run shows the effect, as far as that can be told; `nil` without both where the two are compared.
        func shows(_ record: RunRecord) -> Bool? {
            guard let effect = scenario.effect else { return nil }
            return effect.isSeen(in: record[effect.observation], twin: twins.map { [$0[effect.observation]] } ?? [])
        }
    }

    static let root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// Every pair of which a scenario's run shows the effect, or of which only the twin's run is there.
    static let pairs: [Pair] = {
        let catalogue = ScenarioCatalogue(folder: root.appendingPathComponent("Workloads/Scenarios").path)
        let records = GoldenRun.all.compactMap { try? RunRecord(in: $0.folder) } + published
        return catalogue.scenarios.flatMap { scenario -> [Pair] in
            guard let twin = scenario.twin else { return [] }
            let own = records.filter { $0.scenario.name == scenario.name && $0.seed == 0 }
            let twins = records.filter { $0.scenario.name == twin.name && $0.seed == 0 }
            return Set((own + twins).map(\.kernel.flavour)).sorted().map { kernel in
                Pair(
                    scenario: scenario, twin: twin, kernel: kernel, own: own.last { $0.kernel.flavour == kernel },
                    twins: twins.last { $0.kernel.flavour == kernel })
            }
        }
    }()

    /// The records of the published edition; none before there is one.
    private static let published: [RunRecord] = {
        let folder = root.appendingPathComponent("results/ledger/runs").path
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.sorted().compactMap { name in
            FileManager.default.contents(atPath: "\(folder)/\(name)/record.json").flatMap {
                try? RunRecord(encoded: $0)
            }
        }
    }()

    @Test func thereAreSome() { #expect(Self.pairs.count >= GoldenRun.all.count) }

    @Test(arguments: pairs)
    func theTwinsExpectationsFailOnTheScenario(pair: Pair) throws {
        // A golden run may be older than today's expectations: what fails them already says nothing here.
        guard let own = pair.own, pair.shows(own) == true, try status(of: own, by: pair.scenario) == .pass,
            Self.expects(pair.twin, pair.kernel)
        else { return }
        #expect(try status(of: own, by: pair.twin) == .fail)
    }

    /// Where only the comparison with the twin shows the effect, no expectation can: an expectation knows one run.
    @Test(arguments: pairs.filter { !$0.isComparison })
    func theScenariosExpectationsFailOnTheTwin(pair: Pair) throws {
        guard let own = pair.own, let twins = pair.twins, pair.shows(own) == true, pair.shows(twins) == false,
            !Self.leavesOpen(pair.scenario, pair.kernel), try status(of: own, by: pair.scenario) == .pass
        else { return }
        #expect(try status(of: twins, by: pair.scenario) == .fail)
    }

    /// Whether the effect is a race on this kernel: the scenario expects either, and only a rate over seeds tells it from its twin.
    private static func leavesOpen(_ scenario: Scenario, _ kernel: String) -> Bool {
        guard let kernel = KernelVersion(kernel) else { return false }
        return scenario.expectations.contains {
            $0.op == .oneOf && $0.observation == scenario.effect?.observation && $0.applies(to: kernel)
        }
    }

    private static func expects(_ scenario: Scenario, _ kernel: String) -> Bool {
        guard let kernel = KernelVersion(kernel) else { return false }
        return scenario.expectations.contains { $0.applies(to: kernel) }
    }

    /// The verdict on what `record` observed by what `scenario` expects.
    private func status(of record: RunRecord, by scenario: Scenario) throws -> RunStatus {
        var run = ImaginedRun.memcgKill()
        run.host.kernel.flavour = record.kernel.flavour
        run.runs(scenario)
        var facts = run.facts
        facts.observations = Dictionary(
            uniqueKeysWithValues: ObservationName.allCases.compactMap { name in record[name].map { (name, $0) } })
        return Judge.judge(facts, host: run.host, scenario: scenario).status
    }
}
