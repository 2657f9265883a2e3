import Evidence
import Faults
import Vocabulary

/// A kernel between two others: in the cache, or to be fetched.
public struct KernelOnPath: Sendable, Hashable {
    /// Its name in the cache, or its release.
    public let name: String
    /// The version of its sources.
    public let version: KernelVersion
    /// `nil` where it has to be fetched.
    let installed: InstalledKernel?
    let offer: KernelOffer?

    /// The package that it came or comes in; `nil` for one that was added by hand.
    public var package: String? { offer?.package ?? installed?.identity.package }

    /// Version of that package.
    public var packageVersion: String? { offer?.packageVersion ?? installed?.identity.packageVersion }

    /// What a record calls it where it could not be had.
    public var identity: KernelIdentity {
        installed?.identity
            ?? KernelIdentity(
                release: name, version: "", package: package, packageVersion: packageVersion, sha256: "",
                flavour: version.description)
    }
}

extension KernelStore {
    /// Every kernel from one to another, both included, in the order of versions from the first to the second: one for each version on offer or
    /// in the cache, and all that were added by hand.
    ///
    /// Without a network the cache has to do.
    public func path(from first: InstalledKernel, to last: InstalledKernel) async throws -> [KernelOnPath] {
        var offers: [KernelOffer] = []
        do {
            offers = try await self.offers()
        } catch let error as HostError {
            notify(.note("\(error); going by the kernels in the cache"))
        }
        return KernelStore.path(from: first, to: last, among: list(), offers: offers)
    }

    static func path(
        from first: InstalledKernel, to last: InstalledKernel, among kernels: [InstalledKernel], offers: [KernelOffer]
    ) -> [KernelOnPath] {
        let range = min(first.version, last.version)...max(first.version, last.version)
        var between: [KernelVersion: KernelOnPath] = [:]
        let packaged = Dictionary(grouping: offers.filter { range.contains($0.version) }, by: \.version)
        for (version, group) in packaged {
            between[version] = KernelChoice.best(group).map {
                KernelOnPath(name: $0.release, version: version, installed: nil, offer: $0)
            }
        }
        // What is in the cache needs no download, and what the mirror has dropped is only there.
        let cached = Dictionary(
            grouping: kernels.filter { $0.origin == .package && range.contains($0.version) }, by: \.version)
        for (version, group) in cached {
            between[version] = KernelChoice.best(group).map { KernelOnPath($0, offers) }
        }
        for end in [first, last] where end.origin == .package { between[end.version] = KernelOnPath(end, offers) }
        var added = kernels.filter { $0.origin == .added && range.contains($0.version) }
        added += [first, last].filter { end in end.origin == .added && !added.contains(end) }
        let all = Array(between.values) + added.map { KernelOnPath($0, offers) }
        let rising = all.sorted { KernelStore.isBefore($0, $1, first: first, last: last) }
        return first.version <= last.version ? rising : rising.reversed()
    }

    /// By version, then by name; the ends stay the ends even among kernels of their own version.
    private static func isBefore(
        _ one: KernelOnPath, _ other: KernelOnPath, first: InstalledKernel, last: InstalledKernel
    ) -> Bool {
        if one.version != other.version { return one.version < other.version }
        let (low, high) = first.version <= last.version ? (first.name, last.name) : (last.name, first.name)
        if one.name == other.name { return false }
        if one.name == low || other.name == high { return true }
        if other.name == low || one.name == high { return false }
        return one.name < other.name
    }

    /// The kernel, fetched where the cache doesn't have it.
    public func kernel(_ kernel: KernelOnPath) async throws -> InstalledKernel {
        if let installed = kernel.installed { return installed }
        let fetched = try await fetch([.name(kernel.name)])
        guard let found = fetched.first(where: { $0.name == kernel.name }) else {
            throw HostError("kernel \(kernel.name) could not be fetched", remedy: "see: oomlab kernels list --all")
        }
        return found
    }
}

extension KernelOnPath {
    fileprivate init(_ kernel: InstalledKernel, _ offers: [KernelOffer]) {
        self.init(
            name: kernel.name, version: kernel.version, installed: kernel,
            offer: kernel.origin == .package ? offers.first { $0.release == kernel.identity.release } : nil)
    }
}
