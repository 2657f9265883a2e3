import GuestProtocol
import Judge
import Scenario
import TestSupport
import Testing
import Vocabulary

/// What every scenario expects holds only if its experiment took place: in a guest in which no process ever starts and nothing is killed, something fails.
@Suite struct EmptyExperimentTests {
    @Test(arguments: ShippedExpectationsTests.cases)
    func isNotAsExpected(_ each: ShippedExpectationsTests.Case) throws {
        guard each.scenario.expectations.contains(where: { $0.applies(to: each.kernel) }) else { return }
        var run = try ImaginedRun.nobodyStarts(each.scenario)
        run.host.kernel.flavour = "\(each.kernel)"
        let record = Judge.judge(run.facts, host: run.host, scenario: each.scenario)
        let fails = record.expectations.contains { $0.status == .fail }
        #expect(fails, "\(each) expects nothing that needs its experiment")
    }
}
