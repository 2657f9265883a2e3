import SafeText
import Vocabulary

/// Writes JSON straight into bytes: a log can hold thousands of reports with thousands of tasks each.
struct JSONWriter: Sendable {
    private(set) var bytes: [UInt8] = []
    private var needsComma = false

    /// Gives away what was written so far.
    mutating func take() -> [UInt8] {
        defer { bytes.removeAll(keepingCapacity: true) }
        return bytes
    }

    mutating func object(_ key: StaticString? = nil, _ body: (inout JSONWriter) -> Void) { nest(key, "{", "}", body) }

    mutating func array(_ key: StaticString? = nil, _ body: (inout JSONWriter) -> Void) { nest(key, "[", "]", body) }

    /// An array of objects.
    mutating func list<Element>(
        _ key: StaticString, _ elements: some Sequence<Element>, _ body: (inout JSONWriter, Element) -> Void
    ) {
        array(key) { writer in for element in elements { writer.object { body(&$0, element) } } }
    }

    mutating func field(_ key: StaticString, _ value: String?) {
        begin(key)
        if let value { quote(value) } else { word("null") }
    }

    mutating func field(_ key: StaticString, _ value: Int?) {
        begin(key)
        word(value.map { String($0) } ?? "null")
    }

    mutating func field(_ key: StaticString, _ value: UInt64?) {
        begin(key)
        word(value.map { String($0) } ?? "null")
    }

    mutating func field(_ key: StaticString, _ value: Bool?) {
        begin(key)
        word(value.map { $0 ? "true" : "false" } ?? "null")
    }

    mutating func field(_ key: StaticString, _ values: [Int]) {
        array(key) { writer in for value in values { writer.element(value) } }
    }

    mutating func field(_ key: StaticString, _ values: [String]) {
        array(key) { writer in for value in values { writer.element(value) } }
    }

    /// A number under a name that the log gives, where it gives one.
    mutating func field(named key: String, _ value: Int?) {
        comma()
        quote(key)
        bytes.append(UInt8(ascii: ":"))
        word(value.map { String($0) } ?? "null")
    }

    mutating func element(_ value: Int) {
        comma()
        word(String(value))
    }

    mutating func element(_ value: String) {
        comma()
        quote(value)
    }

    /// A line end behind everything.
    mutating func lineEnd() { bytes.append(UInt8(ascii: "\n")) }

    /// A line end, and a comma before it where one is due, between the values of a list.
    mutating func separate() {
        comma()
        lineEnd()
        needsComma = false
    }

    /// Opens what is closed later by `close`.
    mutating func open(_ key: StaticString?, _ bracket: Unicode.Scalar) {
        begin(key)
        bytes.append(UInt8(ascii: bracket))
        needsComma = false
    }

    mutating func close(_ bracket: Unicode.Scalar) {
        bytes.append(UInt8(ascii: bracket))
        needsComma = true
    }

    private mutating func nest(
        _ key: StaticString?, _ opening: Unicode.Scalar, _ closing: Unicode.Scalar, _ body: (inout JSONWriter) -> Void
    ) {
        open(key, opening)
        body(&self)
        close(closing)
    }

    private mutating func begin(_ key: StaticString?) {
        comma()
        guard let key else { return }
        bytes.append(UInt8(ascii: "\""))
        key.withUTF8Buffer { bytes.append(contentsOf: $0) }
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
    }

    private mutating func comma() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        needsComma = true
    }

    private mutating func word(_ text: String) { bytes.append(contentsOf: text.utf8) }

    private mutating func quote(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        // Nearly all text is ASCII, whose bytes are quicker to go through than characters.
        if text.utf8.allSatisfy({ $0 < 0x80 }) {
            for byte in text.utf8 { put(byte) }
        } else {
            for scalar in text.unicodeScalars { put(scalar) }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func put(_ scalar: Unicode.Scalar) {
        if scalar.isASCII {
            put(UInt8(scalar.value))
        } else {
            word(scalar.isSteering ? JSONText.escape(scalar) : String(scalar))
        }
    }

    /// A byte of ASCII.
    private mutating func put(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"):
            bytes.append(UInt8(ascii: "\\"))
            bytes.append(byte)
        case 0x0a: word("\\n")
        case 0..<0x20, 0x7f:
            word("\\u00")
            bytes.append(Self.hexadecimal(byte >> 4))
            bytes.append(Self.hexadecimal(byte & 15))
        default: bytes.append(byte)
        }
    }

    private static func hexadecimal(_ nibble: UInt8) -> UInt8 { nibble < 10 ? 0x30 + nibble : 0x57 + nibble }
}
