import Record

/// A run over guest time: memory by kind, pressure, each process from start to exit, and the marks of the kills.
struct TimelineChart {
    /// A mark with the number under which the table lists it.
    struct NumberedMark {
        let number: Int
        let record: RunRecord.MarkRecord
        /// What a reader sees on hover; `nil` where the table has to do.
        let title: String?
    }

    /// The part of the run that is drawn, and how its axis counts.
    struct Span {
        let fromNs: UInt64
        let toNs: UInt64
        /// Where the axis has its zero.
        let zeroNs: UInt64
        /// Nanoseconds of the axis' unit, and the axis' words.
        let unitNs: Double
        let caption: String
    }

    static let width = 960.0
    static let plot = 118.0...948.0

    let id: String
    let record: RunRecord
    let timeline: RunRecord.TimelineRecord
    let series: SampleSeries
    let span: Span
    let marks: [NumberedMark]
    let detail: Detail

    /// The whole figure.
    func text(title: String, description: String) -> String {
        var body = SVG()
        let shown = marks.filter { $0.record.atNs >= span.fromNs && $0.record.atNs <= span.toNs }
        let labels = MarkLabels(shown.map { (number: $0.number, x: x($0.record.atNs)) })
        let top = labels.height + 8
        windows(&body, top)
        var y = top
        y = memory(&body, y)
        y = pressure(&body, y)
        y = freeMemory(&body, y)
        y = lanes(&body, y)
        y = script(&body, y)
        let bottom = y - 10
        axis(&body, bottom)
        for (mark, row) in zip(shown, labels.rows) { draw(mark, row, top, bottom, &body) }
        body.raiseWords()
        let height = bottom + 40
        var svg = SVG()
        svg.element(
            "svg",
            [
                ("viewBox", "0 0 \(SVG.number(TimelineChart.width)) \(SVG.number(height))"), ("role", "img"),
                ("aria-labelledby", "\(id)-t \(id)-d"), ("class", "timeline"),
            ]
        ) { svg in
            svg.element("title", [("id", "\(id)-t")]) { $0.plain(title) }
            svg.element("desc", [("id", "\(id)-d")]) { $0.plain(description) }
            svg.append(body)
        }
        return svg.text
    }

    // MARK: Places

    /// Nanoseconds relative to the axis' zero, in its unit.
    func units(_ ns: UInt64) -> Double {
        (ns >= span.zeroNs ? Double(ns - span.zeroNs) : -Double(span.zeroNs - ns)) / span.unitNs
    }

    var time: Scale {
        Scale(domain: units(span.fromNs)...units(max(span.fromNs, span.toNs)), range: TimelineChart.plot)
    }

    func x(_ ns: UInt64) -> Double { time.position(units(ns)) }

    /// A panel's frame: its words above it, lines at the ticks, the tick's values to the left.
    func frame(_ svg: inout SVG, _ words: String, scale: Scale, ticks: Int = 4) {
        let plot = TimelineChart.plot
        for tick in scale.ticks(ticks) {
            let y = scale.position(tick)
            svg.line(plot.lowerBound, y, plot.upperBound, y, "grid")
            svg.label(Scale.text(tick), plot.lowerBound - 8, y + 4, "tick", anchor: .end)
        }
        svg.caption(words, plot.lowerBound, scale.range.lowerBound - 7)
    }

    // MARK: What lies over and under all panels

    private func windows(_ svg: inout SVG, _ top: Double) {
        for window in timeline.observations where window.endedNs >= span.fromNs && window.beganNs <= span.toNs {
            let from = x(window.beganNs)
            svg.titled(
                "rect", SVG.box(from, top, x(window.endedNs) - from, 8, "window"),
                "observation window, \(ClockText.seconds(window.beganNs)) to \(ClockText.seconds(window.endedNs))")
        }
    }

    private func axis(_ svg: inout SVG, _ y: Double) {
        let plot = TimelineChart.plot
        svg.line(plot.lowerBound, y, plot.upperBound, y, "axis")
        for tick in time.ticks(8) {
            let x = time.position(tick)
            svg.line(x, y, x, y + 4, "axis")
            svg.label(Scale.text(tick), x, y + 17, "tick", anchor: .middle)
        }
        svg.label(span.caption, (plot.lowerBound + plot.upperBound) / 2, y + 34, "panel", anchor: .middle)
    }

    private func draw(_ mark: NumberedMark, _ row: Int?, _ top: Double, _ bottom: Double, _ svg: inout SVG) {
        let at = x(mark.record.atNs)
        svg.element(
            "g",
            [
                ("class", "mark m-\(mark.record.event)"), ("data-mark", "\(mark.number)"),
                ("data-ns", "\(mark.record.atNs)"),
            ], title: mark.title
        ) { svg in
            svg.line(at, row.map { MarkLabels.baseline($0) + 3 } ?? top, at, bottom, "")
            guard let row else { return }
            svg.label("\(mark.number)", at, MarkLabels.baseline(row), "number", anchor: .middle)
        }
    }
}

/// Puts the marks' numbers into rows above a chart so that none covers another.
struct MarkLabels {
    private static let rowHeight = 14.0
    private static let maximumRows = 4

    /// The row of each mark; `nil` where there is no room (its line is drawn all the same).
    let rows: [Int?]

    /// Room that the rows take.
    var height: Double { Double((rows.compactMap { $0 }.max() ?? 0) + 1) * MarkLabels.rowHeight }

    init(_ marks: [(number: Int, x: Double)]) {
        var ends = [Double](repeating: -.infinity, count: MarkLabels.maximumRows)
        rows = marks.map { mark in
            let half = Double("\(mark.number)".count) * 3.6 + 2
            guard let row = ends.firstIndex(where: { $0 <= mark.x - half }) else { return nil }
            ends[row] = mark.x + half
            return row
        }
    }

    static func baseline(_ row: Int) -> Double { Double(row + 1) * rowHeight - 3 }
}

/// How much of a run a report shows: the more runs, the less of each, so that a report over hundreds opens at once.
enum Detail: Int, Comparable {
    case brief, medium, full

    /// The level for a report over `runs` runs.
    init(runs: Int) {
        self = runs <= 24 ? .full : runs <= 120 ? .medium : .brief
    }

    /// Points in time that a curve is drawn with, at most four samples each.
    var buckets: Int { [24, 90, 240][rawValue] }
    /// Processes that get a lane, and rows of a table.
    var lanes: Int { [6, 12, 24][rawValue] }
    var rows: Int { [12, 40, 200][rawValue] }
    /// The whole run, and the surroundings of its first kill.
    var figures: Int { [1, 2, 2][rawValue] }
    /// Whether steps and counters are told, which the record has as well.
    var tellsSteps: Bool { self > .brief }
    /// Kills that are told one by one.
    var kills: Int { [2, 8, 32][rawValue] }
    /// Lines of the kernel log.
    var logLines: Int { [8, 80, 1200][rawValue] }

    static func < (left: Detail, right: Detail) -> Bool { left.rawValue < right.rawValue }
}
