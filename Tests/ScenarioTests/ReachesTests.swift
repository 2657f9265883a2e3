import GuestProtocol
import Testing

@testable import Scenario

/// What a run has to reach before it answers its claim, what an effect says of the claim, and windows that are long enough for what is said.
@Suite struct ReachesTests {
    private func scenario(_ more: String) throws -> Scenario {
        try Scenario.parse(source: goodSource.replacing("expect:\n  -", with: more + "\nexpect:\n  -"), file: "x.yaml")
    }

    @Test func functionsAreCountedAndEventsAreNot() throws {
        let scenario = try scenario("reaches: [out_of_memory, wake_reaper, {function: out_of_memory, by: hog}]")
        #expect(scenario.reaches.map(\.function) == ["out_of_memory", "wake_reaper", "out_of_memory"])
        #expect(scenario.reaches.map(\.role) == [nil, nil, "hog"])
        let plan = try scenario.plan()
        #expect(plan.functions == [Array("out_of_memory".utf8)])
        #expect(Plan(encoded: plan.encoded()) == plan)
    }

    @Test(arguments: [
        ("reaches: [a b]", "'a b' is no function of the kernel"), ("reaches: [1up]", "'1up' is no function"),
        ("reaches: [{function: f, by: hug}]", "unknown role 'hug'"), ("reaches: [{by: hog}]", "function"),
        ("reaches: [\(Array(repeating: "f", count: 9).joined(separator: ", "))]", "more than 8 functions"),
    ])
    func faultsAreNamed(line: String, message: String) throws {
        let error = try #require(throws: ScenarioErrors.self) { try scenario(line) }
        #expect("\(error)".contains(message), "\(error)")
    }

    @Test func anEffectTakesASide() throws {
        let effect = "effect: {observation: threads_left, atLeast: 1, finding: They stay., speaks: against}"
        #expect(try scenario(effect).effect?.speaks == .against)
        #expect(throws: ScenarioErrors.self) { try scenario(effect.replacing("against", with: "aginst")) }
    }

    /// The kernel itself waits for three seconds.
    @Test func aWindowIsLongEnoughForNever() throws {
        let source = goodSource.replacing("sleep: 200ms", with: "sleep: 300ms")
        let short = try Scenario.parse(source: source, file: "x.yaml")
        #expect(short.notices.contains { $0.message.contains("'threads_left' says that something never comes") })
        let long = try Scenario.parse(source: source.replacing("observe: 5s", with: "observe: 6s"), file: "x.yaml")
        #expect(!long.notices.contains { $0.message.contains("never comes") })
    }
}
