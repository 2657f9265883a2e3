import Explain
import VictimSelection

/// One report on the page.
struct IncidentView {
    struct MemoryRow {
        let memoryName: String
        let memorySize: String
        let memoryShare: String
        /// Whole percent, for the bar.
        let memoryWidth: Int
    }

    struct CandidateRow {
        let rank: String
        let pid: Int
        let name: String
        let points: String
        let rss: String
        let swap: String
        let tables: String
        let adj: String
        let why: String
        let isVictim: Bool
    }

    let number: Int
    let headline: String
    let sentences: [String]
    let hasMemory: Bool
    let memory: [MemoryRow]
    let hasCandidates: Bool
    let candidates: [CandidateRow]
    let moreCandidates: String
    let pageKB: Int
    let source: String
    let basis: String
    let warnings: [String]

    /// Candidates that are shown.
    private static let most = 50

    init(_ explanation: Explanation) {
        let report = explanation.report
        number = explanation.number
        headline = explanation.headline
        sentences = explanation.sentences
        memory = explanation.memory.map(Self.rows) ?? []
        hasMemory = !memory.isEmpty
        let ranking = explanation.selection.ranking
        let dead = Set(report.victims.map(\.pid))
        let shown = ranking.enumerated().filter { $0.offset < Self.most || dead.contains($0.element.pid) }.prefix(
            2 * Self.most)
        candidates = shown.map { Self.row($0.element, rank: $0.offset + 1, isVictim: dead.contains($0.element.pid)) }
        hasCandidates = !candidates.isEmpty
        moreCandidates = ranking.count > candidates.count ? "and \(ranking.count - candidates.count) more" : ""
        pageKB = explanation.selection.page.kilobytes
        source =
            "lines \(report.firstLine) to \(report.lastLine); kernel \(report.kernelRelease ?? "n/a"); \(report.complete ? "complete" : "not complete")"
        let formula = explanation.selection.formula
        basis = "Badness\(formula.formula == nil ? ":" : " by") \(formula.basis)"
        warnings = report.warnings.map { "line \($0.line): \($0.text)" }
    }

    private static func rows(_ account: MemoryAccount) -> [MemoryRow] {
        let all =
            account.kinds.map { ($0.name, $0.kilobytes) } + [
                (account.unexplainedKB < 0 ? "counted twice" : "in no counter", account.unexplainedKB)
            ]
        return all.map { name, size in
            let share = account.totalKB > 0 ? Double(size) / Double(account.totalKB) * 100 : 0
            return MemoryRow(
                memoryName: name, memorySize: Amount.kilobytes(size),
                memoryShare: Amount.percent(size, of: account.totalKB),
                memoryWidth: Int(min(max(share, 0), 100).rounded()))
        }
    }

    private static func row(_ candidate: Candidate, rank: Int, isVictim: Bool) -> CandidateRow {
        func number(_ value: Int?) -> String { value.map(String.init) ?? "n/a" }
        return CandidateRow(
            rank: candidate.isEligible ? "\(rank)" : "–", pid: candidate.pid, name: candidate.name ?? "n/a",
            points: candidate.isEligible ? number(candidate.points) : "–", rss: number(candidate.rssPages),
            swap: number(candidate.swapPages), tables: number(candidate.pageTablePages),
            adj: number(candidate.oomScoreAdj),
            why: isVictim ? "killed" : candidate.isEligible ? "" : candidate.eligibility.why, isVictim: isVictim)
    }
}
