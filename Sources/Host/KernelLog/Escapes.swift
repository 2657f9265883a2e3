/// Undoes what loggers do to bytes that are not printable.
enum Escapes {
    /// `\x0a` in kmsg records (`msg_add_ext_text()` in `kernel/printk/printk.c`), `#012` in syslog files.
    static func undo(_ text: Text, record: Bool, into bytes: inout [UInt8]) {
        bytes.removeAll(keepingCapacity: true)
        var at = 0
        while at < text.count {
            let byte = text[at]
            if record, byte == 0x5c, text[at + 1] == 0x78, let high = nibble(text[at + 2]),
                let low = nibble(text[at + 3])
            {
                bytes.append(high << 4 | low)
                at += 4
            } else if !record, byte == 0x23, text[at + 1] == 0x30, text[at + 2] == 0x31, text[at + 3] == 0x32 {
                bytes.append(0x0a)
                at += 4
            } else {
                bytes.append(byte)
                at += 1
            }
        }
    }

    /// Takes out ANSI sequences (`ESC [ … letter`) and carriage returns.
    static func removeControls(_ text: Text, into bytes: inout [UInt8]) {
        bytes.removeAll(keepingCapacity: true)
        var at = 0
        while at < text.count {
            if text[at] == 0x1b {
                at += 1
                guard text[at] == 0x5b else { continue }
                at += 1
                while at < text.count, text[at] < 0x40 || text[at] > 0x7e { at += 1 }
                at += 1
            } else {
                if text[at] != 0x0d { bytes.append(text[at]) }
                at += 1
            }
        }
    }

    private static func nibble(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x61...0x66: byte - 0x57
        case 0x41...0x46: byte - 0x37
        default: nil
        }
    }
}
