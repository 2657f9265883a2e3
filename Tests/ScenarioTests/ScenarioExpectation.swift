import Scenario

/// `Expectation` is also a name of Swift Testing's: files that import both use this one.
typealias ScenarioExpectation = Expectation
