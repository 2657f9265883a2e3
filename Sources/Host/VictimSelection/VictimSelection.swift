import KernelLog

/// A kernel's choice of a victim, computed again from its report: who was there, who should have been chosen, and by how much.
public struct VictimSelection: Sendable, Equatable {
    /// The next best, and how far behind.
    public struct RunnerUp: Sendable, Equatable {
        /// Who.
        public let candidate: Candidate
        /// Points between the first and it.
        public let margin: Int
    }

    /// The formula, and how it is known.
    public let formula: FormulaChoice
    /// The size of a page.
    public let page: PageSize
    /// What oom_score_adj is scaled by; nil where the report doesn't say.
    public let totalPages: TotalPages?
    /// Whether uid 0 is taken to have CAP_SYS_ADMIN, which kernels up to 4.16 spare a little.
    public let rootIsPrivileged: Bool
    /// The report's task table in its own order.
    public let candidates: [Candidate]
    /// Who died first, as the report says; nil where nobody did.
    public let victim: Candidate?
    /// Who was selected, which is a parent where a child was killed in its place.
    public let selected: Candidate?
    /// Who should have been selected; nil where points can't be computed.
    public let predicted: Candidate?
    /// The best of the others.
    public let runnerUp: RunnerUp?
    /// The score that the kernel printed, and the one computed here.
    public let printedScore: Int?
    /// The same, computed here; nil where it can't be.
    public let computedScore: Int?

    /// Computes the choice again.
    ///
    /// `dead`: processes that earlier reports of the same boot killed.
    public init(_ report: OOMReport, dead: Set<Int> = []) {
        let page = PageSize(report)
        let total = TotalPages(report, pageKB: page.kilobytes)
        let first = report.victims.first?.pid
        let chosen = report.selected?.pid ?? first
        let ways = FormulaChoice.possible(report).map { Way($0, report, page, total, dead: dead) }
        // Where the log doesn't name the kernel, the choice itself may tell which formula made it.
        let way = ways.first { chosen != nil && $0.prediction(chosen)?.pid == chosen } ?? ways[0]
        let formula = way.formula
        let isPrivileged = way.rootIsPrivileged
        let all = way.candidates
        func find(_ pid: Int) -> Candidate { all.first { $0.pid == pid } ?? Self.outsider(report, pid) }
        let best = way.prediction(chosen)
        self.formula = formula
        self.page = page
        rootIsPrivileged = isPrivileged
        totalPages = total
        candidates = all
        victim = first.map(find)
        selected = chosen.map(find)
        predicted = best
        runnerUp = best.flatMap { Self.runnerUp(to: $0, among: all, formula.formula) }
        printedScore = report.selected?.score
        computedScore = Self.score(of: chosen.map(find), formula.formula, total)
    }

    /// Whether the one that was selected is the one that should have been; nil where that can't be told.
    public var isAsPredicted: Bool? {
        guard let predicted, let selected, selected.points != nil || !selected.isEligible else { return nil }
        return predicted.pid == selected.pid
    }

    /// Who uses most, whether it could be chosen or not.
    public var largest: Candidate? {
        candidates.filter { $0.size != nil }.max { ($0.size ?? 0, $1.pid) < ($1.size ?? 0, $0.pid) }
    }

    /// The candidates by rank: those that could be killed by their points, then the others by size.
    public var ranking: [Candidate] {
        candidates.enumerated().sorted { left, right in
            let (a, b) = (left.element, right.element)
            if a.isEligible != b.isEligible { return a.isEligible }
            let first = (a.points ?? .min, a.size ?? 0)
            let second = (b.points ?? .min, b.size ?? 0)
            if first != second { return a.isEligible ? first > second : first.1 > second.1 }
            if a.pid == selected?.pid || b.pid == selected?.pid { return a.pid == selected?.pid }
            return formula.formula?.prefersLaterOfEquals == true
                ? left.offset > right.offset : left.offset < right.offset
        }.map(\.element)
    }

    /// The oom_score_adj from which on a candidate would be chosen, or below which it would not, all else being equal.
    ///
    /// nil where no value changes the choice, or points can't be computed.
    public func turningPoint(for candidate: Candidate) -> Int? {
        guard let rule = formula.formula, let total = totalPages, let size = candidate.size, let best = predicted else {
            return nil
        }
        let others = candidates.filter { $0.pid != candidate.pid }
        guard let rival = rule.choice(others) else { return nil }
        func wins(_ adj: Int) -> Bool {
            var changed = candidate
            changed.oomScoreAdj = adj
            changed.eligibility = .eligible
            changed.points = rule.points(
                size: size, oomScoreAdj: adj, privileged: rootIsPrivileged && candidate.uid == 0,
                totalPages: total.pages)
            return rule.choice([rival, changed], preferring: best.pid)?.pid == candidate.pid
        }
        // Points grow with oom_score_adj: the turning point is between two neighbours.
        var low = -1000
        var high = 1001
        while high - low > 1 {
            let middle = (low + high) / 2
            if wins(middle) { high = middle } else { low = middle }
        }
        if candidate.pid == best.pid { return low > -1000 ? low : nil }
        return high <= 1000 ? high : nil
    }

    /// Who would have died, had this one been out of the question.
    public func withoutCandidate(pid: Int) -> Candidate? {
        formula.formula?.choice(candidates.filter { $0.pid != pid })
    }

    private static func runnerUp(to best: Candidate, among all: [Candidate], _ rule: BadnessFormula?) -> RunnerUp? {
        guard let rule, let next = rule.choice(all.filter { $0.pid != best.pid }), let first = best.points,
            let second = next.points
        else { return nil }
        return RunnerUp(candidate: next, margin: first.minus(second))
    }

    fileprivate static func score(of candidate: Candidate?, _ rule: BadnessFormula?, _ total: TotalPages?) -> Int? {
        guard let points = candidate?.points, let rule, let total else { return nil }
        return rule.printedScore(points: points, totalPages: total.pages)
    }

    /// A process that isn't in the table, as far as the kill line knows it.
    private static func outsider(_ report: OOMReport, _ pid: Int) -> Candidate {
        var candidate = Candidate(pid: pid)
        let line = report.victims.first { $0.pid == pid }
        candidate.name = line?.name ?? (report.selected?.pid == pid ? report.selected?.name : nil)
        candidate.uid = line?.uid
        candidate.oomScoreAdj = line?.oomScoreAdj
        return candidate
    }
}

/// The candidates as one formula counts them.
private struct Way {
    let formula: FormulaChoice
    let rootIsPrivileged: Bool
    let candidates: [Candidate]

    init(_ formula: FormulaChoice, _ report: OOMReport, _ page: PageSize, _ total: TotalPages?, dead: Set<Int>) {
        self.formula = formula
        rootIsPrivileged = Self.rootIsPrivileged(report, formula.formula, page, total)
        let scorer = Scorer(
            formula: formula.formula, pageKB: page.kilobytes, total: total, rootIsPrivileged: rootIsPrivileged)
        let victim = report.victims.first?.pid
        candidates = report.tasks.map { scorer.candidate($0, dead: $0.pid == victim ? [] : dead) }
    }

    /// Who should have been chosen; the one that was, among equals.
    func prediction(_ chosen: Int?) -> Candidate? { formula.formula?.choice(candidates, preferring: chosen) }

    /// Whether the bonus fits the score that the kernel printed: root in a container often lacks the capability.
    private static func rootIsPrivileged(
        _ report: OOMReport, _ rule: BadnessFormula?, _ page: PageSize, _ total: TotalPages?
    ) -> Bool {
        guard let printed = report.selected?.score, let rule, rule.rootBonus != .none,
            let row = report.selected?.pid.flatMap(report.task(pid:)), row.uid == 0
        else { return true }
        let errors = [true, false].map { isPrivileged in
            let scorer = Scorer(formula: rule, pageKB: page.kilobytes, total: total, rootIsPrivileged: isPrivileged)
            return VictimSelection.score(of: scorer.candidate(row, dead: []), rule, total).map {
                $0.minus(printed).magnitude
            }
        }
        guard let with = errors[0], let without = errors[1] else { return true }
        return with <= without
    }
}
