/// Text on the wire: UTF-8, or whatever the kernel wrote. Embedded Swift has no Unicode tables, so both worlds pass bytes.
public typealias Bytes = [UInt8]

/// Appends little-endian integers and length-prefixed texts.
public struct ByteWriter {
    /// What has been written so far.
    public private(set) var bytes: Bytes = []

    /// An empty writer.
    public init() {}

    /// Appends `value`, least significant byte first.
    public mutating func put<Value: FixedWidthInteger>(_ value: Value) {
        var rest = value
        for _ in 0..<(Value.bitWidth / 8) {
            bytes.append(UInt8(truncatingIfNeeded: rest))
            rest = Value.bitWidth > 8 ? rest >> 8 : 0
        }
    }

    /// Appends a `UInt32` length and then the bytes of `text`.
    public mutating func put(_ text: Bytes) {
        put(UInt32(truncatingIfNeeded: text.count))
        bytes.append(contentsOf: text)
    }

    /// Appends a `UInt32` count and then each element through `body`.
    public mutating func put<Element>(each elements: [Element], _ body: (inout ByteWriter, Element) -> Void) {
        put(UInt32(truncatingIfNeeded: elements.count))
        for element in elements { body(&self, element) }
    }
}

/// Reads what `ByteWriter` wrote. Every read is bounds-checked and answers `nil` at the end: what comes out of a guest is hostile.
public struct ByteReader {
    private let bytes: ArraySlice<UInt8>
    private var position: Int

    /// A reader over `bytes`, from its first element.
    public init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        position = bytes.startIndex
    }

    /// A reader over `bytes`, from its first element.
    public init(_ bytes: Bytes) { self.init(bytes[...]) }

    /// How many bytes are left.
    public var remaining: Int { bytes.endIndex - position }

    /// The next integer, or `nil` where too few bytes are left.
    public mutating func integer<Value: FixedWidthInteger>(_ type: Value.Type = Value.self) -> Value? {
        let size = Value.bitWidth / 8
        guard remaining >= size else { return nil }
        var value: Value = 0
        for offset in 0..<size {
            value |= Value(truncatingIfNeeded: bytes[position + offset]) << Value(truncatingIfNeeded: 8 * offset)
        }
        position += size
        return value
    }

    /// The next length-prefixed text, or `nil` where its length goes beyond the end.
    public mutating func text() -> Bytes? {
        guard let count = integer(UInt32.self), remaining >= Int(count) else { return nil }
        defer { position += Int(count) }
        return Bytes(bytes[position..<(position + Int(count))])
    }

    /// Everything that is left.
    public mutating func rest() -> Bytes {
        defer { position = bytes.endIndex }
        return Bytes(bytes[position...])
    }

    /// The next counted list, or `nil` where an element is cut off.
    public mutating func list<Element>(_ element: (inout ByteReader) -> Element?) -> [Element]? {
        guard let count = integer(UInt32.self), Int(count) <= remaining else { return nil }
        var elements: [Element] = []
        // Not for all at once: a count of four bytes would take any amount of memory.
        elements.reserveCapacity(min(Int(count), 1024))
        for _ in 0..<count {
            guard let next = element(&self) else { return nil }
            elements.append(next)
        }
        return elements
    }
}
