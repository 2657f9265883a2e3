import Vocabulary

/// What a list tells of a run: enough to find it again, and for its line.
public struct RunSummary: Codable, Equatable, Sendable {
    /// The run's name.
    public var id: String
    /// When the command started the machine: ISO 8601, UTC.
    public var started: String
    /// How long the run took.
    public var wallSeconds: Double
    /// The verdict.
    public var status: RunStatus
    /// Why, for everything but PASS.
    public var reason: String?
    /// The scenario's name.
    public var scenario: String
    /// The row of the ledger that it belongs to.
    public var claim: String
    /// `uname -r`.
    public var kernelRelease: String
    /// The version by which reports call the kernel.
    public var kernelFlavour: String
    /// `deterministic` or `realtime`.
    public var mode: RunMode
    /// The victims' roles, in the order of the kills.
    public var victims: [String]
    /// `threads_left`; `nil`, as the next two, where the run tells nothing of it.
    public var threadsLeft: Double?
    /// `kill_to_release_ms`.
    public var killToReleaseMs: Double?
    /// `kernel_failure`.
    public var kernelFailure: String?

    /// What `record` has of it.
    public init(_ record: RunRecord) {
        id = record.id
        started = record.started
        wallSeconds = record.wallSeconds
        status = record.status
        reason = record.reason
        scenario = record.scenario.name
        claim = record.scenario.claim
        kernelRelease = record.kernel.release
        kernelFlavour = record.kernel.flavour
        mode = record.machine.mode
        victims = record.kills.map(\.victim.role)
        threadsLeft = record[.threadsLeft]?.numeric
        killToReleaseMs = record[.killToReleaseMs]?.numeric
        if case .word(let failure)? = record[.kernelFailure] { kernelFailure = failure }
    }
}
