/// Two sources that do not say the same.
public struct Disagreement: Equatable, Sendable {
    /// A known reason for which sources differ though all are right.
    public enum Rule: String, Codable, Sendable, CaseIterable {
        /// memory.events and the log count one kill for an mm; every process that shares it gets SIGKILL (`__oom_kill_process`).
        case sharersDieWithTheMm = "sharers-die-with-the-mm"
        /// mark_victim is also traced, and nothing logged, where the chosen task was already dying (`task_will_free_mem`).
        case alreadyExiting = "already-exiting"
        /// With memory.oom.group the victim is killed once as the choice and once more as a member of its group, and counted each time
        /// (`oom_kill_process`, `oom_kill_memcg_member`); for the log both lines are one kill.
        case groupVictimCountedTwice = "group-victim-counted-twice"
        /// A victim that another workload process has made is that one's to wait for (`do_notify_parent`): the agent isn't told, and the trace has the exit.
        case reapedByItsParent = "reaped-by-its-parent"
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
