import KernelLog

/// From a row of the task table to a candidate.
package struct Scorer {
    private let formula: BadnessFormula?
    private let pageKB: Int
    private let total: TotalPages?
    private let rootIsPrivileged: Bool

    /// For one report, or for a picture of `/proc` beside it.
    ///
    /// - Parameter rootIsPrivileged: Whether uid 0 has CAP_SYS_ADMIN, which only old kernels ask for and containers often drop.
    package init(formula: BadnessFormula?, pageKB: Int, total: TotalPages?, rootIsPrivileged: Bool = true) {
        self.formula = formula
        self.pageKB = max(1, pageKB)
        self.total = total
        self.rootIsPrivileged = rootIsPrivileged
    }

    /// A candidate with its points.
    package func candidate(_ row: TaskRow, dead: Set<Int>) -> Candidate {
        var candidate = Candidate(pid: row.pid)
        candidate.name = row.name
        candidate.uid = row.uid
        candidate.rssPages = row.rss
        candidate.swapPages = row.swapents
        candidate.pageTablePages = pageTables(row)
        candidate.oomScoreAdj = row.oomScoreAdj
        candidate.eligibility = eligibility(row, dead)
        candidate.points = points(candidate)
        return candidate
    }

    /// `pgtables_bytes` since 4.15; pages of the lower levels before.
    private func pageTables(_ row: TaskRow) -> Int? {
        if let bytes = row.pgtablesBytes { return bytes.over(pageKB.times(1024)) }
        guard let tables = row["nr_ptes"] else { return nil }
        return tables.plus(row["nr_pmds"] ?? 0).plus(row["nr_puds"] ?? 0)
    }

    private func eligibility(_ row: TaskRow, _ dead: Set<Int>) -> Candidate.Eligibility {
        if row.pid == 1 { return .initProcess }
        if row.oomScoreAdj == Candidate.oomScoreAdjMinimum { return .oomScoreAdjMinimum }
        if row.oomScoreAdj == nil, row["oom_adj"] == -17 { return .oomAdjDisabled }
        return dead.contains(row.pid) ? .killedBefore : .eligible
    }

    /// A candidate that didn't come from a table, with its points.
    package func scored(_ candidate: Candidate) -> Candidate {
        var scored = candidate
        scored.points = points(candidate)
        return scored
    }

    /// Without knowing what oom_score_adj is scaled by, only a task that has none can be counted.
    private func points(_ candidate: Candidate) -> Int? {
        guard let formula, let size = candidate.size else { return nil }
        let adj = candidate.oomScoreAdj ?? 0
        let privileged = rootIsPrivileged && candidate.uid == 0
        if let total {
            return formula.points(size: size, oomScoreAdj: adj, privileged: privileged, totalPages: total.pages)
        }
        guard adj == 0, formula.unit == .pages, !(privileged && formula.rootBonus == .thirty) else { return nil }
        return formula.points(size: size, oomScoreAdj: 0, privileged: privileged, totalPages: 1)
    }
}
