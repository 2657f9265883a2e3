import KernelLog
import SafeText
import VictimSelection

/// The ranking, as far as it matters: the first, the victim, and how many more there are.
enum CandidateTable {
    /// Rows that are shown.
    private static let most = 10

    static func text(_ explanation: Explanation, _ style: Emphasis) -> String {
        let selection = explanation.selection
        let ranking = selection.ranking
        let dead = Set(explanation.report.victims.map(\.pid))
        var shown = Array(ranking.prefix(most).enumerated())
        shown += ranking.enumerated().dropFirst(most).filter { dead.contains($0.element.pid) }.prefix(most)
        var text =
            style.bold("candidates")
            + " (sizes in pages of \(selection.page.kilobytes) kB\(selection.page.isKnown ? "" : ", taken for granted"))\n"
        text += "  rank    pid      points         rss        swap   pg.tables    adj  name\n"
        for (index, candidate) in shown { text += row(candidate, rank: index + 1, dead.contains(candidate.pid)) }
        if ranking.count > shown.count { text += "  and \(ranking.count - shown.count) more\n" }
        return text
    }

    private static func row(_ candidate: Candidate, rank: Int, _ isDead: Bool) -> String {
        func number(_ value: Int?, _ width: Int) -> String { ExplainText.right(value.map(String.init) ?? "n/a", width) }
        let why = candidate.isEligible ? "" : "  (\(candidate.eligibility.why))"
        return "  \(candidate.isEligible ? number(rank, 4) : "   –")\(number(candidate.pid, 8))"
            + "\(candidate.isEligible ? number(candidate.points, 12) : "           –")\(number(candidate.rssPages, 12))"
            + "\(number(candidate.swapPages, 12))\(number(candidate.pageTablePages, 12))\(number(candidate.oomScoreAdj, 7))"
            + "  \(candidate.name.map(Plain.text) ?? "n/a")\(isDead ? "  ← killed" : "")\(why)\n"
    }
}
