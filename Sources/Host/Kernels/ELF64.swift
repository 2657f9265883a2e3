/// The little of 64-bit ELF that is needed: the notes of a kernel, the sections of a module.
struct ELF64<Bytes: RandomAccessCollection> where Bytes.Element == UInt8, Bytes.Index == Int {
    private let file: LittleEndian<Bytes>

    /// Takes a 64-bit little-endian ELF file; nil for anything else.
    init?(_ bytes: Bytes) {
        file = LittleEndian(bytes)
        guard file.integer(UInt32.self, at: 0) == 0x464c_457f, file.integer(UInt16.self, at: 4) == 0x0102 else {
            return nil
        }
    }

    /// The bytes of the segments of type PT_NOTE.
    private var noteSegments: [Bytes.SubSequence] {
        table(offsetAt: 32, entrySizeAt: 54, minimum: 56).compactMap { entry in
            guard file.integer(UInt32.self, at: entry) == 4, let offset = file.offset(at: entry + 8),
                let size = file.offset(at: entry + 32)
            else { return nil }
            return file.slice(at: offset, count: min(size, 1 << 20))
        }
    }

    /// Whether a note of this owner and type is there.
    func hasNote(owner: String, type: UInt32) -> Bool {
        noteSegments.contains { Self.notes(in: $0, owner: owner, type: type) }
    }

    /// The bytes of the section called `name`.
    func section(_ name: String) -> Bytes.SubSequence? {
        let headers = table(offsetAt: 40, entrySizeAt: 58, minimum: 64)
        guard let index = file.integer(UInt16.self, at: 62), Int(index) < headers.count,
            let names = contents(headers[Int(index)])
        else { return nil }
        let strings = LittleEndian(names)
        let entry = headers.first { header in
            guard let offset = file.integer(UInt32.self, at: header) else { return false }
            return strings.text(at: Int(offset), limit: name.utf8.count + 1) == name
        }
        return entry.flatMap(contents)
    }

    private func contents(_ header: Int) -> Bytes.SubSequence? {
        // SHT_NOBITS takes no room in the file.
        guard file.integer(UInt32.self, at: header + 4) != 8, let offset = file.offset(at: header + 24),
            let size = file.offset(at: header + 32)
        else { return nil }
        return file.slice(at: offset, count: size)
    }

    /// The offsets of the entries of a header table; its entry count follows the entry size.
    private func table(offsetAt: Int, entrySizeAt: Int, minimum: Int) -> [Int] {
        guard let start = file.offset(at: offsetAt), let size = file.integer(UInt16.self, at: entrySizeAt),
            let count = file.integer(UInt16.self, at: entrySizeAt + 2), Int(size) >= minimum, start < file.count
        else { return [] }
        return (0..<Int(count)).map { start + $0 * Int(size) }
    }

    private static func notes(in segment: Bytes.SubSequence, owner: String, type: UInt32) -> Bool {
        let notes = LittleEndian(segment)
        var offset = 0
        while let nameSize = notes.integer(UInt32.self, at: offset),
            let size = notes.integer(UInt32.self, at: offset + 4),
            let found = notes.integer(UInt32.self, at: offset + 8)
        {
            if found == type, notes.text(at: offset + 12, limit: Int(nameSize)) == owner { return true }
            offset += 12 + padded(nameSize) + padded(size)
        }
        return false
    }

    /// Names and descriptions are padded to four bytes.
    private static func padded(_ size: UInt32) -> Int { (Int(size) + 3) & ~3 }
}
