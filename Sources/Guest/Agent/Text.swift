import CLinux
import GuestProtocolEmbedded

/// A text with a fixed place in memory: for paths and messages that are put together where nothing may be allocated.
///
/// It always ends with a NUL byte. What doesn't fit is left out, and `overflowed` says so.
struct Text {
    /// The bytes, NUL-terminated.
    let start: UnsafeMutablePointer<UInt8>
    private let capacity: Int
    /// Bytes before the NUL.
    private(set) var count = 0
    /// Whether something was left out.
    private(set) var overflowed = false

    /// Takes `capacity` bytes for as long as the agent runs.
    init(capacity: Int) {
        start = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
        start.initialize(repeating: 0, count: capacity)
        self.capacity = capacity
    }

    /// The text for C.
    var cString: UnsafePointer<CChar> {
        UnsafeRawPointer(start).assumingMemoryBound(to: CChar.self)
    }

    /// The text's bytes.
    var raw: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: start, count: count) }

    /// Cuts the text back to its first `length` bytes.
    mutating func truncate(to length: Int) {
        guard length >= 0, length < count else { return }
        count = length
        start[count] = 0
        overflowed = false
    }

    mutating func append(byte: UInt8) {
        guard count &+ 1 < capacity else {
            overflowed = true
            return
        }
        start[count] = byte
        count &+= 1
        start[count] = 0
    }

    mutating func append(_ text: StaticString) {
        append(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    mutating func append(_ bytes: UnsafeRawBufferPointer) {
        for byte in bytes { append(byte: byte) }
    }

    mutating func append(_ bytes: Bytes) {
        bytes.withUnsafeBytes { append($0) }
    }

    mutating func append(_ cString: UnsafePointer<CChar>) {
        append(UnsafeRawBufferPointer(start: cString, count: strlen(cString)))
    }

    mutating func append(decimal value: Int) {
        var magnitude = value.magnitude
        var divisor: UInt = 1
        while magnitude / divisor >= 10 { divisor &*= 10 }
        if value < 0 { append(byte: UInt8(ascii: "-")) }
        while divisor > 0 {
            append(byte: UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: magnitude / divisor))
            magnitude %= divisor
            divisor /= 10
        }
    }
}
