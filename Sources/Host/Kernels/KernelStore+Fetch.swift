import Faults
import Foundation
import SystemPackage
import Vocabulary

extension KernelStore {
    /// Reads the specs and fetches what they mean; throws `UsageError` for one that can't be read, before anything starts.
    @discardableResult
    public func fetch(_ specs: [String]) async throws -> [InstalledKernel] {
        try await fetch(specs.map { try KernelSpec($0) })
    }

    /// Downloads what the specs mean and isn't in the cache yet; gives back all that they mean, oldest first.
    ///
    /// Where a spec can't be had but the cache has a kernel for it, that one is kept and noted. Throws `HostError` where a
    /// spec means nothing on offer, naming the nearest, or where a download fails; what was fetched until then stays.
    @discardableResult
    public func fetch(_ specs: [KernelSpec]) async throws -> [InstalledKernel] {
        try cache.create()
        let lock = try await acquireLock()
        cache.sweep()
        let plan = try await plan(specs, lock: lock.descriptor)
        var kernels = plan.kept
        for offer in plan.missing {
            kernels.append(try await install(offer, lock: lock.descriptor))
        }
        try clearDownloads()
        withExtendedLifetime(lock) {}
        return Set(kernels).sorted { ($0.version, $0.name) < ($1.version, $1.name) }
    }

    private struct Plan {
        var kept: [InstalledKernel] = []
        var missing: [KernelOffer] = []
    }

    private func plan(_ specs: [KernelSpec], lock: FileDescriptor) async throws -> Plan {
        var offers = try await offersOrKept(specs, refresh: false, lock: lock)
        let isUnknown = { (spec: KernelSpec) in KernelChoice.pick(spec, from: offers).isEmpty }
        let installed = list()
        if specs.contains(where: { isUnknown($0) && KernelChoice.pick($0, from: installed).isEmpty }),
            KernelIndex.load(cache).map({ $0.ageSeconds > 600 }) ?? true
        {
            offers = try await offersOrKept(specs, refresh: true, lock: lock)
        }
        var plan = Plan()
        for spec in specs {
            let found = KernelChoice.pick(spec, from: offers)
            let kept = KernelChoice.pick(spec, from: installed)
            guard !found.isEmpty || !kept.isEmpty else { throw vanished(spec, offers: offers, installed: installed) }
            if found.isEmpty { keep(kept, for: spec, in: &plan, why: "not on offer") }
            for offer in found where !plan.missing.contains(offer) {
                let there = installed.first { $0.name == offer.release && $0.origin == .package }
                if let kernel = there, kernel.isSound {
                    keep([kernel], for: spec, in: &plan, why: nil)
                } else {
                    plan.missing.append(offer)
                }
            }
        }
        return plan
    }

    /// The offers; none where they can't be had and the cache has a kernel for every spec.
    private func offersOrKept(_ specs: [KernelSpec], refresh: Bool, lock: FileDescriptor) async throws -> [KernelOffer]
    {
        do {
            return try await index(refresh: refresh, lock: lock).offers
        } catch let error as HostError {
            let installed = list()
            guard specs.allSatisfy({ !KernelChoice.pick($0, from: installed).isEmpty }) else { throw error }
            notify(.note("\(error.message)"))
            return []
        }
    }

    private func keep(_ kernels: [InstalledKernel], for spec: KernelSpec, in plan: inout Plan, why: String?) {
        for kernel in kernels {
            if !plan.kept.contains(kernel) { plan.kept.append(kernel) }
            notify(.note("\(spec): \(why.map { "\($0), " } ?? "")\(kernel.name) is in the cache"))
        }
    }

    private func vanished(
        _ spec: KernelSpec, offers: [KernelOffer], installed: [InstalledKernel]
    ) -> HostError {
        let offered = KernelChoice.nearest(to: spec, among: offers).map(\.release)
        let kept = KernelChoice.nearest(to: spec, among: installed).map(\.name)
        let nearest = [
            offered.isEmpty ? nil : "the nearest on offer: \(offered.joined(separator: ", "))",
            kept.isEmpty ? nil : "the nearest in the cache: \(kept.joined(separator: ", "))",
        ].compactMap(\.self)
        return HostError(
            (["no kernel \(spec) is on offer"] + nearest).joined(separator: "; "),
            remedy: "fetch one of those, or see: oomlab kernels list --all")
    }

    private func install(_ offer: KernelOffer, lock: FileDescriptor) async throws -> InstalledKernel {
        let files = try await download(offer, lock: lock)
        notify(.progress("unpacking \(offer.release)", fraction: nil))
        let staging = try cache.makeStaging()
        defer { try? FileManager.default.removeItem(atPath: staging.string) }
        for file in files {
            let ending = try await Tool.dpkgDeb.lines(["--extract", file.string, staging.string], lock: lock)
            guard ending.succeeded else {
                throw HostError(
                    "\(file) can't be unpacked: \(ending.complaints.last ?? "dpkg-deb failed")",
                    remedy: "check the space on the disk, then fetch again")
            }
        }
        let kernel = try await KernelInstaller(cache: cache).install(source(offer, unpacked: staging))
        notify(.note("fetched \(kernel.name) (\(offer.package) \(offer.packageVersion))"))
        return kernel
    }

    /// Finds the image, in its old place or its new one, and the modules among the unpacked files.
    private func source(_ offer: KernelOffer, unpacked: FilePath) throws -> KernelInstaller.Source {
        let release = offer.release
        let places = [
            "boot/vmlinuz-\(release)", "usr/lib/modules/\(release)/vmlinuz", "lib/modules/\(release)/vmlinuz",
        ]
        let images = places.map { unpacked.appending($0) }
        guard let image = images.first(where: { FileManager.default.fileExists(atPath: $0.string) }) else {
            throw HostError(
                "\(offer.package) has no kernel image", remedy: "fetch another version: oomlab kernels list --all")
        }
        let modules = ModuleTree.root(in: unpacked, release: release)
        if modules == nil { notify(.note("\(release): its modules are not on offer, so it can load none")) }
        return KernelInstaller.Source(
            image: image, modules: modules, origin: .package, name: release, package: offer.package,
            packageVersion: offer.packageVersion)
    }
}
