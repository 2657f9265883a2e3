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
        }
        take(parser.finish())
    }

    /// The events of a console's text, for a kernel that died before the agent could read its log.
    init(console: String) {
        var parser = KernelLogParser()
        take(parser.feed(Array(console.utf8)))
        take(parser.finish())
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
