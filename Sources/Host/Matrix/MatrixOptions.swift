import Lab

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
}
