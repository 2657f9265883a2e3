import KernelLog
import SafeText
import VictimSelection

/// Why that one.
extension Narrative {
    private var rule: BadnessFormula? { selection.formula.formula }
    private func count(_ points: Int) -> String {
        rule?.unit == .permille ? "\(points) thousandths" : Amount.count(points, "point", "points")
    }

    private var unitWord: String { rule?.unit == .permille ? "thousandths" : "points" }

    /// How the one that was selected came to its points, and who came next.
    var choice: String? {
        guard let chosen = selection.selected else { return nil }
        if let reason = report.choiceWithoutRanking { return reason }
        guard let points = chosen.points else {
            guard !report.tasks.isEmpty else {
                return report.victims.isEmpty ? nil : "Why that one can't be computed: the log has no task table."
            }
            return "Why that one can't be computed: \(unknownReason)."
        }
        let eligible = selection.candidates.filter(\.isEligible).count
        var text = "It was chosen for its badness: \(count(points))\(sum(of: chosen))"
        if eligible == 1 {
            text += ", the only process that could be chosen"
        } else if selection.isAsPredicted == true {
            text += ", the most of \(eligible) processes that could be chosen" + tieText
        }
        if equals == 0, selection.isAsPredicted == true, let next = selection.runnerUp {
            text += "; next was \(who(next.candidate)) with \(next.candidate.points ?? 0), \(next.margin) behind"
        }
        return text + scoreText + "."
    }

    private var unknownReason: String {
        if selection.formula.formula == nil { return Plain.text(selection.formula.basis) }
        if selection.selected?.size == nil { return "its row is missing from the task table, or cut" }
        return "the log does not say what oom_score_adj is scaled by"
    }

    /// How many others have as much.
    private var equals: Int {
        guard let points = selection.selected?.points else { return 0 }
        return selection.candidates.filter { $0.isEligible && $0.points == points }.count - 1
    }

    private var tieText: String {
        let order = rule?.prefersLaterOfEquals == true ? "last" : "first"
        return equals > 0
            ? ", as \(Amount.count(equals, "other has", "others have")); of equals the \(order) in the kernel's list dies"
            : ""
    }

    private var scoreText: String {
        guard let printed = selection.printedScore else { return "" }
        guard let computed = selection.computedScore,
            selection.totalPages?.isExact == true || abs(computed.minus(printed)) <= 1
        else { return "; the kernel printed the score \(printed)" }
        return abs(computed.minus(printed)) <= 1
            ? " (the kernel's own score is \(printed), computed here \(computed))"
            : " (the kernel's own score is \(printed), but computed here it is \(computed): \(scoreDoubt))"
    }

    private var scoreDoubt: String {
        if report.taskColumns.contains("oom_adj") { return "this kernel's table lacks swap and page tables" }
        return "the table was printed later than the choice"
    }

    /// "22000 resident + 0 swap + 53 page tables + 300 × 32 (oom_score_adj)".
    private func sum(of candidate: Candidate) -> String {
        guard let rule, rule.unit == .pages, let rss = candidate.rssPages else { return "" }
        var parts = [Amount.count(rss, "resident page", "resident pages")]
        if let swap = candidate.swapPages, swap > 0 { parts.append("\(swap) in swap") }
        if let tables = candidate.pageTablePages, tables > 0 { parts.append("\(tables) of page tables") }
        var text = parts.joined(separator: " + ")
        if let adj = candidate.oomScoreAdj, adj != 0, let total = selection.totalPages {
            text += " \(adj < 0 ? "−" : "+") \(adj.magnitude) × \(rule.step(totalPages: total.pages)) for oom_score_adj"
        }
        if rule.rootBonus != .none, selection.rootIsPrivileged, candidate.uid == 0 { text += ", less root's bonus" }
        return " (\(text))"
    }

    /// Where the kernel's choice is not the one computed here.
    var mismatch: String? {
        guard report.choiceWithoutRanking == nil, selection.isAsPredicted == false, let predicted = selection.predicted,
            let selected = selection.selected
        else { return childSacrifice }
        let lead = (predicted.points ?? 0).minus(selected.points ?? 0)
        var text = "By the table \(who(predicted)) had more: \(predicted.points ?? 0) \(unitWord)"
        if selected.points != nil { text += ", \(lead) more" }
        return text + ". " + mismatchReason(predicted, selected, lead: lead) + "."
    }

    private func mismatchReason(_ predicted: Candidate, _ selected: Candidate, lead: Int) -> String {
        if selection.totalPages?.isExact == false, predicted.oomScoreAdj != selected.oomScoreAdj {
            return "Their oom_score_adj differ, and the log does not say exactly what it is scaled by"
        }
        let size = max(predicted.size ?? 0, 1)
        if lead < size / 20 { return "The table is printed after the choice, and sizes move meanwhile" }
        return
            "It may be a vfork child, have been reaped already, or have been marked by swapoff or KSM: the log does not say"
    }

    private var childSacrifice: String? {
        guard let selected = report.selected?.pid, let victim = report.victims.first, victim.pid != selected,
            report.groupKillMemcg == nil, let parent = selection.selected
        else { return nil }
        if rule?.sacrificesChildren == false {
            return "The kernel chose \(who(parent)), but \(who(victim.pid, victim.name)) is what it killed."
        }
        return
            "The kernel chose \(who(parent)), and killed its child \(who(victim.pid, victim.name)) in its place, as kernels up to 5.0 do."
    }

    /// Where the largest process is not the victim.
    var largest: String? {
        guard let largest = selection.largest, let selected = selection.selected, largest.pid != selected.pid,
            let size = largest.size, size > (selected.size ?? 0)
        else { return nil }
        let kilobytes = Amount.kilobytes(size.times(selection.page.kilobytes))
        let start = "The largest user is \(who(largest)) with \(kilobytes), and was not chosen: "
        if !largest.isEligible { return start + largest.eligibility.why + "." }
        if report.choiceWithoutRanking != nil { return start + "sizes were not compared." }
        if let points = largest.points, let most = selected.points, points < most {
            let adj = largest.oomScoreAdj ?? 0
            return start + "with its oom_score_adj of \(adj) it has \(points) \(unitWord) against \(most)."
        }
        return nil
    }

    /// What would have died with another oom_score_adj.
    var alternative: String? {
        guard report.choiceWithoutRanking == nil, selection.isAsPredicted == true, let selected = selection.selected,
            let next = selection.runnerUp?.candidate
        else { return nil }
        var parts: [String] = []
        if let spared = selection.turningPoint(for: selected) {
            parts.append("with oom_score_adj \(spared) or less, \(who(next)) would have died in its place")
        } else {
            parts.append(
                "out of the OOM killer's reach (oom_score_adj -1000), \(who(next)) would have died in its place")
        }
        if let taken = selection.turningPoint(for: next) {
            parts.append("so it would with \(taken) or more for \(Plain.text(next.name ?? "the runner-up")) itself")
        }
        return parts.joined(separator: "; ").capitalisedFirst + "."
    }
}

extension OOMReport {
    /// Why the victim is no result of a ranking, where it isn't.
    var choiceWithoutRanking: String? {
        switch killReason {
        case .allocatingTask:
            return "It was killed since it asked for the memory: vm.oom_kill_allocating_task is set."
        case .noRanking:
            return
                "It was killed since it asked for the memory: kernels of this age do not search where nodes are restricted."
        case nil: return nil
        }
    }
}
