/// A compressed stream, by its first bytes.
enum Compression: CaseIterable {
    case zstd, lz4Legacy, lz4, gzip, xz, lzma, bzip2, lzo

    private var magic: [UInt8] {
        switch self {
        case .zstd: [0x28, 0xb5, 0x2f, 0xfd]
        case .lz4Legacy: [0x02, 0x21, 0x4c, 0x18]
        case .lz4: [0x04, 0x22, 0x4d, 0x18]
        case .gzip: [0x1f, 0x8b]
        case .xz: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]
        case .lzma: [0x5d, 0x00, 0x00]
        case .bzip2: [0x42, 0x5a, 0x68]
        case .lzo: [0x89, 0x4c, 0x5a, 0x4f]
        }
    }

    /// Recognises the stream that begins with these bytes; nil for one that isn't compressed, or in an unknown way.
    init?(_ beginning: some Collection<UInt8>) {
        guard let match = Self.allCases.first(where: { beginning.starts(with: $0.magic) }) else { return nil }
        self = match
    }

    /// The filter that unpacks it. All of these tools take `-dc`.
    var tool: Tool {
        switch self {
        case .zstd: .zstd
        case .lz4, .lz4Legacy: .lz4
        case .gzip: .gzip
        case .xz, .lzma: .xz
        case .bzip2: .bzip2
        case .lzo: .lzop
        }
    }

    /// Whether the kernel's build adds the unpacked size after the stream: gzip ends with it anyway.
    var hasSizeTail: Bool { self != .gzip }
}
