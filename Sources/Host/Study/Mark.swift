// A comment speaks for all the properties below it, up to the next one.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
/// One moment in the course of a kill.
public struct Mark: Equatable, Sendable {
    /// What happened, in the kernel's words where it has one.
    public enum Event: String, Codable, Sendable, CaseIterable {
        /// An allocation failed for good ("X invoked oom-killer").
        case invoked
        /// The victim got its mark, and with it access to the reserves.
        case markVictim = "mark_victim"
        /// The kernel sent SIGKILL to a process.
        case sigkill
        /// The reaper was asked, began, ended, or gave up.
        case wakeReaper = "wake_reaper"
        case startTaskReaping = "start_task_reaping"
        case finishTaskReaping = "finish_task_reaping"
        case skipTaskReaping = "skip_task_reaping"
        /// The first of several threads of a killed process exited, and the whole process was gone.
        case firstThreadExit = "first_thread_exit"
        case exit
        /// The group's usage was seen below half of what it was at the kill.
        case released
    }

    /// When, on CLOCK_MONOTONIC.
    public let atNs: UInt64
    /// What.
    public let event: Event
    /// Index into the kills; `nil` where it belongs to none of them.
    public let kill: Int?
    /// The process that it is about, where it is about one.
    public let pid: Int32?
    public let role: String?
    /// Where it was read: `trace`, `kernel log`, `memory.current`.
    public let source: String
}

extension Observer {
    private static let reaping: [String: Mark.Event] = [
        "wake_reaper": .wakeReaper, "start_task_reaping": .startTaskReaping,
        "finish_task_reaping": .finishTaskReaping, "skip_task_reaping": .skipTaskReaping,
    ]

    /// Every moment of every kill, in order of time. `tgids` gives each thread's process.
    func marks(_ tgids: [Int32: Int32]) -> [Mark] {
        var marks = killMarks + exitMarks
        for event in sources.trace.events {
            guard let word = Observer.reaping[event.name], let subject = event.subject else { continue }
            marks.append(mark(word, at: event.timeNs, tgid: tgids[subject] ?? subject, source: "trace"))
        }
        if let kill = kills.first, let release = facts.phases.first(where: { $0.name == .killToRelease }) {
            marks.append(
                Mark(
                    atNs: kill.atNs.plus(release.nanoseconds), event: .released, kill: 0, pid: nil, role: nil,
                    source: "memory.current"))
        }
        return marks.enumerated().sorted { ($0.element.atNs, $0.offset) < ($1.element.atNs, $1.offset) }.map(\.element)
    }

    /// The log's clock runs some milliseconds beside CLOCK_MONOTONIC, so the call of the killer is placed by its distance to the kill.
    private var killMarks: [Mark] {
        let traced = Set(sources.trace.events.filter { $0.name == "mark_victim" }.map(\.timeNs))
        var marks: [Mark] = []
        for (index, kill) in facts.kills.enumerated() {
            let victim = kill.victim
            let source = traced.contains(kill.atNs) ? "trace" : "kernel log"
            marks.append(
                Mark(
                    atNs: kill.atNs, event: .markVictim, kill: index, pid: victim.tgid, role: victim.role,
                    source: source))
            guard kill.kind != .group, let before = kill.invokedBeforeNs, before <= kill.atNs else { continue }
            marks.append(
                Mark(
                    atNs: kill.atNs - before, event: .invoked, kill: index, pid: nil, role: kill.invoker,
                    source: "kernel log"))
        }
        return marks
    }

    private var exitMarks: [Mark] {
        var marks: [Mark] = []
        for process in facts.processes {
            guard let killed = process.killedByKernelNs else { continue }
            marks.append(mark(.sigkill, at: killed, tgid: process.tgid, source: "trace"))
            let exits = process.threadExits.values.filter { $0 >= killed }
            if process.tids.count > 1, let first = exits.min() {
                marks.append(mark(.firstThreadExit, at: first, tgid: process.tgid, source: "trace"))
            }
            if let gone = process.goneNs {
                marks.append(mark(.exit, at: gone, tgid: process.tgid, source: "trace"))
            }
        }
        return marks
    }

    /// A mark belongs to the kill of its process, or of a process that shares its mm; of several to the last one begun.
    private func mark(_ event: Mark.Event, at time: UInt64, tgid: Int32, source: String) -> Mark {
        let fact = process(tgid)
        let own = ([tgid] + (fact?.sharesMmWith ?? [])).compactMap { killPlaces[$0] }
        let kill = own.compactMap { $0.last(at: time) }.max() ?? own.map(\.first).min()
        return Mark(atNs: time, event: event, kill: kill, pid: tgid, role: fact?.role, source: source)
    }
}
