import Vocabulary

/// A scenario as `--format json` tells it.
public struct ScenarioSummary: Codable, Sendable, Equatable {
    /// A parameter and its default.
    public struct Parameter: Codable, Sendable, Equatable {
        /// Its name.
        public var name: String
        /// Its default, as text.
        public var value: String
    }

    /// An expectation as the file has it.
    public struct Expected: Codable, Sendable, Equatable {
        /// Its name.
        public var name: String
        /// What is looked at.
        public var observation: ObservationName
        /// How it is compared.
        public var op: Expectation.Operator
        /// With what.
        public var expected: [ObservationValue]
        /// On which kernels; absent for all.
        public var kernels: KernelRange?
        /// Why.
        public var why: String
    }

    /// The scenario's name, claim, one sentence, and full description.
    public var name, claim, summary, description: String
    /// Words to choose by.
    public var tags: [String]
    /// Where it was read from.
    public var file: String
    /// RAM in bytes.
    public var memoryBytes: UInt64
    /// Virtual CPUs.
    public var cpus: Int
    /// Kernels that it applies to; absent for all.
    public var kernels: KernelRange?
    /// Controllers and features that a kernel must have.
    public var controllers, features: [String]
    /// What `--set` can change.
    public var parameters: [Parameter]
    /// What is expected.
    public var expectations: [Expected]
    /// The twin's name, or absent.
    public var twin: String?

    enum CodingKeys: String, CodingKey {
        case name, claim, summary, description, tags, file, cpus, kernels, controllers, features, parameters
        case expectations, twin
        case memoryBytes = "memory_bytes"
    }

    /// The account of a scenario.
    public init(_ scenario: Scenario) {
        name = scenario.name
        claim = scenario.claim
        summary = scenario.summary
        description = scenario.description
        tags = scenario.tags
        file = scenario.file
        memoryBytes = scenario.machine.memoryBytes
        cpus = scenario.machine.cpus
        kernels = scenario.needs.kernel
        controllers = scenario.needs.controllers
        features = scenario.needs.features
        parameters = scenario.parameters.map { Parameter(name: $0.name, value: $0.value) }
        expectations = scenario.expectations.map {
            Expected(
                name: $0.name, observation: $0.observation, op: $0.op, expected: $0.expected, kernels: $0.kernels,
                why: $0.why)
        }
        twin = scenario.twin?.name
    }
}
