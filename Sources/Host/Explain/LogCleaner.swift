import Foundation
#if canImport(Glibc)
    import Glibc
#endif

/// Makes lines of bytes in which a log's lines are hidden: lines that end in CR alone, or in VT or FF; blocks of NULs that a crash left in a file; UTF-16.
///
/// Everything happens in place and piece by piece. A piece of an ordinary log costs two searches for a byte, which is next to nothing.
struct LogCleaner {
    /// UTF-16 that a byte order mark announced, and what of it is not whole yet.
    private var wide: UTF16Pieces?
    private var isAtStart = true
    /// The last byte of the piece before, NULs aside, and how many NULs came behind it.
    private var last = LogCleaner.lineFeed
    private var nulsBefore = 0
    /// The last byte that was given out.
    private var given = LogCleaner.lineFeed
    /// CRs at the end of the piece before: what follows says what they are.
    private var heldReturns = 0

    private static let mostHeld = 4
    private static let lineFeed: UInt8 = 0x0a
    private static let carriageReturn: UInt8 = 0x0d

    /// How much of a buffer may be filled, so that what it is decoded to still fits.
    func room(in buffer: UnsafeMutableRawBufferPointer) -> Int {
        (wide == nil && !isAtStart ? buffer.count : buffer.count / 2) - Self.mostHeld
    }

    /// Cleans the first `count` bytes of a buffer, at most its `room`. Gives how many there are then.
    mutating func clean(_ buffer: UnsafeMutableRawBufferPointer, count: Int) -> Int {
        guard let base = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self), count > 0 else { return 0 }
        var count = count
        if isAtStart {
            isAtStart = false
            wide = UTF16Pieces(beginning: UnsafeBufferPointer(start: base, count: count))
        }
        if let text = wide?.decode(UnsafeBufferPointer(start: base, count: count)) {
            count = min(text.count, buffer.count - Self.mostHeld)
            buffer.copyBytes(from: text.prefix(count))
        }
        count = withoutNULs(base, count)
        guard count > 0 else { return 0 }
        count = withoutLoneReturns(base, count)
        guard count > 0 else { return 0 }
        if memchr(base, Int32(Self.lineFeed), count) == nil { splitOtherwise(base, count) }
        given = base[count - 1]
        return count
    }

    /// One NUL alone is taken out, as in UTF-16 without a mark; several end a line, since something was there.
    private mutating func withoutNULs(_ base: UnsafeMutablePointer<UInt8>, _ count: Int) -> Int {
        guard let first = Self.place(of: 0, base, 0, count) else {
            nulsBefore = 0
            last = base[count - 1]
            return count
        }
        var end = 0
        var at = 0
        var next: Int? = first
        if first > 0 { nulsBefore = 0 }
        while at < count {
            let stop = next ?? count
            if stop > at {
                memmove(base + end, base + at, stop - at)
                end += stop - at
                last = base[end - 1]
                nulsBefore = 0
            }
            at = stop
            while at < count, base[at] == 0 {
                nulsBefore += 1
                if nulsBefore == 2, last != Self.lineFeed {
                    // In the place of a NUL that was passed already, or of this one.
                    base[end] = Self.lineFeed
                    end += 1
                    last = Self.lineFeed
                }
                at += 1
            }
            next = Self.place(of: 0, base, at, count)
        }
        return end
    }

    /// CRs that no line feed follows, and that don't stand at the start of a line, are line ends.
    private mutating func withoutLoneReturns(_ base: UnsafeMutablePointer<UInt8>, _ count: Int) -> Int {
        var count = count
        if heldReturns > 0 {
            memmove(base + heldReturns, base, count)
            memset(base, Int32(Self.carriageReturn), heldReturns)
            count += heldReturns
            heldReturns = 0
        }
        var next = Self.place(of: Self.carriageReturn, base, 0, count)
        while let start = next {
            var end = start + 1
            while end < count, base[end] == Self.carriageReturn { end += 1 }
            if end == count, end - start <= Self.mostHeld {
                heldReturns = end - start
                return start
            }
            let isInLine = (start > 0 ? base[start - 1] : given) != Self.lineFeed
            if isInLine, end == count || base[end] != Self.lineFeed {
                memset(base + start, Int32(Self.lineFeed), end - start)
            }
            next = Self.place(of: Self.carriageReturn, base, end, count)
        }
        return count
    }

    /// A piece without any line feed: whatever moves to another line or page ends one.
    private func splitOtherwise(_ base: UnsafeMutablePointer<UInt8>, _ count: Int) {
        for at in 0..<count where base[at] == 0x0b || base[at] == 0x0c { base[at] = Self.lineFeed }
    }

    private static func place(of byte: UInt8, _ base: UnsafeMutablePointer<UInt8>, _ from: Int, _ count: Int) -> Int? {
        guard from < count, let hit = memchr(base + from, Int32(byte), count - from) else { return nil }
        return hit.assumingMemoryBound(to: UInt8.self) - base
    }
}

/// UTF-16 that comes in pieces.
private struct UTF16Pieces {
    private let isBigEndian: Bool
    private var oddByte: UInt8?
    private var highSurrogate: UInt16?

    /// nil where no byte order mark says so.
    init?(beginning bytes: UnsafeBufferPointer<UInt8>) {
        guard bytes.count >= 2 else { return nil }
        switch (bytes[0], bytes[1]) {
        case (0xff, 0xfe): isBigEndian = false
        case (0xfe, 0xff): isBigEndian = true
        default: return nil
        }
    }

    /// The characters that are whole now, in UTF-8: at most three bytes for each two.
    mutating func decode(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        var units: [UInt16] = []
        units.reserveCapacity(bytes.count / 2 + 2)
        if let highSurrogate { units.append(highSurrogate) }
        highSurrogate = nil
        for byte in bytes {
            guard let first = oddByte else {
                oddByte = byte
                continue
            }
            oddByte = nil
            let (high, low) = isBigEndian ? (first, byte) : (byte, first)
            units.append(UInt16(high) << 8 | UInt16(low))
        }
        if let last = units.last, UTF16.isLeadSurrogate(last) { highSurrogate = units.removeLast() }
        // The mark itself, also where files with one each were put together.
        return Array(String(decoding: units.filter { $0 != 0xfeff }, as: UTF16.self).utf8)
    }
}
