import Testing
import Vocabulary

@testable import Report

@Suite struct ChartTests {
    @Test func ticksAreRoundAndInside() {
        let scale = Scale(domain: 0...140, range: 0...100)
        #expect(scale.ticks(4) == [0, 50, 100])
        #expect(Scale(domain: -5...31, range: 0...1).ticks(8) == [-5, 0, 5, 10, 15, 20, 25, 30])
        #expect(Scale(domain: 3...3, range: 0...1).ticks(8) == [3])
        #expect([0.5, 2, -5, 0.25, 1e9].map(Scale.text) == ["0.5", "2", "-5", "0.25", "1000000000"])
    }

    @Test func positionsStayInside() {
        let scale = Scale(domain: 0...10, range: 100...200, flipped: true)
        #expect(scale.position(0) == 200)
        #expect(scale.position(10) == 100)
        #expect(scale.position(-3) == 200)
        #expect(scale.position(99) == 100)
    }

    @Test func labelsDoNotCoverEachOther() {
        let labels = MarkLabels([(1, 100), (2, 101), (3, 102), (4, 103), (5, 104), (6, 140)])
        #expect(labels.rows == [0, 1, 2, 3, nil, 0])
    }

    @Test func thinningKeepsPeaks() {
        let times = (0..<10_000).map { UInt64($0) }
        var values = [UInt64?](repeating: 5, count: 10_000)
        values[5003] = 900
        values[7007] = 0
        let span = TimelineChart.Span(fromNs: 0, toNs: 9999, zeroNs: 0, unitNs: 1, caption: "")
        let curve = Curve(times: times, key: values, span: span, buckets: 50)
        let kept = curve.values(values)
        #expect(kept.count <= 51 * 4)
        #expect(kept.max() == 900)
        #expect(kept.min() == 0)
        #expect(curve.times == curve.times.sorted())
    }

    /// A cell that is empty was not read: what was read before holds.
    @Test func anEmptyCellHoldsTheOneBefore() {
        let column: [UInt64?] = [nil, 5, nil, 7, nil]
        let span = TimelineChart.Span(fromNs: 0, toNs: 4, zeroNs: 0, unitNs: 1, caption: "")
        let curve = Curve(times: [0, 1, 2, 3, 4], key: column, span: span, buckets: 5)
        #expect(curve.values(column) == [0, 5, 5, 7, 7])
        #expect(Curve.value(of: column, in: [0, 1, 2, 3, 4], at: 2) == 5)
        #expect(Curve.value(of: column, in: [0, 1, 2, 3, 4], at: 0) == 0)
    }

    @Test func aStripPlotNeedsSomethingToShow() {
        let equal = [StripPlot.Row(kernel: "6.1", values: [2, 2, 2])]
        #expect(StripPlot(id: "s", name: .kills, rows: equal) == nil)
        #expect(StripPlot(id: "s", name: .kills, rows: [StripPlot.Row(kernel: "6.1", values: [1])]) == nil)
        let rows = [StripPlot.Row(kernel: "6.1", values: [1, 2]), StripPlot.Row(kernel: "6.2", values: [])]
        #expect(StripPlot(id: "s", name: .kills, rows: rows)?.rows.count == 1)
        #expect(StripPlot(id: "s", name: .victims, rows: rows) == nil)
    }
}
