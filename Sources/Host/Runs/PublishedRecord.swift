import Foundation
import SystemPackage

/// A record that was published without its raw evidence: a line of a file that has one record a line (`NAME.jsonl`).
public struct PublishedRecord: Hashable, Sendable {
    /// The file.
    public let file: FilePath
    /// Which line, from 1.
    public let line: Int
    /// Where the line's bytes are in the file.
    let bytes: Range<Int>

    /// What such files' names end with.
    static let suffix = ".jsonl"
    /// The longest file that is read.
    static let maximumBytes = 64 << 20

    /// How a page links to it, and people name it: `frozen-victim-v1.jsonl#L3`.
    public var place: String { "\(file)#L\(line)" }

    /// The runs of a file, in its order. Lines that are no records are left out; so is a file that can't be read.
    static func runs(in file: FilePath) -> [RunFolder] {
        guard let handle = FileHandle(forReadingAtPath: file.string) else { return [] }
        defer { try? handle.close() }
        guard let data = try? handle.read(upToCount: maximumBytes + 1), data.count <= maximumBytes else { return [] }
        var runs: [RunFolder] = []
        var start = data.startIndex
        var line = 0
        while start < data.endIndex {
            line += 1
            let end = data[start...].firstIndex(of: UInt8(ascii: "\n")) ?? data.endIndex
            if let name = try? JSONDecoder().decode(Name.self, from: data[start..<end]), isName(name.id) {
                let record = PublishedRecord(file: file, line: line, bytes: start..<end)
                runs.append(RunFolder(path: file.removingLastComponent().appending(name.id), published: record))
            }
            start = end == data.endIndex ? end : data.index(after: end)
        }
        return runs
    }

    /// What names a run, whatever else its line has.
    private struct Name: Decodable {
        let id: String
    }

    /// An id becomes no path that leads elsewhere.
    private static func isName(_ id: String) -> Bool {
        !id.isEmpty && id.utf8.count <= 255 && id != "." && id != ".." && !id.contains("/") && !id.contains("\0")
    }

    /// The line's text. Throws if the file can't be read.
    func json() throws -> Data {
        let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: file.string))
        defer { try? handle.close() }
        try handle.seek(toOffset: UInt64(bytes.lowerBound))
        return try handle.read(upToCount: bytes.count) ?? Data()
    }
}
