/// Reads a line from left to right. A read that does not fit leaves the cursor where it was.
struct Cursor {
    let text: Text
    var at = 0

    init(_ text: Text) { self.text = text }

    /// The byte at the cursor; zero at the end.
    var byte: UInt8 { text[at] }

    var isAtEnd: Bool { at >= text.count }

    /// What is left.
    var rest: Text { text.dropping(at) }

    @discardableResult
    mutating func skipBlanks() -> Bool {
        let start = at
        while at < text.count, Text.isBlank(text[at]) { at += 1 }
        return at > start
    }

    /// Steps over a constant, if it is next.
    mutating func skip(_ word: StaticString) -> Bool {
        guard rest.hasPrefix(word) else { return false }
        at += word.utf8CodeUnitCount
        return true
    }

    /// Steps over a byte, if it is next.
    mutating func skip(byte: UInt8) -> Bool {
        guard at < text.count, text[at] == byte else { return false }
        at += 1
        return true
    }

    /// Unsigned decimal digits; nil (and unmoved) without any, or where the number does not fit.
    mutating func unsigned() -> UInt64? {
        var value: UInt64 = 0
        var end = at
        while end < text.count, Text.isDigit(text[end]) {
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, carry) = product.addingReportingOverflow(UInt64(text[end] - 0x30))
            guard !overflow, !carry else { return nil }
            value = sum
            end += 1
        }
        guard end > at else { return nil }
        at = end
        return value
    }

    /// A decimal number with an optional minus sign.
    mutating func integer() -> Int? {
        let start = at
        let negative = skip(byte: 0x2d)
        guard let magnitude = unsigned(), let value = Int(exactly: magnitude) else {
            at = start
            return nil
        }
        return negative ? -value : value
    }

    /// A number followed by `kB` or `KB`; nil (and unmoved) where the unit is cut off.
    mutating func kilobytes() -> Int? {
        let start = at
        guard let value = integer(), text[at] | 0x20 == 0x6b, text[at + 1] | 0x20 == 0x62 else {
            at = start
            return nil
        }
        at += 2
        return value
    }

    /// The bytes up to the next blank.
    mutating func word() -> Text {
        let start = at
        while at < text.count, !Text.isBlank(text[at]) { at += 1 }
        return text.slice(start, at)
    }
}

extension Text {
    /// The whole view as a number.
    var integer: Int? {
        var cursor = Cursor(self)
        guard let value = cursor.integer(), cursor.isAtEnd else { return nil }
        return value
    }

    /// The number behind the first occurrence of a key, such as `order=`.
    func integer(after key: StaticString) -> Int? {
        guard let at = find(key) else { return nil }
        var cursor = Cursor(dropping(at + key.utf8CodeUnitCount))
        return cursor.integer()
    }

    /// The number of kB behind the first occurrence of a key, such as `anon-rss:`.
    func kilobytes(after key: StaticString) -> Int? {
        guard let at = find(key) else { return nil }
        var cursor = Cursor(dropping(at + key.utf8CodeUnitCount))
        return cursor.kilobytes()
    }
}
