import Statistics
import Vocabulary

/// One observation over many runs: a dot a run, kernels below each other, with the median and an interval for it.
struct StripPlot {
    /// One kernel's values.
    struct Row {
        let kernel: String
        let values: [Double]
    }

    let id: String
    let name: ObservationName
    let rows: [Row]

    private static let plot = 118.0...820.0
    private static let rowHeight = 34.0

    /// `nil` where no kernel has two values, or all values are the same: a table says that better.
    init?(id: String, name: ObservationName, rows: [Row]) {
        guard name.kind == .numeric, rows.contains(where: { $0.values.count > 1 }),
            Set(rows.flatMap(\.values)).count > 1
        else { return nil }
        self.id = id
        self.name = name
        self.rows = rows.filter { !$0.values.isEmpty }
    }

    var text: String {
        let all = rows.flatMap(\.values)
        let unit = name.unit == .bytes ? Double(1 << 20) : 1
        let low = min(0, all.min() ?? 0) / unit
        let scale = Scale(domain: low...max(low + 1e-9, (all.max() ?? 1) / unit * 1.05), range: StripPlot.plot)
        let bottom = Double(rows.count) * StripPlot.rowHeight + 6
        var svg = SVG()
        svg.element(
            "svg",
            [
                ("viewBox", "0 0 960 \(SVG.number(bottom + 40))"), ("role", "img"), ("aria-labelledby", "\(id)-t"),
                ("class", "strip"),
            ]
        ) { svg in
            svg.element("title", [("id", "\(id)-t")]) { $0.plain(summary(unit)) }
            for tick in scale.ticks(8) {
                let x = scale.position(tick)
                svg.line(x, 0, x, bottom, "grid")
                svg.label(Scale.text(tick), x, bottom + 17, "tick", anchor: .middle)
            }
            svg.line(StripPlot.plot.lowerBound, bottom, StripPlot.plot.upperBound, bottom, "axis")
            svg.label(
                "\(name.rawValue), \(unitWord)", (StripPlot.plot.lowerBound + StripPlot.plot.upperBound) / 2,
                bottom + 34, "panel", anchor: .middle)
            for (index, row) in rows.enumerated() { draw(row, index, scale, unit, &svg) }
        }
        return svg.text
    }

    private func draw(_ row: Row, _ index: Int, _ scale: Scale, _ unit: Double, _ svg: inout SVG) {
        let middle = (Double(index) + 0.5) * StripPlot.rowHeight
        svg.label(row.kernel, StripPlot.plot.lowerBound - 8, middle + 4, "tick", anchor: .end)
        if let interval = MedianInterval(row.values) {
            let from = scale.position(interval.low / unit)
            svg.titled(
                "rect", SVG.box(from, middle - 9, max(1, scale.position(interval.high / unit) - from), 18, "interval"),
                "95% interval for the median: \(Scale.text(interval.low / unit)) to \(Scale.text(interval.high / unit)) \(unitWord)"
            )
        }
        // One path for all dots, each a line without length and with round ends. Equal values would hide each other, so that
        // they are spread over the row in a fixed pattern.
        let dots = row.values.enumerated().map { number, value in
            "M\(SVG.number(scale.position(value / unit))) \(SVG.number(middle + Double(number * 7 % 11 - 5) * 1.3))h0"
        }
        svg.element("path", [("d", dots.joined()), ("class", "dots")])
        let median = Center.median(row.values) ?? 0
        let at = scale.position(median / unit)
        svg.line(at, middle - 12, at, middle + 12, "median")
        svg.label(
            "median \(Scale.text(median / unit)), n \(row.values.count)", StripPlot.plot.upperBound + 8, middle + 4,
            "tick")
    }

    private var unitWord: String { name.unit == .bytes ? "MiB" : name.unit.rawValue }

    private func summary(_ unit: Double) -> String {
        let parts = rows.map { row in
            "\(row.kernel): median \(Scale.text((Center.median(row.values) ?? 0) / unit)) of \(row.values.count) runs"
        }
        return "\(name.rawValue) in \(unitWord). " + parts.joined(separator: "; ")
    }
}
