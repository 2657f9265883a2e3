/// One choice of the OOM killer as the trace shows it: whom the kernel evaluated in the task that looked for a victim, and whom it marked.
struct TracedChoice {
    /// What `oom_badness` answered for one task.
    struct Evaluation: Equatable {
        /// In pages; `nil` where the kernel says that the task must not be chosen.
        let points: Int?
    }

    /// The pid of mark_victim and its stamp.
    let victim: Int32
    let markedNs: UInt64
    /// By the pid of the process.
    let evaluations: [Int32: Evaluation]

    /// The choices of a trace, in the order of the marks. Where no probe was on, evaluations are empty.
    static func all(_ trace: [TraceEvent]) -> [TracedChoice] {
        var choices: [TracedChoice] = []
        var scans: [Int32: Scan] = [:]
        for event in trace {
            switch event.name {
            case "badness":
                if let pid = event.subject { scans[event.tid, default: Scan()].begin(pid) }
            case "badness_points":
                if let points = event.last("points").flatMap({ Int($0) }) { scans[event.tid]?.end(points) }
            case "mark_victim":
                guard let victim = event.subject else { continue }
                let scan = scans.removeValue(forKey: event.tid)
                choices.append(
                    TracedChoice(victim: victim, markedNs: event.timeNs, evaluations: scan?.evaluations ?? [:]))
            default: break
            }
        }
        return choices
    }
}

/// A task on its way through the candidates.
private struct Scan {
    var evaluations: [Int32: TracedChoice.Evaluation] = [:]
    private var current: Int32?

    /// Nobody is evaluated twice in one scan: the one before found no victim.
    mutating func begin(_ pid: Int32) {
        if evaluations[pid] != nil { evaluations = [:] }
        current = pid
    }

    mutating func end(_ points: Int) {
        guard let pid = current else { return }
        current = nil
        // LONG_MIN is the kernel's word for "not this one", since 5.9.
        evaluations[pid] = TracedChoice.Evaluation(points: points == .min ? nil : points)
    }
}
