/// How a run, or one expectation of it, ended.
public enum RunStatus: String, CaseIterable, Codable, Sendable, Hashable, CustomStringConvertible {
    /// Everything was as expected.
    case pass = "PASS"
    /// The kernel differed from an expectation.
    case fail = "FAIL"
    /// The harness or the host failed: nothing is known about the kernel. Never reported as a pass or a fail.
    case error = "ERROR"
    /// Does not apply to this kernel or machine.
    case skip = "SKIP"
    /// The run finished, and nothing was expected of it.
    case done = "DONE"

    /// Whether the run says anything about its kernel: an ERROR and a SKIP don't.
    public var tellsOfKernel: Bool { self != .error && self != .skip }

    /// The word in reports.
    public var description: String { rawValue }
}
