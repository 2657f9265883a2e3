/// A process that the OOM killer killed: one "Killed process" line.
///
/// The line grew over time: none had sizes in 2.6.26, all have them in 2.6.32; shmem-rss came with 4.x, UID, pgtables and oom_score_adj after 5.3
/// (RHEL 6 has a UID of its own). `mm/oom_kill.c`, `__oom_kill_process()`.
public struct KilledProcess: Sendable, Equatable {
    /// Process id.
    public var pid: Int
    /// The kernel's name for it, at most 15 bytes; nil where the line is cut before its end.
    public var name: String?
    /// Size of its address space.
    public var totalVMKB: Int?
    /// Anonymous resident memory.
    public var anonRSSKB: Int?
    /// File-backed resident memory.
    public var fileRSSKB: Int?
    /// Resident shared memory.
    public var shmemRSSKB: Int?
    /// Its user, from this line or from the oom-kill: line that names it.
    public var uid: Int?
    /// Its page tables.
    public var pgtablesKB: Int?
    /// Its oom_score_adj.
    public var oomScoreAdj: Int?
    /// True if it died as a member of a group with memory.oom.group, rather than as the chosen victim.
    public var groupKill = false
    /// Kernel time of the line in nanoseconds since boot, where the log has it.
    public var timeNs: UInt64?

    /// A victim of which only the pid is known.
    public init(pid: Int) { self.pid = pid }
}

/// The task that the OOM killer chose.
public struct SelectedTask: Sendable, Equatable {
    /// Process id; nil where the line is cut inside it.
    public var pid: Int?
    /// Its name.
    public var name: String?
    /// Its user (oom-kill: line).
    public var uid: Int?
    /// Its badness, as "Kill process … score" states it (up to 4.x).
    public var score: Int?

    /// Nothing known yet.
    public init() {}
}

/// One "oom_reaper: reaped process" line (from 4.x on).
public struct Reaping: Sendable, Equatable {
    /// Process id.
    public var pid: Int
    /// Its name.
    public var name: String?
    /// What is left of it: anonymous resident memory.
    public var anonRSSKB: Int?
    /// File-backed resident memory that is left.
    public var fileRSSKB: Int?
    /// Resident shared memory that is left.
    public var shmemRSSKB: Int?
    /// Kernel time in nanoseconds since boot.
    public var timeNs: UInt64?

    /// A reaped process of which only the pid is known.
    public init(pid: Int) { self.pid = pid }
}
