/// Two sources that do not say the same.
public struct Disagreement: Equatable, Sendable {
    /// A known reason for which sources differ though all are right.
    public enum Rule: String, Codable, Sendable, CaseIterable {
        /// memory.events and the log count one kill for an mm; every process that shares it gets SIGKILL (`__oom_kill_process`).
        case sharersDieWithTheMm = "sharers-die-with-the-mm"
        /// mark_victim is also traced, and nothing logged, where the chosen task was already dying (`task_will_free_mem`).
        case alreadyExiting = "already-exiting"
        /// The victim has SIGKILL pending and is still there at the end of the records.
        case stillAlive = "still-alive"
        /// `oom` rises on every attempt to charge that fails, also while an earlier victim is still dying.
        case oomWithoutKill = "oom-without-kill"
        /// The kernel says itself that it lost trace events.
        case traceLost = "trace-lost"
        /// The machine died before the other source could be written.
        case machineDied = "machine-died"
    }

    /// The sources: `kernel log`, `trace`, `memory.events`, `exit status`.
    public let between: [String]
    /// What each says.
    public let what: String
    /// Why that is no contradiction; `nil` where nothing known explains it.
    public let rule: Rule?
}
