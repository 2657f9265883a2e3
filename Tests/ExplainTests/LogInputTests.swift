import Explain
import Foundation
import Testing

/// Where a log comes from: plain, packed, damaged, or not there.
@Suite struct LogInputTests {
    /// Reads all of an input.
    static func read(_ path: String, buffer size: Int = 4096) throws -> String {
        let input = try LogInput(path: path)
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 8)
        defer { buffer.deallocate() }
        var bytes: [UInt8] = []
        while case .bytes(let count) = try input.read(into: buffer, waiting: -1) { bytes += buffer[..<count] }
        try input.finish()
        return String(decoding: bytes, as: UTF8.self)
    }

    /// A folder of its own, removed afterwards.
    static func withFolder(_ body: (URL) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("oomlab-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder)
    }

    static func pack(_ program: String, _ file: URL) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [program, "-q", file.path]
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
    }

    @Test(arguments: [("gzip", "gz"), ("zstd", "zst"), ("xz", "xz")])
    func packedLogsAreUnpacked(_ program: String, _ ending: String) throws {
        let text = String(repeating: ExplainTests.memcg, count: 50)
        try Self.withFolder { folder in
            let file = folder.appendingPathComponent("log")
            try Data(text.utf8).write(to: file)
            #expect(try Self.read(file.path) == text)
            try Self.pack(program, file)
            let packed = file.appendingPathExtension(ending)
            #expect(try Self.read(packed.path) == text)
            // Cut in the middle: what could be unpacked is read, and the damage told.
            let data = try Data(contentsOf: packed)
            try data.prefix(data.count / 2).write(to: packed)
            #expect(throws: LogInputError.self) { try Self.read(packed.path) }
        }
    }

    @Test func whatIsNotThereIsTheUsersFault() {
        for path in ["/nonexistent/log", "/tmp"] {
            #expect { try Self.read(path) } throws: { ($0 as? LogInputError)?.isUsage == true }
        }
    }

    @Test func emptyAndShortFilesAreRead() throws {
        try Self.withFolder { folder in
            for text in ["", "a", "ab\n"] {
                let file = folder.appendingPathComponent("log")
                try Data(text.utf8).write(to: file)
                #expect(try Self.read(file.path) == text)
            }
        }
    }
}
