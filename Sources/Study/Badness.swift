import KernelLog

/// The kernel's choice of a victim, computed again.
///
/// `oom_badness()` of mm/oom_kill.c, the same formula from 5.9 on: points = rss + swap entries + page table pages
/// + oom_score_adj * (totalpages / 1000); never chosen are init, kernel threads, oom_score_adj -1000, what the OOM reaper has done with
/// (MMF_OOM_SKIP) and vfork children that still borrow their parent's mm. `select_bad_process()` keeps the last of equals.
enum Badness {
    static let oomScoreAdjMinimum = -1000

    /// What the formula needs of one process.
    struct Subject {
        let pid: Int32
        let rssPages: Int
        let swapEntries: Int
        let pgtablesBytes: Int
        let oomScoreAdj: Int
    }

    /// Points in pages; may be negative.
    static func points(_ subject: Subject, totalPages: Int, pageSize: Int) -> Int {
        let size = subject.rssPages &+ subject.swapEntries &+ subject.pgtablesBytes / max(1, pageSize)
        return size &+ subject.oomScoreAdj &* (totalPages / 1000)
    }

    /// Who would be chosen among `candidates`, in the kernel's order; of equals the one that `preferred` names, since the order of equals is the task list's.
    static func choice(_ candidates: [Kill.Candidate], preferring preferred: Int32) -> Kill.Candidate? {
        let eligible = candidates.filter { $0.eligible && $0.predictedPoints != nil }
        guard let best = eligible.compactMap(\.predictedPoints).max() else { return nil }
        let equals = eligible.filter { $0.predictedPoints == best }
        return equals.first { $0.pid == preferred } ?? equals.last
    }

    /// `constrained_alloc()`: a group's limit with the swap that it may use, or the machine's memory and swap; in pages.
    ///
    /// `nil` where the log does not give the numbers. Swap counts as none where the log is silent about it.
    static func totalPages(_ report: OOMReport, pageSize: Int) -> Int? {
        let pageKb = max(1, pageSize / 1024)
        if report.kind == .memcg {
            guard let limit = report.limits.first(where: { $0.name == "memory" })?.limitKB else { return nil }
            let swap = report.memory?.totalSwapKB ?? 0
            let swapLimit = report.limits.first { $0.name == "swap" }?.limitKB ?? swap
            return (limit &+ min(swap, swapLimit)) / pageKb
        }
        guard let memory = report.memory, let ram = memory.ramPages else { return nil }
        return ram &- (memory.reservedPages ?? 0) &+ (memory.totalSwapKB ?? 0) / pageKb
    }
}
