import Faults
import Vocabulary

extension KernelStore {
    /// The newest kernel of every series in `range`, oldest first: from the cache where it has one of the series, else fetched.
    ///
    /// A range of a user means what there is, not what happens to be in the cache. Without a network the cache has to do.
    /// - Throws: `HostError` where there is none at all, or where a download fails.
    public func gather(_ range: KernelRange) async throws -> [InstalledKernel] {
        let spec = KernelSpec.range(range)
        let cached = KernelChoice.pick(spec, from: list())
        var offers: [KernelOffer] = []
        do {
            offers = KernelChoice.pick(spec, from: try await self.offers())
        } catch let error as HostError where !cached.isEmpty {
            notify(.note("\(error); going by the kernels in the cache"))
        }
        let missing = offers.filter { offer in
            !cached.contains { $0.version.series == offer.version.series && $0.origin == .package }
        }
        let fetched = missing.isEmpty ? [] : try await fetch(missing.map { KernelSpec.name($0.release) })
        let kernels = Set(cached + fetched).sorted { ($0.version, $0.name) < ($1.version, $1.name) }
        return kernels.isEmpty ? try resolve(spec) : kernels
    }
}
