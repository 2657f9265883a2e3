import CLinux

/// The kernel's "key value" lines, read where they lie.
enum KeyedValues {
    /// The number behind `key` (with its space) at the beginning of one of the lines in the first `count` bytes.
    static func number(of key: StaticString, in text: UnsafeMutableRawBufferPointer, _ count: Int) -> Int? {
        var line = 0
        while line &+ key.utf8CodeUnitCount < count {
            if text.holds(key, at: line) { return number(in: text, from: line &+ key.utf8CodeUnitCount, to: count) }
            while line < count, text[line] != UInt8(ascii: "\n") { line &+= 1 }
            line &+= 1
        }
        return nil
    }

    private static func number(in text: UnsafeMutableRawBufferPointer, from start: Int, to end: Int) -> Int {
        var value = 0
        var index = start
        while index < end, text[index] >= UInt8(ascii: "0"), text[index] <= UInt8(ascii: "9") {
            value = value &* 10 &+ Int(text[index] &- UInt8(ascii: "0"))
            index &+= 1
        }
        return value
    }
}
