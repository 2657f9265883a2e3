import CLinux

/// The pages that a fork leaves shared until one of both writes to them.
enum OwnPages {
    /// Writes to every page of the agent's that is in memory and may be written to, so that it has its own of each: what it writes later
    /// makes the kernel look for none.
    static func take() {
        let file = clinux_open("/proc/self/maps", O_RDONLY)
        guard file >= 0 else { return }
        defer { close(file) }
        let page = Int(clinux_page_size())
        var reader = MapReader(file)
        while let area = reader.nextPrivateWritable() { touch(area, page) }
    }

    private static func touch(_ area: Range<UInt>, _ page: Int) {
        var place = area.lowerBound
        var isThere: UInt8 = 0
        while place < area.upperBound {
            guard let start = UnsafeMutableRawPointer(bitPattern: place) else { return }
            if mincore(start, page, &isThere) == 0, isThere & 1 == 1 { clinux_touch(start) }
            place &+= UInt(page)
        }
    }
}

/// Reads `/proc/self/maps` line by line: `start-end perms …`, in hexadecimal.
private struct MapReader {
    private static let size = 16 << 10
    private let text = UnsafeMutableRawBufferPointer.allocate(byteCount: MapReader.size, alignment: 8)
    private let count: Int
    private var next = 0

    init(_ file: Int32) {
        var total = 0
        while total < text.count {
            let piece = CLinux.read(file, text.baseAddress.unsafelyUnwrapped + total, text.count &- total)
            guard piece > 0 else { break }
            total &+= piece
        }
        count = total
    }

    /// The next area that may be written to and is nobody else's.
    mutating func nextPrivateWritable() -> Range<UInt>? {
        while next < count {
            let start = hexadecimal()
            next &+= 1
            let end = hexadecimal()
            let isWanted =
                next &+ 4 < count && text[next &+ 2] == UInt8(ascii: "w") && text[next &+ 4] == UInt8(ascii: "p")
            while next < count, text[next] != UInt8(ascii: "\n") { next &+= 1 }
            next &+= 1
            if isWanted, start < end { return start..<end }
        }
        text.deallocate()
        return nil
    }

    private mutating func hexadecimal() -> UInt {
        var value: UInt = 0
        while next < count {
            switch text[next] {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = value << 4 | UInt(text[next] &- UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"): value = value << 4 | UInt(text[next] &- UInt8(ascii: "a") &+ 10)
            default: return value
            }
            next &+= 1
        }
        return value
    }
}
