import Vocabulary

/// The exit statuses that scripts rely on.
public enum ExitStatus: Int32, Sendable {
    /// Everything as expected.
    case asExpected = 0
    /// A kernel differed from an expectation.
    case kernelDiffered = 1
    /// The harness or the host failed: nothing is known about the kernel.
    case harnessFailed = 2
    /// Nothing applicable ran.
    case nothingApplicable = 4
    /// The command line or an input file is wrong.
    case usage = 64
    /// Interrupted.
    case interrupted = 130

    /// The status of several runs together: a difference weighs more than a failure of the harness, and that more than success.
    public init(of statuses: some Sequence<RunStatus>) {
        let seen = Set(statuses)
        if seen.contains(.fail) {
            self = .kernelDiffered
        } else if seen.contains(.error) {
            self = .harnessFailed
        } else if seen.contains(.pass) || seen.contains(.done) {
            self = .asExpected
        } else {
            self = .nothingApplicable
        }
    }
}
