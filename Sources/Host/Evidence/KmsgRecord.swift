import GuestProtocol

/// One record of `/dev/kmsg`: `priority,sequence,microseconds,flags;text`, with the kernel's `\xNN` escapes undone.
public struct KmsgRecord: Equatable, Sendable {
    /// Level in the low three bits, facility above.
    public let priority: Int
    /// Counts up by one for each message; a gap is a lost message.
    public let sequence: UInt64
    /// Since boot, by the kernel's own log clock.
    public let microseconds: UInt64
    /// The message, which may have several lines.
    public let text: String

    /// Reads one record; `nil` where the bytes are none. Bytes that are not UTF-8 become replacement characters.
    public init?(kmsg bytes: Bytes) {
        guard let semicolon = bytes.firstIndex(of: UInt8(ascii: ";")) else { return nil }
        let prefix = bytes[..<semicolon].split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
        guard prefix.count >= 3, let priority = KmsgRecord.number(prefix[0]),
            let sequence = KmsgRecord.number(prefix[1]), let microseconds = KmsgRecord.number(prefix[2]),
            let shortPriority = Int(exactly: priority)
        else { return nil }
        self.priority = shortPriority
        self.sequence = sequence
        self.microseconds = microseconds
        // What follows the first newline is the record's dictionary (SUBSYSTEM=, DEVICE=), which dmesg doesn't show either.
        let rest = bytes[(semicolon + 1)...]
        text = KmsgRecord.unescaped(rest.prefix { $0 != UInt8(ascii: "\n") })
    }

    /// The message as `dmesg` prints it, one line for each of its lines.
    public var lines: [String] {
        let fraction = String(microseconds % 1_000_000)
        let seconds = String(microseconds / 1_000_000)
        let stamp =
            "[" + String(repeating: " ", count: max(0, 5 - seconds.count)) + seconds + "."
            + String(repeating: "0", count: 6 - fraction.count) + fraction + "] "
        return text.split(separator: "\n", omittingEmptySubsequences: false).map { stamp + $0 }
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> UInt64? {
        UInt64(String(decoding: digits, as: UTF8.self))
    }

    private static func unescaped(_ bytes: ArraySlice<UInt8>) -> String {
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count)
        var position = bytes.startIndex
        while position < bytes.endIndex {
            if let byte = escape(in: bytes, at: position) {
                out.append(byte)
                position += 4
            } else {
                out.append(bytes[position])
                position += 1
            }
        }
        return String(decoding: out, as: UTF8.self)
    }

    private static func escape(in bytes: ArraySlice<UInt8>, at position: Int) -> UInt8? {
        guard bytes.endIndex - position >= 4, bytes[position] == UInt8(ascii: "\\"),
            bytes[position + 1] == UInt8(ascii: "x"),
            let high = Character(UnicodeScalar(bytes[position + 2])).hexDigitValue,
            let low = Character(UnicodeScalar(bytes[position + 3])).hexDigitValue
        else { return nil }
        return UInt8(high << 4 | low)
    }
}

extension Evidence {
    /// The kernel's messages, in the order in which they were recorded. Records that are no kmsg records are left out.
    public var kmsg: [KmsgRecord] {
        entries.compactMap { entry in
            guard case .kernelMessage(let bytes) = entry.record else { return nil }
            return KmsgRecord(kmsg: bytes)
        }
    }

    /// The text of `kernel.log`: the messages as `dmesg` prints them, and a line wherever the sequence numbers show that some were lost.
    public var kernelLog: String {
        var text = ""
        var next: UInt64?
        for message in kmsg {
            if let next, message.sequence > next {
                text += "oomlab: \(message.sequence - next) kernel messages lost before number \(message.sequence)\n"
            }
            next = message.sequence == .max ? nil : message.sequence + 1
            for line in message.lines { text += line + "\n" }
        }
        return text
    }
}
