/// One header block of a tarball (POSIX ustar): 512 bytes before each file.
struct TarHeader: Equatable {
    /// The size of a block; a file's content is filled up to a multiple of it.
    static let blockSize = 512

    /// What an entry is.
    enum Kind: Equatable {
        case file, folder
        /// A link, a device, a long name of GNU tar, pax records…: nothing that a run consists of. The type's letter.
        case other(Character)
    }

    /// The path as it stands there, bytes and all.
    var path: [UInt8]
    /// Bytes of content that follow.
    var size: Int
    var kind: Kind

    /// Why a block is no header.
    struct Malformed: Error, Equatable {
        let what: String
    }

    /// A regular file `folder/name`. `nil` where the names don't fit.
    init?(folder: String, name: String, size: Int) {
        guard folder.utf8.count <= 155, name.utf8.count <= 100, size >= 0, size < 1 << 33 else { return nil }
        path = Array("\(folder)/\(name)".utf8)
        self.size = size
        kind = .file
        split = folder.utf8.count
    }

    /// Where the path is cut into prefix and name when it is written.
    private var split = 0

    /// Reads a block; throws `Malformed` where it is none.
    init(block: [UInt8]) throws(Malformed) {
        guard block.count == TarHeader.blockSize else { throw Malformed(what: "ends inside a header") }
        let sum = TarHeader.checksum(of: block)
        guard TarHeader.octal(block[148..<156]) == sum else { throw Malformed(what: "has a damaged header") }
        guard let size = TarHeader.octal(block[124..<136]) else { throw Malformed(what: "has an entry without a size") }
        let name = TarHeader.text(block[0..<100])
        let isUstar = block[257..<262].elementsEqual("ustar".utf8)
        // GNU tar uses the prefix's place for something else.
        let prefix = isUstar && block[262] == 0 ? TarHeader.text(block[345..<500]) : []
        path = prefix.isEmpty ? name : prefix + [UInt8(ascii: "/")] + name
        self.size = size
        switch block[156] {
        case UInt8(ascii: "0"), 0: kind = .file
        case UInt8(ascii: "5"): kind = .folder
        case let type: kind = .other(Character(Unicode.Scalar(type)))
        }
    }

    /// The block of a regular file: no owner, no time, so that the same files make the same tarball.
    var block: [UInt8] {
        var block = [UInt8](repeating: 0, count: TarHeader.blockSize)
        func put(_ bytes: some Collection<UInt8>, at offset: Int) {
            block.replaceSubrange(offset..<(offset + bytes.count), with: bytes)
        }
        put(path[(split + 1)...], at: 0)
        put(TarHeader.digits(0o644, count: 7), at: 100)
        for offset in [108, 116] { put(TarHeader.digits(0, count: 7), at: offset) }
        put(TarHeader.digits(size, count: 11), at: 124)
        put(TarHeader.digits(0, count: 11), at: 136)
        put([UInt8(ascii: "0")], at: 156)
        put(Array("ustar\0".utf8) + Array("00".utf8), at: 257)
        put(path[..<split], at: 345)
        put(TarHeader.digits(TarHeader.checksum(of: block), count: 6) + [0, UInt8(ascii: " ")], at: 148)
        return block
    }

    /// Bytes that fill `size` up to whole blocks.
    static func padding(after size: Int) -> Int { (blockSize - size % blockSize) % blockSize }

    /// The sum of all bytes, with spaces for the checksum itself.
    private static func checksum(of block: [UInt8]) -> Int {
        block.enumerated().reduce(0) { $0 + ((148..<156).contains($1.offset) ? 32 : Int($1.element)) }
    }

    private static func text(_ field: ArraySlice<UInt8>) -> [UInt8] { Array(field.prefix { $0 != 0 }) }

    /// A number in octal digits; `nil` for anything else, such as the binary sizes of huge files.
    private static func octal(_ field: ArraySlice<UInt8>) -> Int? {
        let digits = field.drop { $0 == 32 }.prefix { $0 != 0 && $0 != 32 }
        guard !digits.isEmpty, digits.allSatisfy({ (48...55).contains($0) }) else { return nil }
        return digits.reduce(0) { $0 << 3 | Int($1 - 48) }
    }

    private static func digits(_ value: Int, count: Int) -> [UInt8] {
        let text = Array(String(value, radix: 8).utf8)
        return [UInt8](repeating: UInt8(ascii: "0"), count: max(0, count - text.count)) + text
    }
}
