import Faults
import Kernels

/// The kernels that a command line names: from the cache, or fetched where the cache has none.
struct KernelChooser {
    let terminal: Terminal

    /// The kernels that `specs` mean, oldest first, each once; the newest of the cache where nothing is named.
    func kernels(matching specs: [String]) async throws -> [InstalledKernel] {
        let store = KernelsCommand.store(terminal: terminal)
        if specs.isEmpty, let newest = store.list().last { return [newest] }
        var chosen: [InstalledKernel] = []
        for spec in try (specs.isEmpty ? ["newest"] : specs).map(KernelSpec.init) {
            for kernel in try await kernels(spec, in: store) where !chosen.contains(kernel) { chosen.append(kernel) }
        }
        return chosen.sorted { $0.version < $1.version }
    }

    /// The one kernel that an option names; throws `UsageError` where it names several.
    func kernel(_ spec: String, option: String) async throws -> InstalledKernel {
        let found = try await kernels(matching: [spec])
        guard found.count == 1 else {
            throw UsageError(
                "\(option) \(spec) is \(found.count) kernels",
                remedy: "name one of \(found.map(\.name).joined(separator: ", "))")
        }
        return found[0]
    }

    /// A kernel in the cache serves its series, even where the mirror has a newer one: the same command means the same kernel until another is fetched.
    private func kernels(_ spec: KernelSpec, in store: KernelStore) async throws -> [InstalledKernel] {
        if case .range(let range) = spec { return try await store.gather(range) }
        do {
            return try store.resolve(spec)
        } catch is HostError {
            return try await store.fetch([spec])
        }
    }
}
