/// Something other than an OOM report that its reader wants to know.
public struct KernelEvent: Sendable, Equatable {
    /// What it is.
    public enum Kind: String, Sendable, CaseIterable {
        /// "X: page allocation failure: order:N, mode:…"
        case allocationFailure
        /// "X: page allocation stalls for …" (seen in 7.3 and in 4.x).
        case allocationStall
        /// "Oops: …", "general protection fault …", "BUG: unable to handle …", "kernel BUG at …".
        case oops
        /// Any other "BUG: …": bad page state, KFENCE, scheduling while atomic.
        case bug
        /// "Kernel panic - not syncing: …"
        case panic
        /// "INFO: task X:N blocked for more than …"
        case hungTask
        /// "watchdog: BUG: soft lockup", "Watchdog detected hard LOCKUP".
        case softLockup
        /// "rcu: INFO: … detected stalls", "self-detected stall".
        case rcuStall
        /// "WARNING: …"
        case warning
        /// A SysRq-f request without a report.
        case sysrqOOM
        /// "OOM killer disabled." (before suspend or hibernation).
        case oomDisabled
        /// "OOM killer enabled."
        case oomEnabled
        /// "oom_reaper: reaped process …" of a report that was handed out before it came.
        case reaped
        /// "oom_reaper: unable to reap pid:…" of such a report.
        case unableToReap
        /// A user-space killer, a runtime or a quoted line: looks like an OOM kill and is none.
        case nearMiss
    }

    /// What it is.
    public var kind: Kind
    /// The message, without its wrapping, cut at 400 bytes.
    public var text: String
    /// What a near miss is.
    public var nearMiss: NearMiss?
    /// Name of the task concerned, where the message or its CPU line has it.
    public var task: String?
    /// Its pid; of a failed allocation and a panic by the CPU line below.
    public var pid: Int?
    /// Order of a failed allocation.
    public var order: Int?
    /// gfp mode of a failed allocation, as printed.
    public var mode: String?
    /// Functions of a failed allocation's call trace, innermost first.
    public var callTrace: [String] = []
    /// The Mem-Info block of a failed allocation; nil where it has none (the kernel prints one a second at most).
    public var memory: MemoryInfo?
    /// Line number, counted from 1.
    public var line: Int
    /// Sequence number, where the log has it.
    public var sequence: UInt64?
    /// Kernel time in nanoseconds since boot, where the log has it.
    public var timeNs: UInt64?
}

extension KernelEvent.Kind {
    /// The word for what should never happen in a healthy kernel: oops, panic, hung_task, soft_lockup or rcu_stall; nil for all else
    /// (drivers print WARNINGs lightly).
    public var failureWord: String? {
        switch self {
        case .oops, .bug: "oops"
        case .panic: "panic"
        case .hungTask: "hung_task"
        case .softLockup: "soft_lockup"
        case .rcuStall: "rcu_stall"
        default: nil
        }
    }
}

/// What a parser hands out.
public enum KernelLogItem: Sendable, Equatable {
    /// A report that is finished: its end was seen, the next one began, or the log ended.
    case report(OOMReport)
    /// Anything else of interest: at once, but for failed allocations and panics, whose further lines are waited for.
    case event(KernelEvent)
}
