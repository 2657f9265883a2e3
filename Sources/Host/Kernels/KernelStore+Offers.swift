import Faults
import Foundation
import SystemPackage

extension KernelStore {
    /// The kernels on offer, oldest first: from the kept index, or from the mirror where that is more than a day old.
    ///
    /// Without a network the kept index serves, however old; throws `HostError` where there is none.
    public func offers(refresh: Bool = false) async throws -> [KernelOffer] {
        if !refresh, let index = KernelIndex.load(cache), index.isFresh(for: try mirrorAddress()) {
            return index.offers
        }
        try cache.create()
        let lock = try await acquireLock()
        let offers = try await index(refresh: refresh, lock: lock.descriptor).offers
        withExtendedLifetime(lock) {}
        return offers
    }

    /// The index, asked for anew where it is stale or `refresh` is set. The caller holds the lock.
    func index(refresh: Bool, lock: FileDescriptor) async throws -> KernelIndex {
        let kept = KernelIndex.load(cache)
        if !refresh, let kept, kept.isFresh(for: try mirrorAddress()) { return kept }
        do {
            return try await update(lock: lock)
        } catch let error as HostError {
            guard let kept, mirrorName == nil else { throw error }
            let days = kept.ageSeconds / 86400
            notify(.note("\(error.message); going by the package lists of \(days == 0 ? "today" : "\(days) days ago")"))
            return kept
        }
    }

    /// Apt on the mirror that is to be used. The caller holds the lock.
    func apt(lock: FileDescriptor) throws -> Apt {
        Apt(cache: cache, mirror: try mirror(), lock: lock, notify: notify)
    }

    private func update(lock: FileDescriptor) async throws -> KernelIndex {
        let apt = try apt(lock: lock)
        try await apt.update()
        let index = KernelIndex(
            fetched: Int(Date().timeIntervalSince1970), mirror: apt.mirror.archive, offers: try await apt.offers())
        try index.save(cache)
        return index
    }

    private func mirrorAddress() throws -> String? {
        try mirrorName.map { try DebianMirror.named($0).archive }
    }

    /// The mirror that was named, else the host's own, else the one that was used last.
    private func mirror() throws -> DebianMirror {
        let host = DebianMirror.among(DebianMirror.sources())
        if let mirrorName { return try DebianMirror.named(mirrorName, signedBy: host?.signedBy) }
        if let host { return host }
        if let last = KernelIndex.load(cache)?.mirror { return try DebianMirror.named(last) }
        throw HostError(
            "this host has no Debian package source to fetch kernels from",
            remedy: "name a mirror: oomlab kernels fetch --mirror http://HOST/debian SPEC")
    }
}
