import GuestProtocol
import KernelLog
import Vocabulary

/// Compares what the kernel log, the trace, memory.events and the exit statuses say of the same kills.
struct Reconciliation {
    private let facts: Facts
    private let sources: Sources
    /// Where each process stands among the facts.
    private let places: [Int32: Int]
    private(set) var disagreements: [Disagreement] = []

    init(_ facts: Facts, _ sources: Sources) {
        self.facts = facts
        self.sources = sources
        places = facts.processPlaces
        guard facts.integrity.agentSpoke else { return }
        logAndTrace()
        logAndCounters()
        countersAndExits()
        logAndExits()
        oomCounter()
    }

    private mutating func add(_ between: [String], _ what: String, _ rule: Disagreement.Rule?) {
        disagreements.append(Disagreement(between: between, what: what, rule: rule))
    }

    private func process(_ tgid: Int32) -> ProcessFact? { places[tgid].map { facts.processes[$0] } }
    private var traced: Bool { !sources.trace.events.isEmpty }
    private var lossRule: Disagreement.Rule? { sources.trace.lost > 0 ? .traceLost : sources.died ? .machineDied : nil }

    private mutating func logAndTrace() {
        guard traced else { return }
        // Each kill takes the first mark of its victim that no other has taken.
        var taken: [Int32: Int] = [:]
        let marks = sources.trace.events.filter { $0.name == "mark_victim" }
        let marked = marks.reduce(into: [Int32: Int]()) { count, mark in
            if let pid = mark.subject { count[pid, default: 0] += 1 }
        }
        for kill in facts.kills {
            let pid = kill.victim.pid
            if taken[pid, default: 0] < marked[pid, default: 0] {
                taken[pid, default: 0] += 1
            } else {
                add(["kernel log", "trace"], "\(pid) was killed, and no mark_victim names it", lossRule)
            }
        }
        let dying = Dying(facts, sources)
        for mark in marks {
            guard let pid = mark.subject else { continue }
            if let count = taken[pid], count > 0 {
                taken[pid] = count - 1
                continue
            }
            add(
                ["trace", "kernel log"], "mark_victim names \(pid), and no line says that it was killed",
                dying.contains(pid, at: mark.timeNs) ? .alreadyExiting : lossRule)
        }
    }

    /// Counters are hierarchical: the top group's include every kill below it, global ones too.
    private mutating func logAndCounters() {
        let end = facts.timeline.windowEndNs
        var seen: Set<String> = []
        for group in sources.plan.groups where group.hierarchy == .v2 {
            let name = String(decoding: group.name, as: UTF8.self)
            guard seen.insert(name).inserted, let counted = facts.memoryEvents[name]?.oomKill else { continue }
            let logged = facts.kills.count { kill in
                guard kill.atNs <= end, let memcg = kill.taskMemcg ?? process(kill.victim.tgid)?.cgroup else {
                    return false
                }
                return memcg == "/" + name || memcg.hasPrefix("/" + name + "/")
            }
            guard counted != logged else { continue }
            let surplus = counted.minus(logged)
            let isTwice = surplus > 0 && surplus <= groupKills(in: name, until: end)
            add(
                ["memory.events", "kernel log"], "\(name): oom_kill rose by \(counted), the log has \(logged) kills",
                isTwice ? .groupVictimCountedTwice : sources.died ? .machineDied : nil)
        }
    }

    /// How often a victim's group, this one or one below it, was killed with it.
    private func groupKills(in name: String, until end: UInt64) -> Int {
        sources.messages.reports.count { report in
            guard let group = report.groupKillMemcg, (report.timeNs ?? 0) <= end else { return false }
            return group == "/" + name || group.hasPrefix("/" + name + "/")
        }
    }

    private mutating func countersAndExits() {
        guard traced, let top = facts.topGroup, let counted = facts.memoryEvents[top]?.oomKill else { return }
        let end = facts.timeline.windowEndNs
        let inside = facts.processes.filter { process in
            guard let sent = process.killedByKernelNs, sent <= end, let cgroup = process.cgroup else { return false }
            return cgroup == "/" + top || cgroup.hasPrefix("/" + top + "/")
        }
        guard inside.count > counted else { return }
        let victims = Set(facts.kills.map(\.victim.tgid))
        let others = inside.filter { !victims.contains($0.tgid) }
        // Sharers explain no more than as many as they are: a victim that was not counted is another matter.
        let explained =
            inside.count - others.count <= counted
            && others.allSatisfy { !victims.isDisjoint(with: $0.sharesMmWith) }
        add(
            ["memory.events", "trace"],
            "\(top): oom_kill rose by \(counted), \(inside.count) processes were sent SIGKILL",
            explained ? .sharersDieWithTheMm : lossRule)
    }

    private mutating func logAndExits() {
        for kill in facts.kills {
            guard let process = process(kill.victim.tgid) else { continue }
            guard let exit = process.exit else {
                let isThere = process.threadsLeft.map { !$0.isEmpty } ?? false
                add(
                    ["kernel log", "exit status"], "\(kill.victim.pid) was killed, and the agent never saw it exit",
                    isThere ? .stillAlive : isAChild(process) ? .reapedByItsParent : lossRule)
                continue
            }
            if exit.signal != 9 {
                let how = exit.signal.map { "signal \($0)" } ?? "status \(exit.code ?? 0)"
                add(["kernel log", "exit status"], "\(kill.victim.pid) was killed, and ended with \(how)", nil)
            }
        }
    }

    /// Whether another workload process has made it, and all of its threads are seen to exit.
    private func isAChild(_ process: ProcessFact) -> Bool {
        guard let parent = process.parent, self.process(parent) != nil else { return false }
        return process.tids.allSatisfy { process.threadExits[$0] != nil }
    }

    private mutating func oomCounter() {
        let end = facts.timeline.windowEndNs
        guard let top = facts.topGroup, let counted = facts.memoryEvents[top]?.oom else { return }
        let reports = sources.messages.reports.count { report in
            guard report.kind == .memcg, (report.timeNs ?? 0) <= end, let memcg = report.oomMemcg else { return false }
            return memcg == "/" + top || memcg.hasPrefix("/" + top + "/")
        }
        if counted > reports {
            add(
                ["memory.events", "kernel log"],
                "\(top): oom rose by \(counted), the killer was invoked \(reports) times",
                .oomWithoutKill)
        } else if counted < reports {
            add(
                ["memory.events", "kernel log"],
                "\(top): oom rose by \(counted), the killer was invoked \(reports) times",
                sources.died ? .machineDied : nil)
        }
    }
}

/// Which tasks were on their way out, and since when.
private struct Dying {
    /// When a thread was first seen to exit, or to be sent SIGKILL by anybody, by its id; of a process the first of its threads.
    private var since: [Int32: UInt64] = [:]
    /// Those of whom the kernel's log says so.
    private var named: Set<Int32> = []
    /// The process of each thread.
    private var owners: [Int32: Int32] = [:]

    init(_ facts: Facts, _ sources: Sources) {
        for process in facts.processes {
            for tid in process.tids where owners[tid] == nil { owners[tid] = process.tgid }
        }
        for report in sources.messages.reports {
            for pid in report.alreadyExiting { named.insert(Int32(truncatingIfNeeded: pid)) }
        }
        for event in sources.trace.events {
            let exits = event.name == "sched_process_exit"
            guard exits || event.name == "signal_generate" && event.first("sig") == "9", let subject = event.subject
            else { continue }
            let owner = owners[subject] ?? subject
            since[owner] = min(since[owner] ?? .max, event.timeNs)
        }
    }

    /// Whether the task's process had been sent SIGKILL, or had begun to exit, when it was marked.
    func contains(_ pid: Int32, at time: UInt64) -> Bool {
        named.contains(pid) || (since[owners[pid] ?? pid] ?? .max) <= time
    }
}
