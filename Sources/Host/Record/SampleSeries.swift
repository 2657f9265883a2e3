/// `samples.csv` read back, by columns. Cells that are empty or no number are `nil`.
public struct SampleSeries: Equatable, Sendable {
    /// The stamps, in order.
    public private(set) var times: [UInt64] = []
    private var columns: [String: [UInt64?]] = [:]

    /// Reads a table with a heading. A row without a stamp, or with a stamp before the last row's, is left out.
    public init(_ text: String) {
        var lines = text.utf8.split(separator: UInt8(ascii: "\n"))[...]
        guard let heading = lines.popFirst() else { return }
        let names = SampleSeries.cells(heading).map { String(decoding: $0, as: UTF8.self) }
        guard let clock = names.firstIndex(of: "time_ns") else { return }
        for name in names { columns[name] = [] }
        for line in lines {
            let cells = SampleSeries.cells(line)
            guard cells.count == names.count, let time = SampleSeries.number(cells[clock]), time >= times.last ?? 0
            else { continue }
            times.append(time)
            for (name, cell) in zip(names, cells) { columns[name]?.append(SampleSeries.number(cell)) }
        }
    }

    /// The column of this name; `nil` where there is none, or it holds no number at all.
    public func column(_ name: String) -> [UInt64?]? {
        guard let column = columns[name], column.contains(where: { $0 != nil }) else { return nil }
        return column
    }

    private static func cells(_ line: Substring.UTF8View) -> [Substring.UTF8View] {
        line.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
    }

    private static func number(_ digits: Substring.UTF8View) -> UInt64? { UInt64(Substring(digits)) }
}
