import Testing
import Vocabulary

@testable import Scenario

/// What a scenario is there to show: read, held against values, and told in a sentence.
@Suite struct EffectTests {
    private static let effect = """
        effect:
          observation: threads_left
          atLeast: 1
          finding: "${threads_left} of ${threads} stay, and ${twin_threads_left} in the twin."

        """

    private func scenario(_ effect: String = Self.effect) throws -> Scenario {
        try Scenario.parse(source: goodSource.replacing("expect:\n  -", with: effect + "expect:\n  -"), file: "x.yaml")
    }

    @Test func isRead() throws {
        let scenario = try scenario()
        let effect = try #require(scenario.effect)
        #expect(effect.testText == "threads_left at least 1")
        #expect(effect.finding == "${threads_left} of 8 stay, and ${twin_threads_left} in the twin.")
        #expect(effect.otherwise == nil)
        #expect(scenario.twin?.effect?.test == effect.test)
        let told = Effect.sentence(effect.finding) { "\($0)\($1 ? " there" : " here")" }
        #expect(told == "threads_left here of 8 stay, and threads_left there in the twin.")
    }

    @Test func isSeenOrNotOrUnknown() throws {
        let effect = try #require(try scenario().effect)
        #expect(effect.isSeen(in: .count(1), twin: []) == true)
        #expect(effect.isSeen(in: .count(0), twin: []) == false)
        #expect(effect.isSeen(in: nil, twin: []) == nil)
    }

    @Test func isHeldAgainstTheTwin() throws {
        let text = Self.effect.replacing("threads_left\n", with: "pinned_bytes\n").replacing(
            "atLeast: 1", with: "aboveTwin: 4K")
        let effect = try #require(try scenario(text).effect)
        #expect(effect.testText == "pinned_bytes at least 4K above the twin's")
        let twin: [ObservationValue?] = [.count(1000), .count(2000)]
        #expect(effect.isSeen(in: .count(6096), twin: twin) == true)
        #expect(effect.isSeen(in: .count(6095), twin: twin) == false)
        #expect(effect.isSeen(in: .count(6096), twin: twin + [nil]) == nil)
        #expect(effect.isSeen(in: .count(6096), twin: []) == nil)
        #expect(effect.isSeen(in: nil, twin: twin) == nil)
    }

    @Test(arguments: [
        ("atLeast: 1", "atLeast: one", "'threads_left' is a whole number, and 'one' is none"),
        ("atLeast: 1", "aboveTwin: 0", "'aboveTwin' must be above 0, or any two runs would differ"),
        ("atLeast: 1", "aboveTwin: 1\n  atLeast: 1", "'aboveTwin' stands alone, without 'atLeast'"),
        ("atLeast: 1\n", "\n", "no operator: one of equals, atLeast, atMost, above, below, between, oneOf, absent"),
        ("threads_left\n", "thread_left\n", "unknown observation 'thread_left' (did you mean 'threads_left'?)"),
        (
            "${twin_threads", "${win_threads",
            "no parameter or observation 'win_threads_left' (did you mean 'twin_threads_left'?)"
        ),
        ("  finding: \"", "  fnding: \"", "unknown key 'fnding' in 'effect' (did you mean 'finding'?)"),
    ])
    func faultsAreNamed(old: String, new: String, message: String) throws {
        #expect(Self.effect.contains(old))
        let errors = #expect(throws: ScenarioErrors.self) { try scenario(Self.effect.replacing(old, with: new)) }
        let told = errors?.errors.map(\.description) ?? []
        #expect(told.contains { $0.hasPrefix("x.yaml:") && $0.hasSuffix(message) }, "\(told)")
    }

    @Test func needsATwin() throws {
        let source = goodSource.replacing("expect:\n  -", with: Self.effect + "expect:\n  -")
        let alone = try #require(source.firstRange(of: "\ntwin:"))
        let errors = #expect(throws: ScenarioErrors.self) {
            try Scenario.parse(source: String(source[..<alone.lowerBound]), file: "x.yaml")
        }
        #expect(errors?.description.contains("an effect needs a twin in which it vanishes") == true)
    }
}
