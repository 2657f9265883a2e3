import Foundation

/// Package.swift as SwiftPM reads it: the targets in their order, with what each may import.
struct PackageDescription: Decodable {
    let targets: [Target]

    struct Target: Decodable {
        let name: String
        let type: String
        let path: String?
        let dependencies: [Dependency]

        /// Where its sources are, from the package's root.
        var folder: String { path ?? "Tests/\(name)" }
    }

    /// `{"byName": ["Vocabulary", null]}` or `{"product": ["GRDB", "GRDB.swift", null, null]}`.
    struct Dependency: Decodable {
        let name: String

        init(from decoder: any Decoder) throws {
            let kinds = try decoder.singleValueContainer().decode([String: [String?]].self)
            name = (kinds.values.first?.first ?? nil) ?? ""
        }
    }

    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// Asks SwiftPM. In a build folder of its own, so that it doesn't wait for the build that runs this test; its lock files go there, too.
    static func read() throws -> PackageDescription {
        let scratch = FileManager.default.temporaryDirectory.appending(path: "oomlab-package-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: scratch) }
        let swift = Process()
        swift.executableURL = URL(filePath: "/usr/bin/env")
        swift.currentDirectoryURL = root
        swift.environment = ProcessInfo.processInfo.environment.merging(["TMPDIR": scratch.path]) { $1 }
        swift.arguments = ["swift", "package", "--scratch-path", scratch.path, "dump-package"]
        let output = Pipe()
        swift.standardOutput = output
        swift.standardError = FileHandle.nullDevice
        try swift.run()
        let json = try output.fileHandleForReading.readToEnd() ?? Data()
        swift.waitUntilExit()
        return try JSONDecoder().decode(PackageDescription.self, from: json)
    }
}

extension PackageDescription.Target {
    /// What its files import, by module, with one file that does.
    func imports() throws -> [String: String] {
        let folder = PackageDescription.root.appending(path: folder).resolvingSymlinksInPath()
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        var imports: [String: String] = [:]
        while let file = files?.nextObject() as? URL {
            guard file.pathExtension == "swift" else { continue }
            for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
                if let module = PackageDescription.Target.module(line) { imports[module] = file.lastPathComponent }
            }
        }
        return imports
    }

    /// The module that a line imports; `nil` for any other line.
    private static func module(_ line: Substring) -> String? {
        var words = line.split(separator: " ")[...]
        while let word = words.first, word.hasPrefix("@") || word == "public" || word == "package" {
            words.removeFirst()
        }
        guard words.popFirst() == "import" else { return nil }
        if let kind = words.first, ["struct", "enum", "func", "class"].contains(kind) { words.removeFirst() }
        let name = words.first?.prefix { $0 != "." }
        return name.flatMap { $0.allSatisfy { $0.isLetter || $0 == "_" } ? String($0) : nil }
    }
}
