import Archive
import Foundation
import HostFiles
import Judge
import Runs
import SystemPackage
import TestSupport

/// A results folder with judged copies of golden runs, a cache, and an outside that nothing may touch.
final class ArchiveFixture {
    private let folder: TemporaryFolder
    var home: FilePath { folder.path }
    var results: FilePath { home.appending("results") }
    var outside: FilePath { home.appending("outside") }
    var cache: CacheFolder { CacheFolder(path: home.appending("cache")) }

    /// The runs are golden ones, by name, in order; each gets an id and a start a day after the one before.
    init(_ names: [String] = []) throws {
        folder = try TemporaryFolder()
        for name in ["results", "outside"] { try folder.folder(name) }
        for (day, name) in names.enumerated() { try add(name, day: day + 1) }
    }

    /// Adds and judges a copy of a golden run, as if it had been started on the `day` of November.
    @discardableResult
    func add(_ name: String, day: Int) throws -> RunFolder {
        let date = "2026-11-\(day < 10 ? "0" : "")\(day)"
        let folder = RunFolder(path: results.appending("\(date.replacing("-", with: ""))T120000Z-\(name)"))
        try FileManager.default.copyItem(atPath: GoldenRun(name: name).folder.path.string, toPath: folder.path.string)
        var host = try folder.host()
        host.id = folder.id
        host.started = "\(date)T12:00:00Z"
        try folder.write(host)
        try Judge.judgeAndWrite(folder)
        return folder
    }

    func index(notice: (String) -> Void = { _ in }) throws -> RunIndex {
        try RunIndex(of: RunSelection(results: results), in: cache, notice: notice)
    }

    /// Everything below a folder, hidden files too, in order.
    func names(in folder: FilePath) -> [String] {
        (FileManager.default.enumerator(atPath: folder.string)?.allObjects as? [String] ?? []).sorted()
    }

    /// A file's content.
    func bytes(_ path: FilePath) throws -> [UInt8] { Array(try Data(contentsOf: URL(fileURLWithPath: path.string))) }

    /// Writes `bytes` to a file in the home.
    func write(_ name: String, _ bytes: [UInt8]) throws -> FilePath { try folder.file(name, bytes) }
}
