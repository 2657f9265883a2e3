import Faults
import Foundation
import HostFiles
import SystemPackage
import Vocabulary

/// The kept machines of this host. Any number of commands may use it at once: a snapshot appears in one rename, and an open one stays readable when
/// it is removed.
struct SnapshotCache: Sendable {
    /// The environment's word for the most that may be kept.
    static let limitVariable = "OOMLAB_SNAPSHOT_LIMIT"
    /// 4 GiB: some fifty machines.
    static let standardLimitBytes: UInt64 = 4 << 30
    private static let suffix = ".snapshot"

    /// Where they lie.
    let folder: FilePath
    /// The most that may be kept; 0 keeps nothing.
    let limitBytes: UInt64

    /// The snapshots in `cache`.
    init(_ cache: CacheFolder, limitBytes: UInt64 = standardLimitBytes) {
        folder = cache.path.appending("snapshots")
        self.limitBytes = limitBytes
    }

    /// The limit that the environment sets. Throws `UsageError` where it is no size.
    static func limit(in environment: [String: String] = ProcessInfo.processInfo.environment) throws -> UInt64 {
        guard let text = environment[limitVariable], !text.isEmpty else { return standardLimitBytes }
        if text == "0" { return 0 }
        guard let size = ByteSize(text) else {
            throw UsageError(
                "\(limitVariable)=\(text) is not a size", remedy: "write for example 8G, or 0 to keep nothing")
        }
        return size.bytes
    }

    /// Where the snapshot with this key lies, or would.
    func path(of key: SnapshotKey) -> FilePath { folder.appending(key.text + SnapshotCache.suffix) }

    /// The snapshot with this key, marked as used now; `nil` where there is none. Throws `Flaw` where there is one that can't be used.
    func open(_ key: SnapshotKey) throws(Snapshot.Flaw) -> Snapshot? {
        let snapshot = try Snapshot.open(path(of: key), key: key)
        // A time that can't be set only makes it go earlier.
        if snapshot != nil { utimensat(AT_FDCWD, path(of: key).string, nil, 0) }
        return snapshot
    }

    /// The right to make the snapshot with this key, which one command at a time has.
    func lock(_ key: SnapshotKey) async throws -> CacheLock {
        let locks = folder.appending("locks")
        try CacheFolder.make(locks, whatFor: "snapshots")
        return try await CacheLock.acquire(at: locks.appending(key.text)) {}
    }

    /// Gives a finished file the key's name. Throws `HostError`.
    func adopt(_ file: FilePath, as key: SnapshotKey) throws {
        guard rename(file.string, path(of: key).string) == 0 else {
            throw HostError("can't rename \(file) to \(path(of: key)) (\(SystemCause.ofErrno))")
        }
        prune(keeping: key)
    }

    /// Removes the snapshot with this key.
    func discard(_ key: SnapshotKey) { unlink(path(of: key).string) }

    /// How many are kept and how large they are together.
    var contents: (count: Int, bytes: UInt64) {
        let entries = entries()
        return (entries.count, entries.reduce(0) { $0 + $1.bytes })
    }

    /// Removes those that were not used for the longest time, until the rest is within the limit.
    func prune(keeping key: SnapshotKey) {
        let entries = entries()
        var total = entries.reduce(0) { $0 + $1.bytes }
        let kept = path(of: key)
        for entry in entries.sorted(by: { $0.used < $1.used }) where total > limitBytes && entry.path != kept {
            if unlink(entry.path.string) == 0 { total -= entry.bytes }
        }
    }

    private struct Entry {
        let path: FilePath
        let bytes: UInt64
        /// Nanoseconds since 1970.
        let used: Int
    }

    private func entries() -> [Entry] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.string)) ?? []
        return names.filter { $0.hasSuffix(SnapshotCache.suffix) }.compactMap { name in
            let path = folder.appending(name)
            var status = stat()
            guard stat(path.string, &status) == 0 else { return nil }
            return Entry(
                path: path, bytes: UInt64(status.st_blocks) * 512,
                used: status.st_mtim.tv_sec * 1_000_000_000 + status.st_mtim.tv_nsec)
        }
    }
}
