import GuestProtocol

/// Writes frames as the agent does, on the host: for tests and for evidence that is made from something else than a guest.
public struct FrameWriter: Sendable {
    /// The frames so far.
    public private(set) var bytes: [UInt8] = []
    /// How many there are.
    public private(set) var count: UInt64 = 0

    /// An empty evidence file.
    public init() {}

    /// Appends `record` with the guest's time `timeNs`.
    public mutating func append(_ record: Record, timeNs: UInt64) {
        append(kind: record.kind.rawValue, payload: record.payload(), timeNs: timeNs)
    }

    /// Appends a frame of any kind, known or not, with a right checksum.
    public mutating func append(kind: UInt16, payload: [UInt8], timeNs: UInt64) {
        var header = ByteWriter()
        header.put(UInt32(truncatingIfNeeded: payload.count))
        header.put(kind)
        header.put(UInt16(0))
        header.put(timeNs)
        let start = bytes.count
        bytes += header.bytes
        bytes += [UInt8](repeating: 0, count: 8)
        bytes += payload
        bytes += [UInt8](repeating: 0, count: Frame.padded(payload.count) - payload.count)
        var rest = ByteWriter()
        rest.put(FrameReader.checksum(of: bytes, header: start, payload: (start + Frame.headerSize)..<bytes.count))
        rest.put(Frame.magic)
        bytes.replaceSubrange((start + 16)..<(start + 24), with: rest.bytes)
        count += 1
    }

    /// Appends the goodbye that makes the evidence complete.
    public mutating func finish(timeNs: UInt64) { append(.goodbye(frames: count), timeNs: timeNs) }
}
