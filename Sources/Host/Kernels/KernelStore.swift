import Faults
import Foundation
import HostFiles
import SystemPackage
import Vocabulary

/// The kernels of this host: those in the cache, and those that a Debian mirror offers.
///
/// What is in the cache is found without apt, network or subprocess: `resolve` and `list` read a few small files. Commands
/// that change the cache take its lock, so two at once are safe; a kernel appears in one step, complete.
public struct KernelStore: Sendable {
    let cache: KernelCache
    let mirrorName: String?
    let notify: @Sendable (KernelNotice) -> Void

    /// A store.
    ///
    /// - Parameters:
    ///   - cache: The cache.
    ///   - mirror: A Debian mirror; the one that the host uses where nil.
    ///   - notify: Gets progress and remarks, from any thread.
    public init(
        cache: CacheFolder = .standard(), mirror: String? = nil,
        notify: @escaping @Sendable (KernelNotice) -> Void = { _ in }
    ) {
        self.cache = KernelCache(cache)
        mirrorName = mirror
        self.notify = notify
    }

    /// The kernels in the cache, oldest first. A damaged one is left out.
    public func list() -> [InstalledKernel] {
        contents().kernels
    }

    /// The kernels in the cache that `spec` means, oldest first: one, or for a range one of each series.
    ///
    /// Throws `HostError` where there is none, naming the nearest that there is.
    public func resolve(_ spec: KernelSpec) throws -> [InstalledKernel] {
        let (kernels, damaged) = contents()
        let found = KernelChoice.pick(spec, from: kernels)
        guard found.isEmpty else { return found }
        let damage = damaged.first { name, _ in name == spec.description || name.hasPrefix("\(spec).") }
        if let damage {
            throw HostError(
                "kernel \(damage.name) in the cache is damaged: \(damage.why)",
                remedy: "run: oomlab kernels fetch \(spec)")
        }
        let nearest = KernelChoice.nearest(to: spec, among: kernels).map(\.name)
        let hint = nearest.isEmpty ? "" : "; the nearest there: \(nearest.joined(separator: ", "))"
        throw HostError("no kernel \(spec) in the cache\(hint)", remedy: "run: oomlab kernels fetch '\(spec)'")
    }

    /// Reads the spec and resolves it; throws `UsageError` for one that can't be read.
    public func resolve(_ spec: String) throws -> [InstalledKernel] {
        try resolve(KernelSpec(spec))
    }

    /// Takes kernels out of the cache and gives back which; throws `UsageError` where `spec` means none of them.
    public func remove(_ spec: KernelSpec) async throws -> [String] {
        try cache.create()
        let lock = try await acquireLock()
        cache.sweep()
        let (kernels, damaged) = contents()
        var names = KernelChoice.pick(spec, from: kernels).map(\.name)
        if case .range = spec { names = Self.names(of: kernels, in: spec) }
        if names.isEmpty { names = damaged.map(\.name).filter { $0 == spec.description } }
        guard !names.isEmpty else {
            throw UsageError("no kernel \(spec) in the cache", remedy: "see: oomlab kernels list --installed")
        }
        for name in names { try discard(name) }
        withExtendedLifetime(lock) {}
        return names
    }

    /// For removal a range means all that it contains, not the newest of each series.
    private static func names(of kernels: [InstalledKernel], in spec: KernelSpec) -> [String] {
        guard case .range(let range) = spec else { return [] }
        return kernels.filter { range.contains($0.version) }.map(\.name)
    }

    /// The offer that is taken where a choice is left: the cloud flavour, then the newest.
    public static func newest(of offers: [KernelOffer]) -> KernelOffer? { KernelChoice.best(offers) }

    /// Renamed first, so that nobody finds half of it.
    private func discard(_ name: String) throws {
        let folder = try cache.makeStaging()
        let old = folder.appending("removed")
        try FileManager.default.moveItem(atPath: cache.kernels.appending(name).string, toPath: old.string)
        try FileManager.default.removeItem(atPath: folder.string)
    }

    /// Everything in the cache, sound and damaged.
    func contents() -> (kernels: [InstalledKernel], damaged: [(name: String, why: String)]) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: cache.kernels.string)) ?? []
        var kernels: [InstalledKernel] = []
        var damaged: [(name: String, why: String)] = []
        for name in names.sorted() where KernelSpec.isName(name) {
            do {
                kernels.append(try KernelRecord.load(cache.kernels.appending(name)))
            } catch {
                damaged.append((name, "\(error)"))
            }
        }
        return (kernels.sorted { ($0.version, $0.name) < ($1.version, $1.name) }, damaged)
    }

    func acquireLock() async throws -> CacheLock {
        let notify = notify
        do {
            return try await CacheLock.acquire(at: cache.lock) {
                notify(.note("waiting for another oomlab that changes the cache"))
            }
        } catch let error as Errno {
            throw HostError("the cache can't be locked: \(error)", remedy: "check who may write \(cache.root)")
        }
    }
}
