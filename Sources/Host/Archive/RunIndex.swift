import Digest
import Foundation
import GRDB
import HostFiles
import Runs
import SystemPackage

/// The finished runs of one results folder, in SQLite, so that hundreds of them are found at once.
///
/// The folders are the truth. The index is compared with them whenever it is opened, holds nothing that they don't, and can be removed at any
/// time. It lies in the cache and not beside the runs, so that a results folder may be read-only, or a colleague's. Several commands may use it at once.
public struct RunIndex: Sendable {
    /// Where its runs lie.
    public let runs: RunSelection
    private let database: DatabaseQueue
    /// The file of its lock; `nil` for an index that only this process has.
    private let lock: FilePath?

    /// How long one command waits for the others, each of which may take up hundreds of new runs.
    private static let patience = Duration.seconds(60)

    /// The index of `runs` as they are now. A damaged one is made anew; where none can be kept, `notice` is told and every run is read.
    public init(of runs: RunSelection, in cache: CacheFolder, notice: (String) -> Void = { _ in }) throws {
        try self.init(of: runs, in: cache, patience: RunIndex.patience, notice: notice)
    }

    /// - Parameter patience: How long it waits for other commands.
    init(
        of runs: RunSelection, in cache: CacheFolder, patience: Duration, notice: (String) -> Void = { _ in }
    ) throws {
        let file = RunIndex.file(of: runs, in: cache)
        do {
            self = try RunIndex.kept(runs, in: file, patience)
        } catch {
            notice("the index \(file) can't be used (\(error)); every run is read instead")
            self = try RunIndex(runs, DatabaseQueue(configuration: RunIndex.configuration), lock: nil)
        }
    }

    /// The runs that `filter` means, oldest first; those whose record can't be read are never among them.
    public func runs(matching filter: RunFilter = RunFilter()) throws -> [IndexedRun] {
        try read { try filter.request.fetchAll($0) }
    }

    /// The runs whose record is missing or can't be read, oldest first.
    public func unreadable() throws -> [IndexedRun] {
        try read { try IndexedRun.filter(Column("fault") != nil).order(Column("id")).fetchAll($0) }
    }

    /// The kernels that runs are on, by release and by the version that reports call them.
    public func kernels() throws -> [(release: String, flavour: String)] {
        try read { database in
            try Row.fetchAll(database, sql: "SELECT DISTINCT kernel, flavour FROM run WHERE kernel IS NOT NULL")
                .map { ($0["kernel"], $0["flavour"]) }
        }
    }

    /// The scenarios' names, their claims and their tags, in order.
    public func scenarioWords() throws -> [String] {
        try read { database in
            try String.fetchAll(
                database,
                sql: """
                    SELECT scenario FROM run WHERE scenario <> '' UNION SELECT claim FROM run WHERE claim <> ''
                    UNION SELECT value FROM run, json_each(run.tags) ORDER BY 1
                    """)
        }
    }

    /// The folder of a run.
    public func folder(of run: IndexedRun) -> RunFolder { RunFolder(path: runs.results.appending(run.id)) }

    /// Other commands wait meanwhile. One that never lets go is left to SQLite.
    private func read<Value>(_ value: (Database) throws -> Value) throws -> Value {
        guard let lock, let held = try? IndexLock.acquire(at: lock, patience: RunIndex.patience) else {
            return try database.read(value)
        }
        defer { withExtendedLifetime(held) {} }
        return try database.read(value)
    }

    // MARK: Keeping it

    private init(_ runs: RunSelection, _ database: DatabaseQueue, lock: FilePath?) throws {
        self.runs = runs
        self.database = database
        self.lock = lock
        try RunIndex.migrator.migrate(database)
        try update()
    }

    /// The index in `file`. Whatever is wrong with it, another one is as good.
    private static func kept(_ runs: RunSelection, in file: FilePath, _ patience: Duration) throws -> RunIndex {
        try CacheFolder.make(file.removingLastComponent(), whatFor: "the index of runs")
        let lockFile = FilePath("\(file).lock")
        let open = {
            try RunIndex(runs, DatabaseQueue(path: file.string, configuration: configuration), lock: lockFile)
        }
        let lock = try IndexLock.acquire(at: lockFile, patience: patience)
        defer { withExtendedLifetime(lock) {} }
        do {
            return try open()
        } catch let error as DatabaseError where error.resultCode != .SQLITE_BUSY {
            // The journal first: it would be taken for the new file's.
            for path in ["\(file)-journal", file.string] { unlink(path) }
            return try open()
        }
    }

    /// One file a results folder, by its real path.
    private static func file(of runs: RunSelection, in cache: CacheFolder) -> FilePath {
        let real = realpath(runs.results.string, nil)
        defer { free(real) }
        let path = real.map { String(cString: $0) } ?? runs.results.string
        return cache.indexes.appending("\(SHA256.of(fields: [path]).prefix(24)).sqlite")
    }

    /// No write-ahead log: it can't be had on a network file system, and changes are short.
    private static var configuration: Configuration {
        var configuration = Configuration()
        // The lock keeps other commands out; this is for a file system that has none.
        configuration.busyMode = .timeout(10)
        configuration.label = "oomlab.index"
        return configuration
    }

    private static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1: runs") { database in
            try database.create(table: "run") { table in
                table.primaryKey("id", .text)
                table.column("stamp", .text).notNull()
                for column in ["status", "started", "scenario", "claim", "kernel", "flavour"] {
                    table.column(column, .text)
                }
                table.column("tags", .jsonText).notNull()
                table.column("summary", .jsonText)
                table.column("fault", .text)
            }
        }
        return migrator
    }

    /// Takes up what is new or was judged again, and forgets what is gone.
    private func update() throws {
        // What was published is a line of a file, and nothing to keep a list of or to remove.
        let folders = runs.all().filter { $0.published == nil }
        let known = try database.read { database in
            try Row.fetchAll(database, sql: "SELECT id, stamp FROM run").reduce(into: [String: String]()) {
                $0[$1["id"]] = $1["stamp"]
            }
        }
        // The stamp is taken before the record is read: one that changes meanwhile is read again next time.
        let changed = folders.map { ($0, IndexedRun.stamp(of: $0)) }.filter { known[$0.id] != $1 }
        let gone = Set(known.keys).subtracting(folders.map(\.id))
        guard !changed.isEmpty || !gone.isEmpty else { return }
        let read = changed.map(IndexedRun.init(reading:stamp:))
        try database.write { database in
            for run in read { try run.upsert(database) }
            try IndexedRun.deleteAll(database, keys: gone)
        }
    }
}
