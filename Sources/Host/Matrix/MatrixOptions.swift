import Lab
import Scenario

/// What all cells of a matrix have in common.
public struct MatrixOptions: Codable, Hashable, Sendable {
    /// Whether time in the guest is counted instructions or the host's.
    public var mode: Machine.Mode
    /// Virtual CPUs; `nil` leaves it to the scenario.
    public var cpus: Int?
    /// RAM; `nil` leaves it to the scenario.
    public var memoryBytes: UInt64?
    /// Parameters that replace the scenarios' own.
    public var parameters: [String: String]

    /// Options with every field.
    public init(mode: Machine.Mode, cpus: Int?, memoryBytes: UInt64?, parameters: [String: String]) {
        self.mode = mode
        self.cpus = cpus
        self.memoryBytes = memoryBytes
        self.parameters = parameters
    }

    /// The scenario as every one of its cells has it: with these parameters in force, checked for this memory.
    ///
    /// - Throws: `ScenarioErrors` for names that are no parameters, and for values that don't fit.
    public func configured(_ scenario: Scenario) throws -> Scenario {
        try scenario.applying(set: parameters, memory: memoryBytes)
    }
}
