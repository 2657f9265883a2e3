import SafeText
import Record

/// Each process from its start to its exit, and the scenario's steps.
extension TimelineChart {
    private static let laneHeight = 18.0
    /// A letter of bold text is at most about so wide on average.
    private static let letterWidth = 7.5

    /// The processes of the run that get a lane: all, or the killed ones first.
    private var shownProcesses: [RunRecord.ProcessRecord] {
        guard record.processes.count > detail.lanes else { return record.processes }
        let killed = record.processes.filter { $0.killedAtNs != nil }
        let others = record.processes.filter { $0.killedAtNs == nil }
        return Array((killed + others).prefix(detail.lanes))
    }

    func lanes(_ svg: inout SVG, _ y: Double) -> Double {
        let processes = shownProcesses
        guard !processes.isEmpty else { return y }
        let more = record.processes.count - processes.count
        svg.caption(
            "processes, height: threads alive" + (more > 0 ? " (\(more) more in the table)" : ""),
            TimelineChart.plot.lowerBound, y + 27)
        var y = y + 34
        for process in processes {
            lane(process, &svg, y)
            y += TimelineChart.laneHeight + 8
        }
        return y + 2
    }

    private func lane(_ process: RunRecord.ProcessRecord, _ svg: inout SVG, _ y: Double) {
        let base = y + TimelineChart.laneHeight
        let label = "\(HTMLText.bounded(process.role, 12)) \(process.pid)"
        svg.label(label, TimelineChart.plot.lowerBound - 8, base - 4, "tick", anchor: .end)
        svg.line(TimelineChart.plot.lowerBound, base, TimelineChart.plot.upperBound, base, "grid")
        let counts = threadCounts(process)
        guard let began = counts.first?.atNs, began <= span.toNs else { return }
        let most = Double(max(1, counts.map(\.alive).max() ?? 1))
        let end = (counts.last?.alive ?? 0) > 0 ? timeline.endedNs : counts.last?.atNs ?? began
        // What came before the span shows as its outcome, what comes after it not at all.
        let before = counts.last { $0.atNs <= span.fromNs }
        let inside = counts.filter { $0.atNs > span.fromNs && $0.atNs <= span.toNs }
        var d = "M\(SVG.number(x(before == nil ? began : span.fromNs))) \(SVG.number(base))"
        for count in [before].compactMap({ $0 }) + inside {
            let height = TimelineChart.laneHeight * Double(count.alive) / most
            d += "H\(SVG.number(x(count.atNs)))V\(SVG.number(base - height))"
        }
        d += "H\(SVG.number(x(end)))V\(SVG.number(base))Z"
        svg.titled(
            "path", [("d", d), ("class", process.killedAtNs == nil ? "lane" : "lane killed")], title(of: process))
        frozen(process, from: began, to: end, &svg, y)
        pictures(process, &svg, base)
        words(process, counts, &svg, base)
    }

    /// What a lane says in words: how many threads, and how many are left.
    private func words(
        _ process: RunRecord.ProcessRecord, _ counts: [(atNs: UInt64, alive: Int)], _ svg: inout SVG, _ base: Double
    ) {
        let left = process.threadsLeft?.count ?? 0
        guard process.killedAtNs != nil, left > 0, let last = counts.last?.atNs else { return }
        let text = "\(left) of \(process.threads) threads left"
        let at = x(max(last, span.fromNs)) + 6
        let edge = TimelineChart.plot.upperBound - 4
        // Where the edge would cut it the text ends there.
        if at + Double(text.count) * TimelineChart.letterWidth > edge {
            svg.word(text, edge, base - 5, "lane-text", anchor: .end)
        } else {
            svg.word(text, at, base - 5, "lane-text")
        }
    }

    private func frozen(
        _ process: RunRecord.ProcessRecord, from: UInt64, to: UInt64, _ svg: inout SVG, _ y: Double
    ) {
        for hold in timeline.frozen where hold.role == process.role {
            let start = max(hold.fromNs, from)
            let end = min(hold.toNs ?? timeline.endedNs, to)
            guard start < end, start <= span.toNs, end >= span.fromNs else { continue }
            svg.titled(
                "rect", SVG.box(x(start), y, x(end) - x(start), TimelineChart.laneHeight, "frozen"),
                "held in the freezer group \(hold.group)")
        }
    }

    private func pictures(_ process: RunRecord.ProcessRecord, _ svg: inout SVG, _ base: Double) {
        for picture in process.pictures ?? []
        where picture.atNs >= span.fromNs && picture.atNs <= span.toNs && !picture.states.isEmpty {
            svg.titled(
                "circle",
                [("cx", SVG.number(x(picture.atNs))), ("cy", SVG.number(base)), ("r", "3.5"), ("class", "picture")],
                "threads at \(ClockText.seconds(picture.atNs)): \(StateText.text(picture.states))")
        }
    }

    private func title(of process: RunRecord.ProcessRecord) -> String {
        let threads = process.threads == 1 ? "1 thread" : "up to \(process.threads) threads"
        return "\(process.role), pid \(process.pid), \(threads); \(FateText.text(process))"
    }

    /// How many threads were alive from when on.
    private func threadCounts(_ process: RunRecord.ProcessRecord) -> [(atNs: UInt64, alive: Int)] {
        var changes: [UInt64: Int] = [:]
        let lives = process.threadLives ?? []
        let known = lives.compactMap(\.fromNs).min() ?? timeline.firstStartNs ?? timeline.beganNs
        for life in lives {
            changes[life.fromNs ?? known, default: 0] += 1
            if let end = life.toNs { changes[end, default: 0] -= 1 }
        }
        if lives.isEmpty { changes[known] = process.threads }
        var alive = 0
        var counts: [(atNs: UInt64, alive: Int)] = []
        for (time, change) in changes.sorted(by: { $0.key < $1.key }) {
            alive += change
            counts.append((time, max(0, alive)))
        }
        // A process whose threads' ends nobody traced ends where it was reaped.
        if alive > 0, let exit = process.exit { counts.append((max(exit.atNs, counts.last?.atNs ?? 0), 0)) }
        return counts
    }

    /// The scenario's steps, as far as they lie in the span.
    func script(_ svg: inout SVG, _ y: Double) -> Double {
        let steps = timeline.steps.filter { ($0.endedNs ?? timeline.endedNs) >= span.fromNs && $0.beganNs <= span.toNs }
        guard !steps.isEmpty else { return y }
        let top = y + 8
        svg.label("scenario", TimelineChart.plot.lowerBound - 8, top + 12, "tick", anchor: .end)
        for step in steps {
            let from = x(max(step.beganNs, span.fromNs))
            let width = max(1.5, x(min(step.endedNs ?? timeline.endedNs, span.toNs)) - from)
            svg.titled("rect", SVG.box(from, top, width, 16, "step"), "\(step.what): \(step.outcome)")
            if width > Double(step.what.count) * 7 + 8 { svg.label(step.what, from + 5, top + 12, "step-text") }
        }
        return top + 16 + 16
    }
}
