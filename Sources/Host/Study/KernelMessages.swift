import Evidence
import GuestProtocol
import KernelLog
import Vocabulary

/// What the kernel's log says: reports of the OOM killer, other events, and what is missing.
struct KernelMessages {
    /// The reports in order.
    var reports: [OOMReport] = []
    /// Everything else of interest.
    var events: [KernelEvent] = []
    /// Messages that the sequence numbers show as lost.
    var lost: UInt64 = 0
    /// Stamp of the last message, by the log's clock; 0 without one.
    private(set) var lastNs: UInt64 = 0

    init(_ evidence: Evidence) {
        var parser = KernelLogParser()
        var next: UInt64?
        for entry in evidence.entries {
            guard case .kernelMessage(let bytes) = entry.record else { continue }
            take(parser.feed(bytes))
            if bytes.last != UInt8(ascii: "\n") { take(parser.feed([UInt8(ascii: "\n")])) }
            guard let record = KmsgRecord(kmsg: bytes) else { continue }
            if let next, record.sequence > next { lost = lost.plus(record.sequence - next) }
            next = record.sequence == .max ? nil : record.sequence + 1
            lastNs = max(lastNs, record.microseconds.times(1000))
        }
        take(parser.finish())
    }

    /// The events of a console's text, for a kernel that died before the agent could read its log.
    init(console: String) {
        var parser = KernelLogParser()
        take(parser.feed(Array(console.utf8)))
        take(parser.finish())
    }

    /// The log with what only the console has of it: a machine that dies takes the last messages with it before the agent reads them.
    ///
    /// What the log ends in, cut there, is the console's too.
    func completed(by console: KernelMessages) -> KernelMessages {
        var all = self
        // Only what the log ends in can be cut.
        if let last = reports.last, let whole = console.reports.first(where: { $0.isWhole(of: last) }) {
            all.reports[reports.count - 1] = whole
        }
        all.reports += console.reports.filter { ($0.timeNs ?? 0) > lastNs || reports.isEmpty }
        if let last = events.last, let whole = console.events.first(where: { $0.isWhole(of: last) }) {
            all.events[events.count - 1] = whole
        }
        all.events += console.events.filter { ($0.timeNs ?? 0) > lastNs }
        return all
    }

    private mutating func take(_ items: [KernelLogItem]) {
        for item in items {
            switch item {
            case .report(let report): reports.append(report)
            case .event(let event): events.append(event)
            }
        }
    }
}

extension OOMReport {
    /// Whether it is the same report, and has its end, which the other lacks.
    fileprivate func isWhole(of other: OOMReport) -> Bool {
        timeNs != nil && timeNs == other.timeNs && invoker == other.invoker && other.outcome == .unknown
            && outcome != .unknown
    }
}

extension KernelEvent {
    /// Whether it is the same event, and has the lines behind it, which the other lacks.
    fileprivate func isWhole(of other: KernelEvent) -> Bool {
        timeNs != nil && timeNs == other.timeNs && kind == other.kind && text == other.text
            && (other.memory == nil && memory != nil || other.pid == nil && pid != nil)
    }
}
