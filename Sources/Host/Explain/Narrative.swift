import KernelLog
import SafeText
import VictimSelection

/// An explanation in plain sentences: what happened, who died, why that one, which limit fired, what was given back.
///
/// What a log says is escaped here, so that the sentences can be printed anywhere.
struct Narrative {
    let explanation: Explanation
    var report: OOMReport { explanation.report }
    var selection: VictimSelection { explanation.selection }

    init(_ explanation: Explanation) { self.explanation = explanation }

    /// All sentences, in the order in which a reader asks.
    var sentences: [String] {
        let parts = [
            outcome, invocation, limit, victim, choice, mismatch, largest, alternative, groupKill, release, unowned,
            doubts,
        ]
        return parts.compactMap { $0 }
    }

    // MARK: What happened

    private var outcome: String {
        let place = domain.map { " in the group \($0)" } ?? ""
        let when =
            report.timeNs.map { " at \(Amount.seconds($0)) after boot" } ?? report.stamp.map { " at \(Plain.text($0))" }
            ?? ""
        let what =
            switch report.kind {
            case .memcg: "A memory cgroup reached its limit\(place.replacingPrefix(" in the group", with: ":"))"
            case .global: "The machine ran out of memory"
            case .cpuset: "The memory nodes of a cpuset ran out"
            case .mempolicy: "The memory nodes of a memory policy ran out"
            case .sysrq: "Somebody asked for an OOM kill by SysRq-f"
            case .unknown: "Memory ran out (the lines at hand do not say where)"
            }
        return what + when + ending
    }

    private var ending: String {
        switch report.outcome {
        case .killed:
            let victims = report.victims
            let names = victims.prefix(3).map { who($0.pid, $0.name) }.joined(separator: ", ")
            let rest = victims.count > 3 ? " and \(victims.count - 3) more" : ""
            return ", and the kernel killed \(names)\(rest)."
        case .panic: return ", and the kernel panicked."
        case .noKillable: return ", and there was no process that could be killed."
        case .alreadyExiting: return ", and the process it chose was exiting already, so nobody was killed."
        case .unknown: return "; the end of the report is not in the log."
        }
    }

    private var invocation: String? {
        guard let invoker = report.invoker else { return nil }
        let name = who(report.invokerPID, invoker)
        guard let order = report.order, order >= 0 else {
            return report.kind == .sysrq ? "The request ran in \(name)." : "\(name) invoked it."
        }
        let pages = order > 0 && order < 32 ? "\(1 << order) contiguous pages (order \(order))" : "one page"
        let mask = report.gfpMask.map { ", \(Plain.text(symbols(of: $0)))" } ?? ""
        let relation = report.victims.contains { $0.pid == report.invokerPID } ? "; it is the victim too" : ""
        return "\(name) asked for \(pages)\(mask), and reclaim could not free enough\(relation)."
    }

    /// The names in a mask's parentheses, else the number.
    private func symbols(of mask: String) -> String {
        guard let open = mask.firstIndex(of: "("), mask.last == ")" else { return mask }
        return String(mask[mask.index(after: open)...].dropLast())
    }

    // MARK: Who died, and what came of it

    private var victim: String? {
        guard let first = report.victims.first else { return nil }
        let sizes = [
            ("anonymous", first.anonRSSKB), ("file", first.fileRSSKB), ("shared", first.shmemRSSKB),
            ("page tables", first.pgtablesKB),
        ].compactMap { name, size in size.flatMap { $0 > 0 ? "\(Amount.kilobytes($0)) \(name)" : nil } }
        guard !sizes.isEmpty else { return nil }
        let adj = (first.oomScoreAdj ?? selection.victim?.oomScoreAdj).map { ", oom_score_adj \($0)" } ?? ""
        // Where a group is at its limit, the sentence on the limit says so.
        let group = report.kind == .memcg ? "" : report.taskMemcg.map { ", in the group \(Plain.text($0))" } ?? ""
        return "\(who(first.pid, first.name)) held \(sizes.joined(separator: ", "))\(adj)\(group)."
    }

    private var groupKill: String? {
        guard let group = report.groupKillMemcg else { return nil }
        let members = report.victims.dropFirst().count
        return
            "memory.oom.group is set in \(Plain.text(group)), so that its \(members == 0 ? "other members" : Amount.count(members, "other member", "other members")) died too."
    }

    private var release: String? {
        if let pid = report.unableToReap.first {
            return
                "The OOM reaper gave up on \(who(pid, nil)): its mmap lock was held all the time, so that its memory came back only when it exited."
        }
        guard let reaping = report.reapings.first else { return nil }
        var text = "The OOM reaper took the memory of \(who(reaping.pid, reaping.name))"
        let victim = report.victims.first { $0.pid == reaping.pid }
        if let killed = victim?.timeNs, let done = reaping.timeNs, let time = Amount.interval(from: killed, to: done) {
            text += " \(time) after the kill"
        }
        if let before = victim?.anonRSSKB, let after = reaping.anonRSSKB {
            text += ": anonymous memory went from \(Amount.kilobytes(before)) to \(Amount.kilobytes(after))"
        }
        let others = report.reapings.count - 1
        if others > 0 { text += "; it reaped \(Amount.count(others, "other", "others")) too" }
        if let left = leftOver(reaping) { text += "; \(left)" }
        return text + "."
    }

    /// File and shared pages stay behind, since others may use them.
    private func leftOver(_ reaping: Reaping) -> String? {
        let left = (reaping.fileRSSKB ?? 0).plus(reaping.shmemRSSKB ?? 0)
        return left > 0 ? "\(Amount.kilobytes(left)) of file and shared pages stayed mapped" : nil
    }

    private var unowned: String? {
        guard let memory = explanation.memory, memory.totalKB > 0 else { return nil }
        let name = memory.memcg == nil ? "the machine's memory" : "the group's memory"
        let free = memory.memcg == nil ? memory.kinds.first { $0.name == "free" }?.kilobytes ?? 0 : 0
        let owned = memory.kinds.reduce(0) { $1.isProcessMemory ? $0.plus($1.kilobytes) : $0 }
        let rest = memory.totalKB.minus(owned).minus(free)
        guard rest > memory.totalKB / 10 else { return nil }
        let kinds = memory.kinds.filter { !$0.isProcessMemory && $0.name != "free" }.prefix(3)
            .map { "\($0.name) \(Amount.kilobytes($0.kilobytes))" }
        let unexplained =
            memory.unexplainedKB > memory.totalKB / 50
            ? ["\(Amount.kilobytes(memory.unexplainedKB)) in no counter"] : []
        return
            "\(Amount.kilobytes(rest)) (\(Amount.percent(rest, of: memory.totalKB))) of \(name) belonged to no process's anonymous memory, and a kill frees it only in part: "
            + (kinds + unexplained).joined(separator: ", ") + "."
    }

    private var doubts: String? {
        let counts = [
            report.complete ? nil : "the report is not complete in this log",
            report.unrecognisedCount > 0
                ? Amount.count(
                    report.unrecognisedCount, "line inside it was not recognised", "lines inside it were not recognised"
                ) : nil,
        ].compactMap { $0 }
        return counts.isEmpty ? nil : counts.joined(separator: "; ").capitalisedFirst + "."
    }

    func who(_ pid: Int?, _ name: String?) -> String { Headline.who(pid, name) }

    func who(_ candidate: Candidate) -> String { who(candidate.pid, candidate.name) }

    /// Where memory ran out, where it was a group.
    var domain: String? { Headline.domain(report) }
}

extension String {
    /// With its first letter in upper case.
    var capitalisedFirst: String { prefix(1).uppercased() + dropFirst() }

    /// With another beginning, where it has this one.
    fileprivate func replacingPrefix(_ old: String, with new: String) -> String {
        hasPrefix(old) ? new + dropFirst(old.count) : self
    }
}
