import SystemPackage

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Finds run folders by what people type: an id, the beginning of an id, a run folder, or a folder of runs.
public struct RunSelection: Sendable {
    /// The folder in which ids are looked up.
    public let results: FilePath

    /// A selection over `results` (usually `results/runs`).
    public init(results: FilePath) { self.results = results }

    /// Every finished run in the results folder, oldest first.
    public func all() -> [RunFolder] { RunSelection.runs(in: results) }

    /// The run folders that `names` stand for, in the order given; throws `UnknownRun` where a name stands for nothing.
    public func folders(named names: [String]) throws -> [RunFolder] {
        try names.flatMap(folders(named:))
    }

    private func folders(named name: String) throws -> [RunFolder] {
        let path = FilePath(name)
        if let published = published(named: name) { return published }
        if RunSelection.isRun(path) { return [RunFolder(path: path)] }
        let inside = RunSelection.runs(in: path)
        if !inside.isEmpty { return inside }
        let matching = all().filter { $0.path.lastComponent?.string.hasPrefix(name) == true }
        guard !matching.isEmpty else {
            throw UnknownRun(name: name)
        }
        return matching
    }

    private static func runs(in folder: FilePath) -> [RunFolder] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.string)) ?? []
        return names.filter { !$0.hasPrefix(".") }.sorted().map { folder.appending($0) }.flatMap { path in
            if isPublished(path.string) { return PublishedRecord.runs(in: path) }
            return isRun(path) ? [RunFolder(path: path)] : []
        }
    }

    /// `NAME.jsonl`: all records in it; `NAME.jsonl#L3`: the one on that line. `nil` for any other name.
    private func published(named name: String) -> [RunFolder]? {
        let parts = name.split(separator: "#", maxSplits: 1).map(String.init)
        guard let file = parts.first, RunSelection.isPublished(file) else { return nil }
        let runs = PublishedRecord.runs(in: FilePath(file))
        let found = parts.count == 1 ? runs : runs.filter { $0.published.map { "L\($0.line)" } == parts[1] }
        return found.isEmpty ? nil : found
    }

    private static func isPublished(_ path: String) -> Bool { path.hasSuffix(PublishedRecord.suffix) }

    /// A published run has its record only: raw evidence is large, and can be made again.
    private static func isRun(_ path: FilePath) -> Bool {
        ["evidence.bin", "record.json"].contains {
            FileManager.default.fileExists(atPath: path.appending($0).string)
        }
    }
}

/// A name that stands for no run: exit status 64.
public struct UnknownRun: Error, CustomStringConvertible, Equatable, Sendable {
    /// What was given.
    public let name: String

    /// Name, fault and way out on one line.
    public var description: String {
        "\(name): no run of this name; name a run folder, a folder of runs, or the beginning of an id (oomlab results list shows them)"
    }
}
