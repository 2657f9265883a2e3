import KernelLog

/// From the bytes of a log to its OOM reports, as they come.
public struct LogExplainer: Sendable {
    private var parser = KernelLogParser()
    private var history = History()
    /// What else the log held, so far.
    public private(set) var summary = LogSummary()

    /// Whether the reports that begin from now on are read in all detail, rather than for a line each.
    public var readsDetail: Bool {
        get { parser.detail == .all }
        set { parser.detail = newValue ? .all : .kills }
    }

    /// At the start of a log.
    public init() {}

    /// Takes the next bytes; gives the reports that they finish.
    public mutating func feed(_ bytes: UnsafeRawBufferPointer) -> [Incident] {
        let items = parser.feed(bytes)
        summary.lines = parser.lineCount
        return items.isEmpty ? [] : take(items)
    }

    /// Gives what only waits for later lines, in a log that has gone silent.
    public mutating func settle() -> [Incident] { take(parser.settle()) }

    /// The log has ended.
    public mutating func finish() -> [Incident] {
        // The parser starts anew when it is finished, its count of lines included.
        summary.lines = parser.lineCount + (parser.hasPartialLine ? 1 : 0)
        return take(parser.finish())
    }

    private mutating func take(_ items: [KernelLogItem]) -> [Incident] {
        var found: [Incident] = []
        found.reserveCapacity(items.count)
        for item in items {
            switch item {
            case .event(let event): summary.take(event)
            case .report(let report):
                summary.take(report)
                found.append(history.place(report))
            }
        }
        return found
    }
}
