import Foundation
import HostFiles
import Runs
import SystemPackage

/// What is kept when runs are removed; whatever no rule keeps goes.
public enum KeepRule: Equatable, Sendable {
    /// The newest runs of each scenario on each kernel in each mode.
    case newest(Int)
    /// The runs that a filter means.
    case matching(RunFilter)
    /// The runs whose id begins so.
    case named(String)
}

/// Removes runs from a results folder, and nothing else: links are not followed, and what is no run folder is left alone.
public struct Pruning: Sendable {
    /// The runs that go, oldest first.
    public let removed: [IndexedRun]
    /// How many stay by the rules.
    public let keptCount: Int
    private let index: RunIndex

    /// Folders on their way out; one that an interrupted command left goes with the next.
    private static let prefix = ".removing-"

    /// What `rules` leave of the runs in `index`. Runs without a readable record are never removed: nobody knows what they say.
    public init(_ index: RunIndex, keeping rules: [KeepRule]) throws {
        let all = try index.runs()
        var kept: Set<String> = []
        for rule in rules {
            switch rule {
            case .newest(let count): kept.formUnion(Pruning.newest(count, of: all))
            case .matching(let filter): kept.formUnion(try index.runs(matching: filter).map(\.id))
            case .named(let name): kept.formUnion(all.lazy.map(\.id).filter { $0.hasPrefix(name) })
            }
        }
        self.index = index
        removed = all.filter { !kept.contains($0.id) }
        keptCount = all.count - removed.count
    }

    /// Removes the runs, and hands out what was left alone and why.
    public func run(_ leftAlone: (_ id: String, _ why: String) -> Void) {
        PartialFolder.sweep(index.runs.results, prefix: Pruning.prefix)
        for run in removed {
            if let why = remove(index.folder(of: run)) { leftAlone(run.id, why) }
        }
    }

    /// Bytes that the files of a run take.
    public func bytes(of run: IndexedRun) -> Int {
        let folder = index.folder(of: run).path
        return Pruning.names(in: folder).reduce(0) { sum, name in
            var status = stat()
            return lstat(folder.appending(name).string, &status) == 0 ? sum + Int(status.st_size) : sum
        }
    }

    /// Takes the folder away under another name first, so that nobody sees half a run. Answers why it was left alone.
    private func remove(_ folder: RunFolder) -> String? {
        let path = folder.path
        var status = stat()
        guard lstat(path.string, &status) == 0 else { return nil }
        guard status.st_mode & S_IFMT == S_IFDIR else { return "is a link and no folder" }
        for name in Pruning.names(in: path) {
            guard lstat(path.appending(name).string, &status) == 0 else { continue }
            if status.st_mode & S_IFMT == S_IFDIR { return "has a folder '\(name)' in it, which is none of a run's" }
        }
        let doomed = path.removingLastComponent().appending("\(Pruning.prefix)\(folder.id)")
        guard rename(path.string, doomed.string) == 0 else { return SystemCause.ofErrno }
        PartialFolder.remove(doomed)
        return nil
    }

    private static func names(in path: FilePath) -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: path.string)) ?? []
    }

    private static func newest(_ count: Int, of runs: [IndexedRun]) -> [String] {
        let groups = Dictionary(grouping: runs) { [$0.scenario, $0.kernel, $0.summary?.mode.rawValue] }
        return groups.values.flatMap { group in
            group.sorted { ($0.started ?? "", $0.id) < ($1.started ?? "", $1.id) }.suffix(count).map(\.id)
        }
    }
}
