/// A log line's wrapping taken apart: the kernel's own message, and what the wrapping says about it.
///
/// Known wrappings: `/dev/kmsg` records, dmesg with seconds, with dates (`-T`), with differences, with caller ids
/// (`CONFIG_PRINTK_CALLER`), raw levels (`<4>`), syslog (RFC 3164 and 5424), journald's short formats, and none.
struct Envelope {
    /// The message, without blanks at either end.
    var text: Text
    /// Kernel time, where the wrapping has it.
    var timeNs: UInt64?
    /// Sequence number of a kmsg record.
    var sequence: UInt64?
    /// A stamp that is no kernel time, as printed.
    var stamp: Text?
    /// Whether there was any wrapping: a line without one may be the rest of the line before.
    var isWrapped = false
    /// A kmsg record, whose text is escaped.
    var isRecord = false
    /// Whether a host and a program may still follow.
    private var mayName = true
    private var isSyslog = false
    /// Written by user space, so it is no word of the kernel's.
    var isForeign = false

    init(_ line: Text) {
        text = line.trimmedEnd().trimmedStart()
        if takePlainStamp() || takeRecordHeader() { return }
        var rounds = 0
        while rounds < 8, takeLevel() || takeBracket() || takeDate() || takeIdentifier() { rounds += 1 }
        text = text.trimmedStart()
    }

    /// `[   12.345678] text`, which most kernel lines begin with, where no other wrapping follows; else nothing is taken.
    private mutating func takePlainStamp() -> Bool {
        guard text[0] == 0x5b else { return false }
        let bytes = text.base
        let end = min(text.count, 32)
        var at = 1
        while at < end, bytes[at] == 0x20 { at += 1 }
        var seconds: UInt64 = 0
        let first = at
        while at < end, at < first + 9, Text.isDigit(bytes[at]) {
            seconds = seconds &* 10 &+ UInt64(bytes[at] & 15)
            at += 1
        }
        guard at > first, at + 8 < end, bytes[at] == 0x2e, bytes[at + 7] == 0x5d else { return false }
        var microseconds: UInt64 = 0
        for place in (at + 1)..<(at + 7) {
            guard Text.isDigit(bytes[place]) else { return false }
            microseconds = microseconds &* 10 &+ UInt64(bytes[place] & 15)
        }
        at += 8
        while at < text.count, Text.isBlank(bytes[at]) { at += 1 }
        let rest = text.dropping(at)
        // A caller id, a level, or a host and "kernel:" may follow.
        guard rest[0] != 0x5b, rest[0] != 0x3c, !rest.hasKernelAsSecondWord else { return false }
        timeNs = seconds * 1_000_000_000 + microseconds * 1000
        isWrapped = true
        text = rest
        return true
    }

    /// `6,1234,5678901,-;text`; facilities other than 0 are user space writing to /dev/kmsg (`kernel/printk/printk.c`).
    private mutating func takeRecordHeader() -> Bool {
        guard Text.isDigit(text[0]) else { return false }
        var cursor = Cursor(text)
        guard let priority = cursor.unsigned(), priority < 2048, cursor.skip(byte: 0x2c),
            let number = cursor.unsigned(), cursor.skip(byte: 0x2c),
            let microseconds = cursor.unsigned(), cursor.byte == 0x2c || cursor.byte == 0x3b,
            let end = text.slice(0, 160).index(of: 0x3b, from: cursor.at)
        else { return false }
        sequence = number
        let (time, overflow) = microseconds.multipliedReportingOverflow(by: 1000)
        timeNs = overflow ? nil : time
        isForeign = priority >= 8
        isWrapped = true
        isRecord = true
        text = text.dropping(end + 1).trimmedStart()
        return true
    }

    /// `<4>`, and the version digit that RFC 5424 puts behind it.
    private mutating func takeLevel() -> Bool {
        guard text[0] == 0x3c, Text.isDigit(text[1]) else { return false }
        var cursor = Cursor(text)
        cursor.at = 1
        guard let priority = cursor.unsigned(), priority < 2048, cursor.skip(byte: 0x3e) else { return false }
        if cursor.byte == 0x31, text[cursor.at + 1] == 0x20, Text.isDigit(text[cursor.at + 2]) { cursor.at += 2 }
        isForeign = isForeign || priority >= 8
        isWrapped = true
        text = cursor.rest.trimmedStart()
        return true
    }

    /// `[   12.345678]`, `[   12.345678][  T123]`, `[Thu Dec  7 00:05:14 2017]`, `[  +0.000123]`.
    private mutating func takeBracket() -> Bool {
        guard text[0] == 0x5b, let end = text.slice(0, 64).index(of: 0x5d) else { return false }
        var cursor = Cursor(text.slice(1, end))
        cursor.skipBlanks()
        let isDifference = cursor.skip(byte: 0x2b)
        if let seconds = cursor.unsigned(), cursor.skip(byte: 0x2e), Text.isDigit(cursor.byte) {
            let fraction = cursor.fraction()
            cursor.skipBlanks()
            guard cursor.isAtEnd || cursor.byte == 0x54 || cursor.byte == 0x43 else { return false }
            let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
            if !isDifference, !overflow, timeNs == nil { timeNs = whole &+ fraction }
        } else if isWrapped, cursor.byte == 0x54 || cursor.byte == 0x43, Text.isDigit(cursor.text[cursor.at + 1]) {
            // A caller id: thread or CPU.
        } else if let time = text.slice(0, end).clockTime(), time > 1, text[1] != 0x20 {
            stamp = stamp ?? text.slice(1, end)
        } else {
            return false
        }
        isWrapped = true
        if isSyslog { mayName = false }
        text = text.dropping(end + 1).trimmedStart()
        return true
    }

    /// `Jun 20 12:47:43` in any language, `2024-02-09T10:00:00.123+01:00`, `2024-02-09 10:00:00`.
    private mutating func takeDate() -> Bool {
        guard stamp == nil, timeNs == nil, let clock = text.slice(0, 48).clockTime() else { return false }
        var words = 0
        var at = 0
        while at < clock {
            let byte = text[at]
            if byte == 0x5b || byte == 0x3d || byte == 0x28 { return false }
            if Text.isBlank(byte) { words += Text.isBlank(text[at + 1]) ? 0 : 1 }
            at += 1
        }
        guard words <= 4 else { return false }
        while at < text.count, !Text.isBlank(text[at]) { at += 1 }
        stamp = text.slice(0, at)
        isSyslog = true
        isWrapped = true
        text = text.dropping(at).trimmedStart()
        return true
    }

    /// `host kernel:`, `kernel:`, `2017 kern.warn kernel:` or a host alone before the kernel's own stamp; behind a stamp, any other
    /// `host program[1]:` is user space.
    private mutating func takeIdentifier() -> Bool {
        guard mayName else { return false }
        guard isWrapped else { return takeKernelWord(text, host: false) }
        if !isSyslog, !text.hasKernelAsSecondWord { return false }
        var cursor = Cursor(text.slice(0, 320))
        var words = 0
        // Only a syslog line may have more than a host there: group names can hold "kernel:" too.
        while words <= (isSyslog ? 3 : 1), !cursor.isAtEnd {
            if isSyslog || words == 1, takeKernelWord(text.dropping(cursor.at), host: words > 0) { return true }
            if words > 0, isSyslog, cursor.rest.isKernelStamp {
                mayName = false
                text = text.dropping(cursor.at)
                return true
            }
            if words == 1, isSyslog, let end = cursor.rest.slice(0, 64).programEnd() {
                isForeign = true
                text = text.dropping(cursor.at + end).trimmedStart()
                return false
            }
            let word = cursor.word()
            if word[word.count - 1] == 0x3a { return false }
            cursor.skipBlanks()
            words += 1
        }
        return false
    }

    private mutating func takeKernelWord(_ rest: Text, host: Bool) -> Bool {
        guard rest.hasPrefix("kernel") else { return false }
        var cursor = Cursor(rest)
        cursor.at = 6
        if cursor.skip(byte: 0x5b) {
            guard cursor.unsigned() != nil, cursor.skip(byte: 0x5d) else { return false }
        }
        // RFC 5424: "kernel - - - text".
        if host, cursor.skip(" - - - ") || cursor.skip(" - - ") {
        } else if !cursor.skip(byte: 0x3a) {
            return false
        }
        isWrapped = true
        mayName = false
        text = cursor.rest.trimmedStart()
        return true
    }
}

extension Cursor {
    /// Digits behind a decimal point, as nanoseconds.
    fileprivate mutating func fraction() -> UInt64 {
        var value: UInt64 = 0
        var scale: UInt64 = 100_000_000
        while Text.isDigit(byte) {
            value += UInt64(byte - 0x30) * scale
            scale /= 10
            at += 1
        }
        return value
    }
}

extension Text {
    /// Where `dd:dd:dd` stands first, not as a part of a longer number.
    fileprivate func clockTime() -> Int? {
        var at = 0
        while let colon = index(of: 0x3a, from: at) {
            if colon >= 2, self[colon + 3] == 0x3a, Text.isDigit(self[colon - 2]), Text.isDigit(self[colon - 1]),
                Text.isDigit(self[colon + 1]), Text.isDigit(self[colon + 2]), Text.isDigit(self[colon + 4]),
                Text.isDigit(self[colon + 5]), !Text.isDigit(self[colon - 3]), !Text.isDigit(self[colon + 6])
            {
                return colon - 2
            }
            at = colon + 1
        }
        return nil
    }

    /// A quick look, since most lines have none.
    fileprivate var hasKernelAsSecondWord: Bool {
        guard let blank = slice(0, 320).index(of: 0x20) else { return false }
        return has("kernel", blank + 1)
    }

    /// Whether `[   12.345678]` stands here.
    fileprivate var isKernelStamp: Bool {
        guard self[0] == 0x5b else { return false }
        var cursor = Cursor(self)
        cursor.at = 1
        cursor.skipBlanks()
        return cursor.unsigned() != nil && cursor.skip(byte: 0x2e) && cursor.unsigned() != nil && cursor.byte == 0x5d
    }

    /// Where the message begins behind `program:` or `program[123]:`; nil if that is not what stands here.
    fileprivate func programEnd() -> Int? {
        var at = 0
        while at < count, !Text.isBlank(self[at]), self[at] != 0x3a { at += 1 }
        return at > 0 && self[at] == 0x3a && Text.isBlank(self[at + 1]) ? at + 1 : nil
    }
}
