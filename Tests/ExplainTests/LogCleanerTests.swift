import Explain
import Foundation
import KernelLog
import Testing

/// However a log's lines are hidden, none of its kills is lost.
@Suite struct LogCleanerTests {
    /// A way in which logs are met.
    struct Form: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let bytes: @Sendable (String) -> [UInt8]

        init(_ name: String, _ bytes: @escaping @Sendable (String) -> [UInt8]) {
            testDescription = name
            self.bytes = bytes
        }

        /// Other line ends.
        init(lineEnd: String, _ name: String) {
            self.init(name) { Array($0.replacingOccurrences(of: "\n", with: lineEnd).utf8) }
        }
    }

    static func wide(_ text: String, bigEndian: Bool) -> [UInt8] {
        text.utf16.flatMap { unit -> [UInt8] in
            let bytes = [UInt8(unit >> 8), UInt8(unit & 0xff)]
            return bigEndian ? bytes : bytes.reversed()
        }
    }

    static let forms: [Form] = [
        Form("as it is") { Array($0.utf8) }, Form(lineEnd: "\r\n", "CRLF"), Form(lineEnd: "\r", "CR"),
        Form(lineEnd: "\r\r\n", "CRCRLF"), Form(lineEnd: "\n\r", "LFCR"), Form(lineEnd: "\u{b}", "VT"),
        Form(lineEnd: "\u{c}", "FF"), Form(lineEnd: "\0\n", "a NUL at each end"),
        Form(lineEnd: "\n\0", "a NUL at each start"),
        Form(lineEnd: "\r\0", "CR NUL, as telnet sends it"),
        Form("UTF-16LE with a mark") { [0xff, 0xfe] + wide($0, bigEndian: false) },
        Form("UTF-16BE with a mark") { [0xfe, 0xff] + wide($0, bigEndian: true) },
        Form("UTF-16LE without one") { wide($0, bigEndian: false) },
        Form("UTF-16BE without one") { wide($0, bigEndian: true) },
        Form("UTF-16LE, CRLF") {
            [0xff, 0xfe] + wide($0.replacingOccurrences(of: "\n", with: "\r\n"), bigEndian: false)
        },
        Form("UTF-16LE, CR") { wide($0.replacingOccurrences(of: "\n", with: "\r"), bigEndian: false) },
        Form("UTF-16 behind other text") { Array("booted\n".utf8) + [0xff, 0xfe] + wide($0, bigEndian: false) },
        Form("UTF-8 with a mark") { [0xef, 0xbb, 0xbf] + Array($0.utf8) },
        Form("a mark in the middle") { Array("booted\n".utf8) + [0xef, 0xbb, 0xbf] + Array($0.utf8) },
        Form("NULs before it") { [UInt8](repeating: 0, count: 512) + Array($0.utf8) },
        Form("NULs in a line before it") {
            Array("[    1.0] some te".utf8) + [UInt8](repeating: 0, count: 9000) + Array($0.utf8)
        },
        Form("a CR in a line before it") { Array("loading 10%\rloading 90%\r".utf8) + Array($0.utf8) },
    ]

    @Test(arguments: forms, [32, 61, 8192])
    func killsAreFound(form: Form, buffer size: Int) throws {
        try LogInputTests.withFolder { folder in
            let file = folder.appendingPathComponent("log")
            // Twice: a second boot, and beyond what is read ahead.
            let text = ExplainTests.memcg + String(repeating: "[   13.0] idle\n", count: 800) + ExplainTests.memcg
            try Data(form.bytes(text)).write(to: file)
            let input = try LogInput(path: file.path)
            let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 8)
            defer { buffer.deallocate() }
            var log = LogExplainer()
            var found: [Incident] = []
            while case .bytes(let count) = try input.read(into: buffer, waiting: -1) {
                found += log.feed(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
            }
            found += log.finish()
            #expect(found.flatMap(\.report.victims).map(\.pid) == [205, 205])
            #expect(found.allSatisfy { $0.report.tasks.count == 3 && $0.report.complete })
        }
    }

    /// Where CR and LF stand together lines are counted as ever.
    @Test(arguments: ["\n", "\r\n", "\r\r\n", "\r"], [32, 61, 8192])
    func linesKeepTheirNumbers(end: String, size: Int) throws {
        try LogInputTests.withFolder { folder in
            let file = folder.appendingPathComponent("log")
            let text = "a\n\nb\n\n\n" + ExplainTests.memcg
            try Data(text.replacingOccurrences(of: "\n", with: end).utf8).write(to: file)
            var log = LogExplainer()
            let bytes = Array(try LogInputTests.read(file.path, buffer: size).utf8)
            let found = bytes.withUnsafeBytes { log.feed($0) } + log.finish()
            #expect(found.map(\.report.firstLine) == [6])
        }
    }

    @Test(arguments: [
        ["gzip", "gzip"], ["gzip", "zstd"], ["xz", "gzip", "bzip2"], ["lz4", "xz"], ["gzip", "gzip", "gzip", "gzip"],
    ])
    func packedInOneAnother(programs: [String]) throws {
        try LogInputTests.withFolder { folder in
            let file = try Self.packed(ExplainTests.memcg, programs, in: folder)
            #expect(try LogInputTests.read(file.path) == ExplainTests.memcg)
        }
    }

    @Test func packedTooOften() throws {
        try LogInputTests.withFolder { folder in
            let file = try Self.packed(ExplainTests.memcg, Array(repeating: "gzip", count: 5), in: folder)
            #expect { try LogInputTests.read(file.path) } throws: { "\($0)".contains("packed more than 4 times") }
        }
    }

    private static func packed(_ text: String, _ programs: [String], in folder: URL) throws -> URL {
        let file = folder.appendingPathComponent("log")
        try Data(text.utf8).write(to: file)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", "cat log | \(programs.map { "\($0) -c" }.joined(separator: " | ")) > packed"]
        process.currentDirectoryURL = folder
        try process.run()
        process.waitUntilExit()
        return folder.appendingPathComponent("packed")
    }
}
