/// The panels that are drawn from the series.
extension TimelineChart {
    /// A kind of memory.stat: its column, and what to take off it because another kind holds it too.
    struct Kind {
        let name: String
        let column: String
        var less: String?
    }

    static let kinds = [
        Kind(name: "anon", column: "anon"), Kind(name: "file", column: "file", less: "shmem"),
        Kind(name: "shmem", column: "shmem"), Kind(name: "kernel", column: "kernel"),
        Kind(name: "sock", column: "sock"),
    ]

    private static let mebibyte = Double(1 << 20)

    /// The group's usage: the kinds that are known stacked below it, and its limit.
    func memory(_ svg: inout SVG, _ y: Double) -> Double {
        guard let current = series.column("memory_current"), let group = timeline.group else { return y }
        let curve = Curve(times: series.times, key: current, span: span, buckets: detail.buckets)
        let usage = curve.values(current).map { $0 / TimelineChart.mebibyte }
        let limit = timeline.limitBytes.map { Double($0) / TimelineChart.mebibyte }
        let most = max(limit ?? 0, usage.max() ?? 0, 1) * 1.1
        let scale = Scale(domain: 0...most, range: (y + 30)...(y + 30 + 170), flipped: true)
        frame(&svg, "memory.current of \(group), MiB", scale: scale)
        area(&svg, curve, from: nil, to: usage, scale, "k-rest")
        for (kind, bottom, top) in stack(curve, under: usage) {
            area(&svg, curve, from: bottom, to: top, scale, "k-\(kind)")
        }
        svg.element("path", [("d", path(curve, usage, scale)), ("class", "usage")])
        if let limit {
            let height = scale.position(limit)
            svg.line(TimelineChart.plot.lowerBound, height, TimelineChart.plot.upperBound, height, "limit")
            svg.word(
                "memory.max \(Scale.text(limit)) MiB", TimelineChart.plot.upperBound - 4, height - 4, "limit-text",
                anchor: .end)
        }
        return scale.range.upperBound + 10
    }

    /// The kinds that hold something in this span, each with the heights of its lower and upper edge. A kind is read less often than the
    /// whole, so what would stand above the whole is cut off there.
    private func stack(_ curve: Curve, under usage: [Double]) -> [(kind: String, bottom: [Double], top: [Double])] {
        var bottom = [Double](repeating: 0, count: usage.count)
        var layers: [(String, [Double], [Double])] = []
        for kind in TimelineChart.kinds {
            guard let column = series.column(kind.column) else { continue }
            let less = kind.less.flatMap { series.column($0) }.map(curve.values)
            let values = curve.values(column).enumerated().map {
                max(0, $1 - (less?[$0] ?? 0)) / TimelineChart.mebibyte
            }
            guard values.contains(where: { $0 > 0 }) else { continue }
            let top = bottom.indices.map { min(bottom[$0] + values[$0], max(bottom[$0], usage[$0])) }
            layers.append((kind.name, bottom, top))
            bottom = top
        }
        return layers
    }

    /// Time that tasks stalled for memory since the first process was started.
    func pressure(_ svg: inout SVG, _ y: Double) -> Double {
        guard let some = series.column("pressure_some_us") else { return y }
        let base = timeline.firstStartNs ?? timeline.beganNs
        let curve = Curve(times: series.times, key: some, span: span, buckets: detail.buckets)
        func milliseconds(_ column: [UInt64?]) -> [Double] {
            let before = Curve.value(of: column, in: series.times, at: base)
            return curve.values(column).map { max(0, $0 - before) / 1000 }
        }
        let values = milliseconds(some)
        let full = series.column("pressure_full_us").map(milliseconds)
        let scale = Scale(
            domain: 0...(max(values.max() ?? 0, 1) * 1.15), range: (y + 34)...(y + 34 + 56), flipped: true)
        frame(&svg, "stalled for memory since the first start (PSI some; dashed: full), ms", scale: scale, ticks: 2)
        svg.element("path", [("d", path(curve, values, scale)), ("class", "psi-some")])
        if let full { svg.element("path", [("d", path(curve, full, scale)), ("class", "psi-full")]) }
        return scale.range.upperBound + 10
    }

    /// The machine's free memory, where no limit of a group is what runs out.
    func freeMemory(_ svg: inout SVG, _ y: Double) -> Double {
        guard timeline.limitBytes == nil, let free = series.column("free_pages") else { return y }
        let curve = Curve(times: series.times, key: free, span: span, buckets: detail.buckets)
        let values = curve.values(free).map { $0 * 4096 / TimelineChart.mebibyte }
        let scale = Scale(
            domain: 0...(max(values.max() ?? 0, 1) * 1.1), range: (y + 34)...(y + 34 + 90), flipped: true)
        frame(&svg, "free memory of the machine, MiB", scale: scale, ticks: 3)
        svg.element("path", [("d", path(curve, values, scale)), ("class", "usage")])
        return scale.range.upperBound + 10
    }

    // MARK: Shapes

    private func path(_ curve: Curve, _ values: [Double], _ scale: Scale) -> String {
        let heights = values.map { SVG.number(scale.position($0)) }
        var text = ""
        for (index, height) in heights.enumerated() where index == 0 || height != heights[index - 1] {
            let at = SVG.number(x(curve.times[index]))
            text += text.isEmpty ? "M\(at) \(height)" : "H\(at)V\(height)"
        }
        return text + "H\(SVG.number(x(curve.endNs)))"
    }

    private func area(
        _ svg: inout SVG, _ curve: Curve, from bottom: [Double]?, to top: [Double], _ scale: Scale, _ style: String
    ) {
        guard !top.isEmpty else { return }
        var text = path(curve, top, scale)
        if let bottom {
            let heights = bottom.map { SVG.number(scale.position($0)) }
            for index in heights.indices.reversed() where index == 0 || heights[index] != heights[index - 1] {
                text += "V\(heights[index])H\(SVG.number(x(curve.times[index])))"
            }
        } else {
            text += "V\(SVG.number(scale.position(0)))H\(SVG.number(x(curve.times[0])))"
        }
        svg.element("path", [("d", text + "Z"), ("class", style)])
    }
}

/// The rows of a series that are worth a point: per bucket of time the first, the lowest, the highest and the last.
struct Curve {
    let times: [UInt64]
    /// How far the last value is drawn.
    let endNs: UInt64
    private let rows: [Int]

    init(times all: [UInt64], key column: [UInt64?], span: TimelineChart.Span, buckets: Int) {
        let key = Curve.held(column)
        let first = max(0, (all.firstIndex { $0 > span.fromNs } ?? all.count) - 1)
        let last = all.lastIndex { $0 <= span.toNs } ?? -1
        let inside = first <= last ? Array(first...last) : []
        let width = max(1, (span.toNs - min(span.fromNs, span.toNs)) / UInt64(max(1, buckets)))
        var kept: [Int] = []
        var start = 0
        while start < inside.count {
            let bucket = (max(all[inside[start]], span.fromNs) - span.fromNs) / width
            var end = start
            while end < inside.count, (max(all[inside[end]], span.fromNs) - span.fromNs) / width == bucket { end += 1 }
            let group = inside[start..<end]
            let low = group.min { key[$0] < key[$1] }
            let high = group.max { key[$0] < key[$1] }
            kept += Set([group.first, low, high, group.last].compactMap { $0 }).sorted()
            start = end
        }
        rows = kept
        times = kept.map { max(all[$0], span.fromNs) }
        endNs = span.toNs
    }

    /// A column at these rows.
    func values(_ column: [UInt64?]) -> [Double] {
        let all = Curve.held(column)
        return rows.map { Double(all[$0]) }
    }

    /// A cell that is empty was not read then, and the one before holds; what was not recorded yet is drawn as zero.
    private static func held(_ column: [UInt64?]) -> [UInt64] {
        var last: UInt64 = 0
        return column.map { cell in
            last = cell ?? last
            return last
        }
    }

    /// The value that holds at `time`.
    static func value(of column: [UInt64?], in times: [UInt64], at time: UInt64) -> Double {
        guard let index = times.lastIndex(where: { $0 <= time }),
            let cell = column[...index].last(where: { $0 != nil })
        else { return 0 }
        return Double(cell ?? 0)
    }
}
