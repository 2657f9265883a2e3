import Vocabulary

/// What the header of an x86 Linux boot image (bzImage) says: Documentation/arch/x86/boot.rst.
struct BootImage: Equatable {
    /// `uname -r`: the first word of the header's version text.
    let release: String
    /// The whole version text, with who built it and when.
    let build: String
    /// Where in the file the compressed kernel lies.
    let payload: Range<Int>

    /// Why a file is no kernel that a machine here can boot.
    struct Flaw: Error, Equatable, CustomStringConvertible {
        let description: String
    }

    /// Reads the header in `bytes`, the beginning of a file or all of it.
    ///
    /// - Parameter fileSize: The size of the whole file, so that a truncated image is noticed.
    static func parse<Bytes: RandomAccessCollection>(_ bytes: Bytes, fileSize: Int) throws(Flaw) -> BootImage
    where Bytes.Element == UInt8, Bytes.Index == Int {
        let file = LittleEndian(bytes)
        guard file.integer(UInt16.self, at: 0x1fe) == 0xaa55, file.integer(UInt32.self, at: 0x202) == magic else {
            throw Flaw(description: foreign(file))
        }
        guard let version = file.integer(UInt16.self, at: 0x206), version >= 0x020c,
            let setup = file.integer(UInt8.self, at: 0x1f1), let nameOffset = file.integer(UInt16.self, at: 0x20e),
            let loading = file.integer(UInt16.self, at: 0x236),
            let offset = file.integer(UInt32.self, at: 0x248), let length = file.integer(UInt32.self, at: 0x24c)
        else { throw Flaw(description: "its boot header is cut off or of a kernel older than 3.8") }
        guard loading & 1 == 1 else { throw Flaw(description: "it is a 32-bit kernel") }
        // A count of 0 means 4, for images from before the field existed.
        let code = (1 + (setup == 0 ? 4 : Int(setup))) * 512
        let payload = code + Int(offset)..<code + Int(offset) + Int(length)
        guard fileSize <= maximumBytes else {
            throw Flaw(description: "it has \(fileSize) bytes, and no boot image has more than \(maximumBytes)")
        }
        guard payload.upperBound <= fileSize, length > 4 else {
            throw Flaw(description: "it is cut off: \(fileSize) bytes of at least \(payload.upperBound)")
        }
        guard nameOffset > 0, let text = file.text(at: Int(nameOffset) + 0x200, limit: 512),
            let word = text.split(separator: " ").first.map(String.init), KernelVersion(word) != nil
        else { throw Flaw(description: "its header names no kernel release") }
        return BootImage(release: word, build: text, payload: payload)
    }

    /// Room for any kernel: allyesconfig's boot image has a tenth of it.
    static let maximumBytes = 1 << 30

    /// "HdrS", little-endian.
    private static let magic: UInt32 = 0x5372_6448

    /// Names what the file is instead, where that is easily seen.
    private static func foreign<Bytes>(_ file: LittleEndian<Bytes>) -> String {
        if file.count == 0 { return "it is empty" }
        if file.integer(UInt32.self, at: 0) == 0x464c_457f { return "it is an ELF file, not a bzImage" }
        if file.integer(UInt32.self, at: 56) == 0x644d_5241 { return "it is an arm64 kernel" }
        if file.text(at: 0, limit: 7) == "!<arch>" { return "it is an archive or a package" }
        return "it has no x86 boot header"
    }
}
