/// Bounded little-endian reads: kernel images and modules come from anywhere, so nothing here trusts an offset.
struct LittleEndian<Bytes: RandomAccessCollection> where Bytes.Element == UInt8, Bytes.Index == Int {
    let bytes: Bytes

    init(_ bytes: Bytes) { self.bytes = bytes }

    var count: Int { bytes.count }

    /// The integer at `offset`, or nil where it would reach past the end.
    func integer<Integer: FixedWidthInteger & UnsignedInteger>(_ type: Integer.Type, at offset: Int) -> Integer? {
        guard let slice = slice(at: offset, count: MemoryLayout<Integer>.size) else { return nil }
        return slice.reversed().reduce(0) { $0 << 8 | Integer($1) }
    }

    /// A 64-bit field as an offset or length; nil where it is no sensible one.
    func offset(at offset: Int) -> Int? {
        integer(UInt64.self, at: offset).flatMap(Int.init(exactly:))
    }

    /// `count` bytes from `offset`, or nil where they would reach past the end.
    func slice(at offset: Int, count: Int) -> Bytes.SubSequence? {
        guard offset >= 0, count >= 0, offset <= bytes.count, count <= bytes.count - offset else { return nil }
        let start = bytes.startIndex + offset
        return bytes[start..<start + count]
    }

    /// The text from `offset` to the next NUL, at most `limit` bytes of it.
    func text(at offset: Int, limit: Int) -> String? {
        guard offset >= 0, offset < bytes.count else { return nil }
        guard let slice = slice(at: offset, count: min(limit, bytes.count - offset)) else { return nil }
        return String(decoding: slice.prefix { $0 != 0 }, as: UTF8.self)
    }
}
