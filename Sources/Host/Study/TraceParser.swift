import GuestProtocol
import Vocabulary

/// Reads the text of `trace_pipe`: `comm-pid [cpu] flags seconds.micros: event: fields`, one event a line.
///
/// A task's name can hold spaces, dashes and brackets, so a line is read from the first place where pid, cpu, flags and stamp follow each other as the
/// kernel prints them; a name of 15 bytes is too short to imitate that.
public enum TraceParser {
    /// What a trace says.
    public struct Trace: Equatable, Sendable {
        /// The events in the order of the text.
        public var events: [TraceEvent] = []
        /// Events that the kernel itself says it lost (`[LOST n EVENTS]`).
        public var lost: Int = 0
        /// Lines that are no event.
        public var unreadable: Int = 0
    }

    /// Reads a whole trace. Never fails: lines that can't be read are counted.
    public static func parse(_ bytes: Bytes) -> Trace {
        var trace = Trace()
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            if let lost = lostEvents(line) {
                trace.lost = trace.lost.plus(lost)
            } else if let event = event(line) {
                trace.events.append(event)
            } else if line.first != UInt8(ascii: "#") {
                trace.unreadable += 1
            }
        }
        return trace
    }

    /// A line that says so lost one at least, whatever its number is.
    private static func lostEvents(_ line: ArraySlice<UInt8>) -> Int? {
        guard line.starts(with: "CPU:".utf8) else { return nil }
        let text = String(decoding: line.prefix(80), as: UTF8.self)
        guard let open = text.firstIndex(of: "[") else { return nil }
        let words = text[text.index(after: open)...].split(separator: " ")
        guard words.count >= 2, words[0] == "LOST" else { return nil }
        return max(1, UInt64(words[1]).map { Int(clamping: $0) } ?? 1)
    }

    /// The kernel's `"%16s-%-7d (%7d) [%03d] "` leaves the CPU's bracket no other place than the first hundred bytes: looked for only there, a line of
    /// brackets costs no more than another one.
    private static func event(_ line: ArraySlice<UInt8>) -> TraceEvent? {
        let head = line.prefix(100)
        for bracket in head.indices where head[bracket] == UInt8(ascii: "[") {
            guard let close = line[bracket...].prefix(12).firstIndex(of: UInt8(ascii: "]")),
                number(line[(bracket + 1)..<close]) != nil
            else { continue }
            if let event = event(task: line[..<bracket], rest: line[(close + 1)...]) { return event }
        }
        return nil
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int? { Int(String(decoding: digits, as: UTF8.self)) }

    private static func event(task: ArraySlice<UInt8>, rest: ArraySlice<UInt8>) -> TraceEvent? {
        guard let (comm, tid) = self.task(Substring(decoding: task, as: UTF8.self)) else { return nil }
        let words = Substring(decoding: rest, as: UTF8.self).split(separator: " ", maxSplits: 2)
        guard words.count == 3, words[0].count <= 8, words[1].hasSuffix(":"),
            let time = nanoseconds(words[1].dropLast()),
            let colon = words[2].firstIndex(of: ":")
        else { return nil }
        let name = words[2][..<colon]
        guard !name.isEmpty, name.utf8.allSatisfy({ isNameByte($0) }) else { return nil }
        let fields = words[2][words[2].index(after: colon)...].drop { $0 == " " }
        return TraceEvent(name: String(name), timeNs: time, comm: comm, tid: tid, fields: String(fields))
    }

    /// `  comm-123   ` or, with the record-tgid option, `comm-123   (  120) `.
    private static func task(_ text: Substring) -> (String, Int32)? {
        var text = trimmed(text)
        if text.hasSuffix(")"), let open = text.lastIndex(of: "(") { text = trimmed(text[..<open]) }
        guard let dash = text.lastIndex(of: "-"), let tid = Int32(text[text.index(after: dash)...]), tid >= 0 else {
            return nil
        }
        return (String(text[..<dash]), tid)
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var text = text.drop { $0 == " " }
        while text.last == " " { text.removeLast() }
        return text
    }

    private static func nanoseconds(_ text: Substring) -> UInt64? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[1].count == 6, let seconds = UInt64(parts[0]), let micros = UInt64(parts[1]),
            seconds < 1 << 33
        else { return nil }
        return seconds * 1_000_000_000 + micros * 1000
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte) || byte == 0x5f
    }
}
