import Foundation
import Judge
import Scenario
import TestSupport
import Testing
import Vocabulary

import struct Scenario.Expectation

@testable import Study

/// A check that can't fail is no check: every expectation of every shipped scenario and twin fails for some value of its
/// observation, fails where the observation is absent, and holds for some value together with all the others.
@Suite struct ShippedExpectationsTests {
    /// One scenario on one kernel.
    struct Case: Sendable, CustomStringConvertible {
        let scenario: Scenario
        let kernel: KernelVersion
        var description: String { "\(scenario.name) on \(kernel)" }
    }

    static let kernels = ["5.10.262", "6.1.190", "6.12.117", "6.17.13", "6.18.15", "7.3.4"].compactMap {
        KernelVersion($0)
    }

    static let cases: [Case] = {
        let folder = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Workloads/Scenarios")
        let scenarios = ScenarioCatalogue(folder: folder.path).scenarios
        return scenarios.flatMap { [$0] + [$0.twin].compactMap(\.self) }.flatMap { scenario in
            kernels.map { Case(scenario: scenario, kernel: $0) }
        }
    }()

    @Test func thereAreSome() { #expect(Self.cases.count >= 8 * 2 * Self.kernels.count) }

    @Test(arguments: cases)
    func canHoldAndCanFail(_ each: Case) throws {
        let applying = each.scenario.expectations.filter { $0.applies(to: each.kernel) }
        let names = Set(applying.map(\.observation))
        var good: [ObservationName: ObservationValue] = [:]
        for name in names {
            let all = applying.filter { $0.observation == name }
            let values: [ObservationValue?] = [nil] + Self.values(for: all)
            let fitting = values.first { value in all.allSatisfy { $0.isMet(by: value) } }
            good[name] = try #require(fitting, "no value of \(name) fulfils all expectations about it")
        }
        #expect(status(each, good) == (applying.isEmpty ? .done : .pass))
        for expectation in applying {
            let name = expectation.observation
            let bad = Self.values(for: [expectation]).filter { !expectation.isMet(by: $0) }
            #expect(!bad.isEmpty, "\(expectation.name) holds for every value")
            for value in bad {
                var facts = good
                facts[name] = value
                #expect(status(each, facts) == .fail, "\(expectation.name) with \(value)")
            }
            guard expectation.op != .absent else { continue }
            var facts = good
            facts[name] = nil
            #expect(status(each, facts) == .fail, "\(expectation.name) holds where nothing is known")
        }
    }

    /// The verdict on a run in which all is well and these are the observations.
    private func status(_ each: Case, _ observations: [ObservationName: ObservationValue]) -> RunStatus {
        var run = ImaginedRun.memcgKill()
        run.host.kernel.flavour = "\(each.kernel)"
        run.runs(each.scenario)
        var facts = run.facts
        facts.observations = observations
        return Judge.judge(facts, host: run.host, scenario: each.scenario).status
    }

    /// Values on both sides of what the expectations name.
    private static func values(for expectations: [Expectation]) -> [ObservationValue] {
        guard let name = expectations.first?.observation else { return [] }
        let named = expectations.flatMap(\.expected)
        switch name.kind {
        case .flag: return [.flag(false), .flag(true)]
        case .word: return name.words.map { .word($0) }
        case .words: return named + [.words([]), .words(["a stranger"])]
        case .numeric:
            let numbers = Set(named.compactMap(\.numeric)).sorted()
            let between = zip(numbers, numbers.dropFirst()).map { ($0 + $1) / 2 }
            let around: [Double] = numbers.flatMap { [$0 - 1, $0, $0 + 1] }
            return ([-1, 0] + around + between).map { ObservationValue.number($0) }
        }
    }
}
