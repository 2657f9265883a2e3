/// One run of the kernel's OOM killer, as the log states it, in the kernel's own words.
///
/// What the log does not say is `nil` or empty, never zero. Line formats: `mm/oom_kill.c`, `mm/memcontrol.c` and
/// `mm/show_mem.c` (`mm/page_alloc.c` in older kernels); 5.10, 6.12, 6.18 and 7.3 read from their images, older ones from published logs.
public struct OOMReport: Sendable, Equatable {
    /// What ran out of memory.
    public enum Kind: String, Sendable, CaseIterable {
        /// The machine (CONSTRAINT_NONE).
        case global
        /// A memory cgroup at its limit (CONSTRAINT_MEMCG).
        case memcg
        /// The nodes of a cpuset (CONSTRAINT_CPUSET).
        case cpuset
        /// The nodes of a memory policy (CONSTRAINT_MEMORY_POLICY).
        case mempolicy
        /// Nothing: an administrator asked for a kill by SysRq-f.
        case sysrq
        /// The lines at hand do not say.
        case unknown
    }

    /// How the report ended.
    public enum Outcome: String, Sendable, CaseIterable {
        /// At least one "Killed process" line.
        case killed
        /// The kernel panicked before it killed anything.
        case panic
        /// "Out of memory and no killable processes..."
        case noKillable
        /// The chosen victim was already exiting and was left alone ("OOM victim … is already exiting", seen in 5.10 to 7.3).
        case alreadyExiting
        /// The end of the report is not in the log.
        case unknown
    }

    /// What ran out of memory.
    public var kind = Kind.unknown
    /// How it ended.
    public var outcome = Outcome.unknown
    /// True where the header, something of the body and the end are all there and nothing is visibly cut out.
    public var complete = false

    /// Why a task was killed without a search for the worst one.
    public enum KillReason: String, Sendable, CaseIterable {
        /// vm.oom_kill_allocating_task is set: "Out of memory (oom_kill_allocating_task)".
        case allocatingTask
        /// Nodes are restricted: "No available memory (MPOL_BIND)", "No available memory in cpuset" (up to 2.6.35).
        case noRanking
    }

    // MARK: The allocation that failed

    /// Name of the task whose allocation failed ("X invoked oom-killer").
    public var invoker: String?
    /// Its pid, from the CPU/PID/Comm line.
    public var invokerPID: Int?
    /// Its uid (`UID:` in the CPU line, from 6.12 on or a little before).
    public var invokerUID: Int?
    /// The CPU it ran on.
    public var cpu: Int?
    /// The kernel release of the CPU line, such as `6.12.9-cloud-amd64`.
    public var kernelRelease: String?
    /// As printed, with the symbolic part in parentheses where there is one.
    public var gfpMask: String?
    /// Order of the allocation; -1 stands for SysRq.
    public var order: Int?
    /// oom_score_adj of the invoker (absent in 2.6.26 and its like).
    public var invokerOOMScoreAdj: Int?
    /// oomkilladj or oom_adj of the invoker, on the scale of -17 to 15 of old kernels.
    public var invokerOOMAdj: Int?
    /// Functions of the invoker's call trace, innermost first, at most ``KernelLogLimits/callTrace``.
    public var callTrace: [String] = []

    // MARK: Where it ran out

    /// As printed in the oom-kill: line, such as `CONSTRAINT_MEMCG` (5.3 and later, RHEL 8).
    public var constraint: String?
    /// As printed, `(null)` included.
    public var nodemask: String?
    /// The invoker's cpuset.
    public var cpuset: String?
    /// The invoker's memory nodes, such as `0-1`.
    public var memsAllowed: String?
    /// Group whose limit was hit (`oom_memcg=`, or "as a result of limit of").
    public var oomMemcg: String?
    /// Group of the victim (`task_memcg=`, or "Task in").
    public var taskMemcg: String?
    /// Whether the oom-kill: line says `global_oom`; nil without such a line.
    public var globalOOM: Bool?
    /// Counters of the group at its limit: memory, memory+swap, swap, kmem.
    public var limits: [MemcgLimit] = []
    /// memory.min of the group in kB ("Memory cgroup min protection", in 7.3).
    public var minProtectionKB: Int?
    /// memory.low of the group in kB.
    public var lowProtectionKB: Int?
    /// "Memory cgroup stats for" blocks: one, or one for each descendant up to 4.x.
    public var memcgStats: [MemcgStats] = []
    /// The Mem-Info block of a report that is not a memcg's.
    public var memory: MemoryInfo?

    // MARK: Who was there, and who died

    /// Names of the task table's columns, in order, by its own header; empty without a table.
    public var taskColumns: [String] = []
    /// The task table.
    public var tasks: [TaskRow] = []
    /// Who was chosen ("Kill process … score …" or the oom-kill: line); a child may have died instead up to 4.x.
    public var selected: SelectedTask?
    /// Why no ranking decided, where the kill line says so.
    public var killReason: KillReason?
    /// Who was killed, in the order of their "Killed process" lines, one entry a pid.
    public var victims: [KilledProcess] = []
    /// Group killed as a whole ("are going to be killed due to memory.oom.group set").
    public var groupKillMemcg: String?
    /// Victims that were left alone because they were exiting already.
    public var alreadyExiting: [Int] = []
    /// Pids that the OOM reaper reported as reaped.
    public var reaped: [Int] = []
    /// What the reaper's lines say, in the order of ``reaped``.
    public var reapings: [Reaping] = []
    /// Pids that the OOM reaper gave up on ("unable to reap pid:").
    public var unableToReap: [Int] = []

    // MARK: Where in the log

    /// First line, counted from 1.
    public var firstLine = 0
    /// Last line that belongs to it, counted from 1.
    public var lastLine = 0
    /// Sequence number of the first record, where the log has them (`/dev/kmsg`).
    public var firstSequence: UInt64?
    /// Sequence number of the last record.
    public var lastSequence: UInt64?
    /// Kernel time of the first line in nanoseconds since boot, where the log has it.
    public var timeNs: UInt64?
    /// Kernel time of the line that ended it (kill, panic, no killable process).
    public var endTimeNs: UInt64?
    /// The first line's stamp as printed (`Thu Dec  7 00:05:14 2017`), where it is no kernel time.
    public var stamp: String?

    // MARK: What was odd

    /// Lines between the header and the end that the grammar does not know.
    public var unrecognisedCount = 0
    /// The first of them, at most ``KernelLogLimits/unrecognised``.
    public var unrecognised: [UnrecognisedLine] = []
    /// What is missing or does not fit, and where.
    public var warnings: [LogWarning] = []

    /// An empty report.
    public init() {}

    /// The task table's row of a process.
    public func task(pid: Int) -> TaskRow? { tasks.first { $0.pid == pid } }
}

/// A line of a report that the grammar does not know.
public struct UnrecognisedLine: Sendable, Equatable {
    /// Line number, counted from 1.
    public var line: Int
    /// The message, without its wrapping, cut at 200 bytes.
    public var text: String
}

/// Something about a report that its reader should know.
public struct LogWarning: Sendable, Equatable {
    /// Line number, counted from 1.
    public var line: Int
    /// What is missing or does not fit.
    public var text: String
}

/// Bounds that keep memory finite whatever the input is; what lies beyond is counted and reported as a warning.
public enum KernelLogLimits {
    /// Bytes of one line; the rest of it is dropped.
    public static let line = 64 * 1024
    /// Rows of one task table.
    public static let tasks = 65_536
    /// Victims, and reaper lines, of one report.
    public static let victims = 4_096
    /// Counters of one block.
    public static let counters = 512
    /// Blocks of one kind (stats of groups, nodes, zones, slab caches) in one report.
    public static let blocks = 512
    /// Functions of one call trace.
    public static let callTrace = 64
    /// Unrecognised lines and warnings that are kept of one report.
    public static let unrecognised = 32
    /// Finished reports that still wait for the reaper's lines.
    public static let waiting = 16
    /// Nanoseconds of log time that a finished report waits for the reaper's lines.
    public static let waitNs: UInt64 = 30_000_000_000
}
