/// Gives each run the kept machine that it continues, and makes it where there is none yet.
struct Snapshots: Sendable {
    let cache: SnapshotCache
    let builder: SnapshotBuilder
    /// Gets a line for everything that is thrown away or can't be done.
    let notice: @Sendable (String) -> Void

    /// The snapshot with this key; made by booting `command` where there is none. `nil` where none can be had, which a notice explains: the run
    /// then boots, and shows by itself what is wrong with the machine.
    func snapshot(_ key: SnapshotKey, command: EmulatorCommand) async throws -> Snapshot? {
        guard cache.limitBytes > 0 else { return nil }
        if let kept = usable(key) { return kept }
        do {
            let lock = try await cache.lock(key)
            // Another command may have made it while this one waited.
            if let kept = usable(key) { return kept }
            try await builder.build(key, command: command)
            let made = try cache.open(key)
            _ = consume lock
            return made
        } catch let error as CancellationError {
            throw error
        } catch {
            notice("no snapshot could be made, so the run boots: \(error)")
            return nil
        }
    }

    /// Throws away a snapshot that turned out to be of no use.
    func discard(_ key: SnapshotKey, _ flaw: Snapshot.Flaw) {
        notice("the snapshot \(key.text.prefix(12)) \(flaw); it is discarded, and made again where it is needed")
        cache.discard(key)
    }

    private func usable(_ key: SnapshotKey) -> Snapshot? {
        do {
            return try cache.open(key)
        } catch {
            discard(key, error)
            return nil
        }
    }
}
