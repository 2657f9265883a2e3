import Scenario
import Testing

@Suite struct ScenarioErrorsTests {
    @Test func areSortedFileByFileAndKeptOnce() {
        let error = { (file: String, line: Int?) in ScenarioError(file: file, line: line, message: "m") }
        let errors = ScenarioErrors([error("b", 9), error("b", 2), error("a", 1), error("b", 2), error("", nil)])
        #expect(errors.errors.map(\.description) == ["b:2: m", "b:9: m", "a:1: m", "m"])
    }
}
