import Record

/// One kill: who, why, and how the candidates compare.
struct KillView {
    let killTitle: String
    let killFacts: [Fact]
    let links: [Link]
    let hasLinks: Bool
    let candidateRows: [CandidateRow]
    let hasCandidates: Bool
    let candidatesLeftOut: String?

    struct Link {
        let linkLabel: String
        let linkAnchor: String
        let linkLine: Int
    }

    struct CandidateRow {
        let who: String
        let bar: String
        let points: String
        let kernelPoints: String
        let notes: [String]
        let isVictim: Bool
    }

    init(_ kill: RunRecord.KillRecord, _ index: Int, _ excerpt: LogExcerpt?, _ anchor: String, _ detail: Detail) {
        let victim = kill.victim
        killTitle = "Kill \(index + 1): \(victim.role) (pid \(victim.pid)) at \(ClockText.seconds(kill.atNs))"
        killFacts = KillView.facts(kill)
        links = KillView.links(excerpt, index, anchor)
        hasLinks = !links.isEmpty
        let shown = KillView.shown(kill, detail.rows / 4 + 3)
        let points = shown.flatMap { [$0.predictedPoints, $0.kernelPoints].compactMap { $0 } }
        let scale = Scale(
            domain: Double(min(0, points.min() ?? 0))...Double(max(1, points.max() ?? 1)), range: 0...100)
        candidateRows = shown.map { CandidateRow($0, kill, scale) }
        hasCandidates = !candidateRows.isEmpty
        let more = kill.candidates.count - shown.count
        candidatesLeftOut = more > 0 ? "\(more) more candidates are in record.json." : nil
    }

    /// The victim, and the best of the others.
    private static func shown(_ kill: RunRecord.KillRecord, _ limit: Int) -> [RunRecord.Candidate] {
        let sorted = kill.candidates.sorted { ($0.predictedPoints ?? .min) > ($1.predictedPoints ?? .min) }
        let others = sorted.filter { !isVictim($0, kill) }.prefix(limit)
        return sorted.filter { candidate in isVictim(candidate, kill) || others.contains(candidate) }
    }

    fileprivate static func isVictim(_ candidate: RunRecord.Candidate, _ kill: RunRecord.KillRecord) -> Bool {
        candidate.pid == kill.victim.pid || candidate.pid == kill.victim.tgid
    }

    private static func facts(_ kill: RunRecord.KillRecord) -> [Fact] {
        let victim = kill.victim
        let rss = [("anon", victim.rssAnonKb), ("file", victim.rssFileKb), ("shmem", victim.rssShmemKb)]
            .map { "\($0) \($1.map { "\($0) kB" } ?? "n/a")" }.joined(separator: ", ")
        return [
            Fact(term: "what ran out", value: kill.kind + (kill.oomMemcg.map { ": \($0)" } ?? "")),
            Fact(term: "invoked by", value: kill.invoker ?? "n/a"),
            Fact(term: "constraint", value: kill.constraint ?? "n/a"),
            Fact(term: "victim's group", value: kill.taskMemcg ?? "n/a"),
            Fact(term: "victim's resident memory", value: rss),
            Fact(term: "prediction", value: kill.prediction),
        ]
    }

    private static func links(_ excerpt: LogExcerpt?, _ index: Int, _ anchor: String) -> [Link] {
        guard let excerpt, let sources = excerpt.sources[index] else { return [] }
        let shown = Set(excerpt.lines.map(\.number))
        let order: [LogExcerpt.Fact] = [.invoked, .limit, .candidate, .choice, .victim, .reaper]
        return order.compactMap { fact in
            guard let line = sources[fact], shown.contains(line) else { return nil }
            return Link(linkLabel: fact.rawValue, linkAnchor: "\(anchor)-l\(line)", linkLine: line)
        }
    }
}

extension KillView.CandidateRow {
    init(_ candidate: RunRecord.Candidate, _ kill: RunRecord.KillRecord, _ scale: Scale) {
        who = "\(candidate.role), pid \(candidate.pid)"
        points = candidate.predictedPoints.map(String.init) ?? "n/a"
        kernelPoints = candidate.kernelPoints.map(String.init) ?? "n/a"
        isVictim = KillView.isVictim(candidate, kill)
        var notes = isVictim ? ["victim"] : []
        if candidate.pid == kill.predicted?.pid { notes.append("predicted") }
        if candidate.pid == kill.predicted?.runnerUp?.pid { notes.append("runner-up") }
        if !candidate.eligible { notes.append("not eligible: \(candidate.why)") }
        self.notes = notes
        bar = KillView.CandidateRow.bar(candidate, isVictim, scale)
    }

    /// From zero to the points; below it, thinner, the kernel's own points where it told them.
    private static func bar(_ candidate: RunRecord.Candidate, _ isVictim: Bool, _ scale: Scale) -> String {
        var svg = SVG()
        let zero = scale.position(0)
        svg.element(
            "svg",
            [("class", "bar"), ("viewBox", "0 0 100 10"), ("preserveAspectRatio", "none"), ("aria-hidden", "true")]
        ) { svg in
            let style = !candidate.eligible ? "bar-out" : isVictim ? "bar-victim" : "bar-other"
            if let points = candidate.predictedPoints {
                let end = scale.position(Double(points))
                svg.element(
                    "rect", SVG.box(min(zero, end), 1, abs(end - zero), candidate.kernelPoints == nil ? 8 : 5, style))
            }
            if let points = candidate.kernelPoints {
                let end = scale.position(Double(points))
                svg.element("rect", SVG.box(min(zero, end), 6.5, abs(end - zero), 2.5, "bar-kernel"))
            }
            svg.line(zero, 0, zero, 10, "axis")
        }
        return svg.text
    }
}
