/// Reads a kernel log as it arrives, and hands out each OOM report when it is finished and every other event at once.
///
///     var parser = KernelLogParser()
///     for chunk in chunks { parser.feed(chunk).forEach(show) }
///     parser.finish().forEach(show)
///
/// Any wrapping will do (see ``KernelLog``), any bytes are safe, chunks may be cut anywhere. It takes linear time, and memory for one
/// line, one open report and at most ``KernelLogLimits/waiting`` finished ones. A report is held back for
/// ``KernelLogLimits/waitNs`` of log time, since the reaper's lines come later; ``settle()`` asks for what there is.
public struct KernelLogParser: Sendable {
    /// The line that is not at its end yet.
    private var partial: [UInt8] = []
    private var reader = LineReader()

    /// How much of a report is read.
    public enum Detail: Sendable {
        /// All that it says.
        case all
        /// What a timeline needs: where, when, who died, and how it ended; no call trace, memory, statistics and tasks. Several times
        /// faster, since the lines between are passed over like other lines.
        case kills
    }

    /// How much is read of the reports that begin from now on; at first, all.
    public var detail = Detail.all

    /// A parser at the start of a log.
    public init() {}

    /// Lines read so far.
    public var lineCount: Int { reader.lineCount }

    /// Whether the bytes so far end in the middle of a line.
    public var hasPartialLine: Bool { !partial.isEmpty }

    /// Takes the next bytes; what is finished by them is returned.
    public mutating func feed(_ bytes: UnsafeRawBufferPointer) -> [KernelLogItem] {
        guard let base = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), !bytes.isEmpty else { return [] }
        let chunk = Text(base: base, count: bytes.count)
        var at = 0
        var isBegun = false
        while at < chunk.count {
            if partial.isEmpty, !reader.wantsNextLine(detail) {
                let found = AnchorScanner.scan(chunk, from: at)
                reader.skip(lines: found.lineEnds)
                at = found.lineStart
                // The rest may be the start of a line that matters.
                if !found.hasAnchor { break }
            }
            guard let end = chunk.index(of: 0x0a, from: at) else { break }
            if partial.isEmpty {
                if !isBegun { reader.begin(chunk) }
                isBegun = true
                reader.read(chunk.slice(at, min(end, at + KernelLogLimits.line)))
            } else {
                hold(chunk.slice(at, end))
                readPartial()
                isBegun = false
            }
            at = end + 1
        }
        hold(chunk.dropping(at))
        return reader.takeItems()
    }

    /// Takes the next bytes; what is finished by them is returned.
    public mutating func feed(_ bytes: [UInt8]) -> [KernelLogItem] {
        bytes.withUnsafeBytes { feed($0) }
    }

    /// Takes the next bytes; what is finished by them is returned.
    public mutating func feed(_ bytes: ArraySlice<UInt8>) -> [KernelLogItem] {
        bytes.withUnsafeBytes { feed($0) }
    }

    /// Hands out what only waits for the reaper's lines; for a log that has gone silent. Reaper lines that come later
    /// are events.
    public mutating func settle() -> [KernelLogItem] {
        reader.settle()
        return reader.takeItems()
    }

    /// The log has ended: hands out everything, and is at the start of a log again.
    public mutating func finish() -> [KernelLogItem] {
        if !partial.isEmpty { readPartial() }
        reader.finish()
        let items = reader.takeItems()
        let kept = detail
        self = KernelLogParser()
        detail = kept
        return items
    }

    private mutating func hold(_ text: Text) {
        let room = KernelLogLimits.line - partial.count
        partial.append(contentsOf: UnsafeBufferPointer(start: text.base, count: min(text.count, max(room, 0))))
    }

    private mutating func readPartial() {
        partial.withUnsafeBufferPointer { bytes in
            guard let base = bytes.baseAddress else { return }
            let line = Text(base: base, count: bytes.count)
            reader.begin(line)
            // As in the middle of a chunk: where nobody listens, only an anchor makes a line matter.
            if reader.wantsNextLine(detail) || AnchorScanner.holdsAnchor(line) {
                reader.read(line)
            } else {
                reader.skip(lines: 1)
            }
        }
        partial.removeAll(keepingCapacity: true)
    }
}

/// A kernel log in one piece.
///
/// Known wrappings: `/dev/kmsg` records, dmesg with seconds, dates (`-T`), differences, caller ids and raw levels, syslog
/// (RFC 3164 and 5424), journald's short formats, and none at all.
public enum KernelLog {
    /// Everything in a log, in the order in which it was finished.
    public static func parse(_ bytes: [UInt8]) -> [KernelLogItem] {
        var parser = KernelLogParser()
        return parser.feed(bytes) + parser.finish()
    }

    /// Everything in a log, in the order in which it was finished.
    public static func parse(_ text: String) -> [KernelLogItem] { parse(Array(text.utf8)) }

    /// The OOM reports of a log, in their order.
    public static func reports(_ bytes: [UInt8]) -> [OOMReport] {
        parse(bytes).compactMap { if case .report(let report) = $0 { report } else { nil } }
    }
}
