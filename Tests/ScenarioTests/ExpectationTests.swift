import Scenario
import Testing
import Vocabulary

@Suite struct ExpectationTests {
    private func expectation(_ op: ScenarioExpectation.Operator, _ expected: ObservationValue...) -> ScenarioExpectation
    {
        ScenarioExpectation(name: "n", observation: .kills, op: op, expected: expected, kernels: nil, why: "")
    }

    @Test func absentMatchesOnlyAbsent() {
        for op in ScenarioExpectation.Operator.allCases where op != .absent {
            #expect(!expectation(op, .count(0), .count(5)).isMet(by: nil))
        }
        #expect(expectation(.absent).isMet(by: nil))
        #expect(!expectation(.absent).isMet(by: .count(0)))
    }

    @Test(arguments: [
        (ScenarioExpectation.Operator.equals, "nyn"), (.atLeast, "nyy"), (.atMost, "yyn"), (.above, "nny"),
        (.below, "ynn"),
    ])
    func comparesNumbers(op: ScenarioExpectation.Operator, results: String) {
        let met = [1, 2, 3].map { expectation(op, .count(2)).isMet(by: .count($0)) }
        #expect(met == results.map { $0 == "y" })
    }

    @Test func comparesRangesAndWords() {
        #expect(expectation(.between, .count(1), .number(2.5)).isMet(by: .number(2.5)))
        #expect(!expectation(.between, .count(1), .number(2.5)).isMet(by: .count(3)))
        #expect(expectation(.oneOf, .words(["a"]), .words(["b"])).isMet(by: .words(["b"])))
        #expect(!expectation(.equals, .words(["a", "b"])).isMet(by: .words(["b", "a"])))
        #expect(!expectation(.atLeast, .count(1)).isMet(by: .word("reaped")))
    }
}
