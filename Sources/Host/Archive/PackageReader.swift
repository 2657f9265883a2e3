import Faults
import Runs
import SystemPackage

/// Reads a tarball of runs, entry by entry, and trusts nothing in it: every name is one of a run's own files below an ordinary id, every size is
/// bounded, and whatever else a tarball can hold is refused.
struct PackageReader {
    /// One file of one run.
    struct Entry {
        let id: String
        let name: String
        let size: Int
    }

    private let input: FileDescriptor
    /// How the package is called in messages.
    let file: FilePath
    private var total = 0
    /// Bytes of the current entry that were not read yet, its padding aside.
    private var left = 0
    private var padding = 0

    init(_ input: FileDescriptor, named file: FilePath) {
        self.input = input
        self.file = file
    }

    /// The next file; `nil` at the end. The content of the one before must have been read.
    mutating func next() throws -> Entry? {
        while true {
            try skipPadding()
            let block = try input.bytes(upTo: TarHeader.blockSize)
            guard !block.allSatisfy({ $0 == 0 }) || block.count < TarHeader.blockSize else { return nil }
            if total == 0, let packing = PackageReader.packing(block) {
                throw error(
                    "is packed by \(packing)",
                    remedy: "unpack it on the way: \(packing) -dc \(file) | oomlab results import -")
            }
            let header: TarHeader
            do { header = try TarHeader(block: block) } catch {
                throw self.error(error.what, remedy: "have it sent again; `oomlab results pack` makes them")
            }
            total += TarHeader.blockSize + header.size
            guard total <= RunPackage.maximumBytes else {
                throw error("is larger than \(RunPackage.maximumBytes) bytes")
            }
            if let entry = try entry(header) {
                left = header.size
                padding = TarHeader.padding(after: header.size)
                return entry
            }
        }
    }

    /// More of the current file's content; empty at its end.
    mutating func content() throws -> [UInt8] {
        guard left > 0 else { return [] }
        let piece = try input.bytes(upTo: min(left, 1 << 20))
        guard !piece.isEmpty else { throw error("ends inside a file", remedy: "have it sent again") }
        left -= piece.count
        return piece
    }

    /// An error about the package.
    func error(_ what: String, remedy: String? = nil) -> EvidenceError {
        EvidenceError(file: file, what: what, remedy: remedy)
    }

    private mutating func skipPadding() throws {
        guard padding > 0 else { return }
        guard try input.bytes(upTo: padding).count == padding else { throw error("ends inside a file") }
        padding = 0
    }

    /// `nil` for the folder of a run, which says nothing that its files don't.
    private func entry(_ header: TarHeader) throws -> Entry? {
        let shown = PackageReader.shown(header.path)
        var parts = header.path.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        if parts.first == "." { parts.removeFirst() }
        let refusal = "take it out, or have the run packed by `oomlab results pack`"
        switch header.kind {
        case .folder:
            if parts.last?.isEmpty == true { parts.removeLast() }
            guard header.size == 0, parts.isEmpty || parts.count == 1 && PackageReader.isId(parts[0]) else {
                throw error("has a folder \(shown), which is no run", remedy: refusal)
            }
            return nil
        case .other(let type):
            throw error(
                "has an entry \(shown) of type \(PackageReader.shown(Array(String(type).utf8))): a link, a device or an extension",
                remedy: refusal)
        case .file:
            guard parts.count == 2, PackageReader.isId(parts[0]), PackageReader.isFileName(parts[1]) else {
                throw error("has a file \(shown), which is no file of a run", remedy: refusal)
            }
            guard header.size <= RunPackage.maximumFileBytes else {
                throw error("has a file \(shown) of \(header.size) bytes", remedy: refusal)
            }
            return Entry(id: parts[0], name: parts[1], size: header.size)
        }
    }

    /// Letters, digits, dots, dashes and underscores, a letter or digit in front: what runs are called, and no way out of a folder.
    static func isId(_ text: String) -> Bool {
        guard let first = text.utf8.first, (1...200).contains(text.utf8.count) else { return false }
        let isWordy = { (byte: UInt8) in
            (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
        }
        return isWordy(first) && text.utf8.allSatisfy { isWordy($0) || [45, 46, 95].contains($0) }
    }

    private static func isFileName(_ text: String) -> Bool {
        RunFolder.neededFileNames.contains(text) || RunFolder.otherFileNames.contains(text)
    }

    /// A name from outside, for a message: printable ASCII, and not endless.
    private static func shown(_ bytes: [UInt8]) -> String {
        let plain = bytes.prefix(80).map { (33...126).contains($0) ? $0 : UInt8(ascii: "?") }
        return "'" + String(decoding: plain, as: UTF8.self) + (bytes.count > 80 ? "…'" : "'")
    }

    /// The program that unpacks a stream with this beginning.
    private static func packing(_ bytes: [UInt8]) -> String? {
        if bytes.starts(with: [0x1f, 0x8b]) { return "gzip" }
        if bytes.starts(with: [0x28, 0xb5, 0x2f, 0xfd]) { return "zstd" }
        if bytes.starts(with: [0xfd, 0x37, 0x7a, 0x58, 0x5a]) { return "xz" }
        return nil
    }
}
