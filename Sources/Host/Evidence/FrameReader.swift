import GuestProtocol

/// Reads one frame at a time; see `Frame` for the layout.
enum FrameReader {
    /// A frame that checks.
    struct Good {
        let timeNs: UInt64
        let record: Record
        /// Where the next frame begins.
        let end: Int
    }

    /// What lies at an offset.
    enum Answer {
        case frame(Good)
        /// Nothing but zeros from here to the end.
        case empty
        case torn(String)
    }

    /// The frame of `bytes` at `offset`, which is at most `bytes.count`.
    static func frame(in bytes: [UInt8], at offset: Int) -> Answer {
        guard bytes.count - offset >= Frame.headerSize else {
            return isZero(bytes[offset...]) ? .empty : .torn("the file ends inside a frame's header")
        }
        var header = ByteReader(bytes[offset..<(offset + Frame.headerSize)])
        guard let length = header.integer(UInt32.self), let kind = header.integer(UInt16.self),
            let reserved = header.integer(UInt16.self), let timeNs = header.integer(UInt64.self),
            let checksum = header.integer(UInt32.self), let magic = header.integer(UInt32.self)
        else { return .torn("the file ends inside a frame's header") }
        guard magic == Frame.magic else {
            if isZero(bytes[offset...]) { return .empty }
            return .torn(magic == 0 ? "a frame was begun and not finished" : "no frame begins here")
        }
        guard reserved == 0, length <= Frame.maximumPayload else {
            return .torn("a frame's header is damaged (payload of \(length) bytes)")
        }
        let payload = offset + Frame.headerSize
        let end = payload + Frame.padded(Int(length))
        guard end <= bytes.count else { return .torn("the file ends inside a frame of \(length) bytes") }
        guard checksum == self.checksum(of: bytes, header: offset, payload: payload..<end) else {
            return .torn("a frame's checksum is wrong")
        }
        guard let known = Frame.Kind(rawValue: kind) else { return .torn("a frame is of unknown kind \(kind)") }
        guard let record = Record(kind: known, payload: bytes[payload..<(payload + Int(length))]) else {
            return .torn("a frame of kind \(known) has a malformed payload")
        }
        return .frame(Good(timeNs: timeNs, record: record, end: end))
    }

    /// The checksum over a frame's first 16 bytes and its padded payload, both within `bytes` and a multiple of 8 long.
    static func checksum(of bytes: [UInt8], header: Int, payload: Range<Int>) -> UInt32 {
        bytes.withUnsafeBytes { raw in
            var running = Frame.checksumSeed
            func add(_ range: Range<Int>) {
                for position in stride(from: range.lowerBound, to: range.upperBound, by: 8) {
                    let word = raw.loadUnaligned(fromByteOffset: position, as: UInt64.self)
                    running = Frame.checksum(running, adding: UInt64(littleEndian: word))
                }
            }
            add(header..<(header + 16))
            add(payload)
            return Frame.stored(checksum: running)
        }
    }

    private static func isZero(_ bytes: ArraySlice<UInt8>) -> Bool { bytes.allSatisfy { $0 == 0 } }
}
