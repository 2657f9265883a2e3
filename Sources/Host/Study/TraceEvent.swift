// A comment speaks for all the properties below it, up to the next one.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
/// One line of the kernel's trace, from `trace_pipe` with the `mono` clock.
public struct TraceEvent: Equatable, Sendable {
    /// The event's name, without its group: `mark_victim`, `sched_process_exit`.
    public let name: String
    /// CLOCK_MONOTONIC, in the microseconds that the trace prints.
    public let timeNs: UInt64
    /// The task in whose context the event happened: its name and thread id.
    public let comm: String
    public let tid: Int32
    /// The fields as the kernel printed them.
    public let fields: String

    /// An event with every part.
    public init(name: String, timeNs: UInt64, comm: String, tid: Int32, fields: String) {
        self.name = name
        self.timeNs = timeNs
        self.comm = comm
        self.tid = tid
        self.fields = fields
    }

    /// The value of the first `key=`; for fields that stand before a task's name, which can hold anything.
    public func first(_ key: String) -> Substring? { value(after: ranges(of: key).first) }

    /// The value of the last `key=`; for fields that stand behind a task's name.
    public func last(_ key: String) -> Substring? { value(after: ranges(of: key).last) }

    /// The thread that the event is about (`pid=`), which isn't always the task in whose context it happened.
    public var subject: Int32? {
        // These two print the pid before the name, all others behind it.
        let text: Substring? = name == "task_newtask" || name == "mark_victim" ? first("pid") : last("pid")
        return text.flatMap { Int32($0) }
    }

    private func ranges(of key: String) -> [Substring.Index] {
        let needle = Array((key + "=").utf8)
        let text = Array(fields.utf8)
        var found: [Substring.Index] = []
        guard text.count >= needle.count else { return found }
        for start in 0...(text.count - needle.count)
        where (start == 0 || text[start - 1] == UInt8(ascii: " "))
            && text[start..<(start + needle.count)].elementsEqual(needle)
        {
            found.append(fields.utf8.index(fields.startIndex, offsetBy: start + needle.count))
        }
        return found
    }

    private func value(after start: Substring.Index?) -> Substring? {
        guard let start else { return nil }
        return fields[start...].prefix { $0 != " " }
    }
}
