/// How records lie in the evidence file: a 24-byte header and a payload, padded with zeros to a multiple of 8 bytes.
///
///     0  u32 payload length      4  u16 kind      6  u16 zero
///     8  u64 CLOCK_MONOTONIC ns
///     16 u32 checksum over the first 16 bytes of the header and the padded payload
///     20 u32 magic "OOMF"
///
/// The writer fills in the payload first and the magic last, so that a frame which a dying machine left half written is noticed.
public enum Frame {
    /// Bytes before the payload.
    public static let headerSize = 24
    /// "OOMF".
    public static let magic: UInt32 = 0x464d_4f4f
    /// The longest payload that a reader accepts; longer contents are cut by the writer, which says so in `FileContent`.
    public static let maximumPayload = 256 * 1024

    /// What a payload is. Numbers are part of the format and are never used again for something else.
    public enum Kind: UInt16, Sendable {
        case hello = 1
        case fileName = 2
        case fileContent = 3
        case kernelMessage = 4
        case trace = 5
        case started = 6
        case ready = 7
        case exited = 8
        case step = 9
        case mark = 10
        case trouble = 11
        case usage = 12
        case goodbye = 13
        case said = 14
        case missing = 15
        case stepError = 16
        case blind = 17
    }

    /// `length` rounded up to the frame's alignment.
    public static func padded(_ length: Int) -> Int { (length + 7) & ~7 }

    /// The checksum's starting value (FNV-1a's offset basis).
    public static let checksumSeed: UInt64 = 0xcbf2_9ce4_8422_2325

    /// Takes eight bytes, as a little-endian word, into a running checksum (FNV-1a by words, with a shift that carries high bits down).
    @inline(__always)
    public static func checksum(_ running: UInt64, adding word: UInt64) -> UInt64 {
        let mixed = (running ^ word) &* 0x0000_0100_0000_01b3
        return mixed ^ (mixed >> 29)
    }

    /// A running checksum as it is stored.
    @inline(__always)
    public static func stored(checksum: UInt64) -> UInt32 {
        UInt32(truncatingIfNeeded: checksum ^ (checksum >> 32))
    }
}
