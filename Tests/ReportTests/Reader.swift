import Foundation

/// Programs that had no part in writing what they read.
enum Reader {
    /// What a reader found wrong.
    struct Complaint: Error, CustomStringConvertible {
        let description: String
    }

    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()

    /// The system's Python, which `scripts/bootstrap tests` gives its module to.
    private static let python = "/usr/bin/python3"
    private static let xmllint = "/usr/bin/xmllint"

    /// Whether the readers' tests run: where one is missing they are skipped, unless nothing may be skipped.
    static let isWanted =
        ProcessInfo.processInfo.environment["OOMLAB_NO_SKIP"] == "1"
        || (FileManager.default.isExecutableFile(atPath: xmllint)
            && (try? run(python, ["-c", "import jsonschema"])) != nil)

    /// A file of the repository, by its path from the top.
    static func repository(_ path: String) -> String {
        folder.appending(path: "../../\(path)").standardizedFileURL.path
    }

    /// How many runs a report says went how.
    static func counts(_ format: String, _ report: String) throws -> [String: Int] {
        try with(report) { file in
            let out = try run(python, [folder.appending(path: "Readers/readers.py").path, "counts", format, file])
            return try JSONDecoder().decode([String: Int].self, from: Data(out.utf8))
        }
    }

    /// Holds JSON against a schema.
    static func validate(_ json: String, schema: String) throws {
        try with(json) { file in
            _ = try run(python, [folder.appending(path: "Readers/readers.py").path, "schema", schema, file])
        }
    }

    /// Holds KCIDB's JSON against the rules of its schema.
    static func validateKCIDB(_ json: String) throws {
        try validate(json, schema: folder.appending(path: "Readers/kcidb.schema.json").path)
    }

    /// Holds XML against the schema of JUnit.
    static func validateJUnit(_ xml: String) throws {
        try with(xml) { file in
            _ = try run(xmllint, ["--noout", "--schema", folder.appending(path: "Readers/junit.xsd").path, file])
        }
    }

    private static func with<Answer>(_ text: String, _ body: (String) throws -> Answer) throws -> Answer {
        let file = FileManager.default.temporaryDirectory.appending(path: "oomlab-reader-\(UUID().uuidString)")
        try Data(text.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        return try body(file.path)
    }

    private static func run(_ program: String, _ arguments: [String]) throws -> String {
        let process = Foundation.Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        let (out, complaints) = (Pipe(), Pipe())
        process.standardOutput = out
        process.standardError = complaints
        try process.run()
        let text = out.fileHandleForReading.readDataToEndOfFile()
        let words = complaints.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Complaint(description: String(decoding: words, as: UTF8.self))
        }
        return String(decoding: text, as: UTF8.self)
    }
}
