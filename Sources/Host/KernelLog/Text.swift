#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A view of bytes that somebody else keeps alive for as long as the view is used (never beyond one call of `feed`).
///
/// Every access is checked and none traps: outside of the view there are zeros and empty views, so that cut and hostile lines
/// need no special care.
struct Text {
    let base: UnsafePointer<UInt8>
    let count: Int

    init(base: UnsafePointer<UInt8>, count: Int) {
        self.base = base
        self.count = count < 0 ? 0 : count
    }

    /// A constant.
    init(_ text: StaticString) {
        self.init(base: text.utf8Start, count: text.utf8CodeUnitCount)
    }

    @inline(__always)
    subscript(index: Int) -> UInt8 {
        index >= 0 && index < count ? base[index] : 0
    }

    var isEmpty: Bool { count == 0 }

    /// The part from `start` up to `end`, clipped to what there is.
    @inline(__always)
    func slice(_ start: Int, _ end: Int) -> Text {
        let first = min(max(start, 0), count)
        return Text(base: base + first, count: min(max(end, first), count) - first)
    }

    /// Without the first `length` bytes.
    @inline(__always)
    func dropping(_ length: Int) -> Text { slice(length, count) }

    @inline(__always)
    func hasPrefix(_ prefix: StaticString) -> Bool {
        let length = prefix.utf8CodeUnitCount
        return length <= count && memcmp(base, prefix.utf8Start, length) == 0
    }

    func hasSuffix(_ suffix: StaticString) -> Bool {
        let length = suffix.utf8CodeUnitCount
        return length <= count && memcmp(base + (count - length), suffix.utf8Start, length) == 0
    }

    /// Where a byte occurs first.
    @inline(__always)
    func index(of byte: UInt8, from start: Int = 0) -> Int? {
        guard start >= 0, start < count, let hit = memchr(base + start, Int32(byte), count - start) else { return nil }
        return UnsafePointer(hit.assumingMemoryBound(to: UInt8.self)) - base
    }

    /// Whether a constant stands at a place.
    @inline(__always)
    func has(_ word: StaticString, _ at: Int) -> Bool {
        let length = word.utf8CodeUnitCount
        return at >= 0 && at <= count - length && memcmp(base + at, word.utf8Start, length) == 0
    }

    /// Where a constant occurs first: its first and last bytes are looked for in sixteen places at once.
    func find(_ needle: StaticString, from start: Int = 0) -> Int? {
        let length = needle.utf8CodeUnitCount
        guard length > 0, start >= 0 else { return nil }
        let first = SIMD16<UInt8>(repeating: needle.utf8Start[0])
        let last = SIMD16<UInt8>(repeating: needle.utf8Start[length - 1])
        var at = start
        // The last block may overlap the one before it.
        let end = count - length - 15
        while at <= end {
            let hits = (load(at) .== first) .& (load(at + length - 1) .== last)
            // Sixteen lanes of eight bits are two words, whatever is in them.
            let lanes = unsafeBitCast(hits, to: SIMD2<UInt64>.self)
            if lanes[0] | lanes[1] != 0, let hit = place(of: needle, at, lanes) { return hit }
            if at == end { return nil }
            at = min(at + 16, end)
        }
        while at + length <= count {
            if base[at] == needle.utf8Start[0], has(needle, at) { return at }
            at += 1
        }
        return nil
    }

    /// The first of the lanes that are set behind which all of a constant stands.
    @inline(__always)
    private func place(of needle: StaticString, _ at: Int, _ lanes: SIMD2<UInt64>) -> Int? {
        for half in 0..<2 {
            var left = lanes[half]
            while left != 0 {
                // A lane that is set is a byte of ones.
                let lane = left.trailingZeroBitCount >> 3
                let place = at + half * 8 + lane
                if has(needle, place) { return place }
                left &= ~(0xff << UInt64(lane * 8))
            }
        }
        return nil
    }

    /// Sixteen bytes, which must all be there.
    @inline(__always)
    private func load(_ at: Int) -> SIMD16<UInt8> {
        UnsafeRawPointer(base + at).loadUnaligned(as: SIMD16<UInt8>.self)
    }

    /// Where a constant occurs last.
    func findLast(_ needle: StaticString) -> Int? {
        let length = needle.utf8CodeUnitCount
        guard length > 0 else { return nil }
        var at = count - length
        while at >= 0 {
            if base[at] == needle.utf8Start[0], memcmp(base + at, needle.utf8Start, length) == 0 { return at }
            at -= 1
        }
        return nil
    }

    func contains(_ needle: StaticString) -> Bool { find(needle) != nil }

    func equals(_ other: StaticString) -> Bool { count == other.utf8CodeUnitCount && hasPrefix(other) }

    /// Whether two views hold the same bytes.
    @inline(__always)
    func equals(_ other: Text) -> Bool { count == other.count && memcmp(base, other.base, count) == 0 }

    /// Without blanks (spaces, tabs, line ends) at the start.
    @inline(__always)
    func trimmedStart() -> Text {
        var at = 0
        while at < count, Text.isBlank(base[at]) { at += 1 }
        return dropping(at)
    }

    /// Without blanks at the end.
    @inline(__always)
    func trimmedEnd() -> Text {
        var end = count
        while end > 0, Text.isBlank(base[end - 1]) { end -= 1 }
        return slice(0, end)
    }

    /// The bytes as a string; what is no UTF-8 is replaced.
    func string(limit: Int = Int.max) -> String {
        String(decoding: UnsafeBufferPointer(start: base, count: min(count, limit)), as: UTF8.self)
    }

    @inline(__always)
    static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (byte >= 0x09 && byte <= 0x0d) }

    @inline(__always)
    static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

    @inline(__always)
    static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a }
}
