/// One workload process: what it was, and what became of it.
public struct ProcessFact: Equatable, Sendable {
    /// How a process ended.
    public struct Exit: Equatable, Sendable {
        /// The signal that ended it, or `nil` where it exited by itself.
        public let signal: Int?
        /// The exit code, or `nil` where a signal ended it.
        public let code: Int?
        /// When its parent was told that all of it is gone (trace), as `kill_to_exit_ms` has it; else when its last thread exited (trace), or when
        /// the agent reaped it.
        public let atNs: UInt64
    }

    /// How many threads were in which state at one moment.
    public struct Picture: Equatable, Sendable {
        /// When.
        public let atNs: UInt64
        /// Threads by `frozen` or the letter of proc(5).
        public let states: [String: Int]
    }

    /// Its role in the plan; for a process that another one made, its name.
    public var role: String
    /// Index into the plan's processes; `nil` for a process that another one made.
    public var planned: Int?
    /// Its process id.
    public var tgid: Int32
    /// The process that made it, where that is known.
    public var parent: Int32?
    /// Every thread id seen, its own too.
    public var tids: Set<Int32>
    /// The most threads that it had at once.
    public var threads: Int
    /// The other processes of its mm, sorted.
    public var sharesMmWith: [Int32] = []
    /// Its v2 group, as the kernel writes it (`/arena`).
    public var cgroup: String?
    /// As the kernel last said before the end.
    public var oomScoreAdj: Int?
    /// When the kernel itself (and not a process) first sent it SIGKILL.
    public var killedByKernelNs: UInt64?
    /// When it said that it holds what it was asked to hold; `nil` if it never did.
    public var readyNs: UInt64?
    /// Which of its calls failed, in its own words: `mmap of 90 MiB: Cannot allocate memory (ENOMEM)`.
    public var said: [String] = []
    /// How it ended; `nil` where it never did.
    public var exit: Exit?
    /// When each thread was made, by thread id, as far as that is known.
    public var threadStarts: [Int32: UInt64] = [:]
    /// What its threads were doing whenever the agent took a picture of `/proc`.
    public var pictures: [Picture] = []
    /// When each thread exited, by thread id.
    public var threadExits: [Int32: UInt64] = [:]
    /// When its parent was told that it is gone (SIGCHLD): all of its threads have given up their memory and files by then.
    public var parentToldNs: UInt64?
    /// When all of it was gone, by the trace; `nil` where a thread's exit is missing. The parent is told at the same place of the exit in every
    /// kernel: `sched_process_exit` was behind exit_mm() up to 6.12, and stands before it in 6.17 and later (46 ms and 2 ms for the same 64 MiB).
    /// A process without an exit signal has only the latter.
    public var goneNs: UInt64? {
        guard !tids.isEmpty, tids.allSatisfy({ threadExits[$0] != nil }) else { return nil }
        return parentToldNs ?? tids.compactMap { threadExits[$0] }.max()
    }
    /// Its threads that were alive at the end of the observation window; `nil` where nothing tells.
    public var threadsLeft: [TaskSnapshot.Thread]?
}
