import Vocabulary

extension KernelSpec {
    /// The kernel that the spec means among any that are known by release and version, the newest of several; `nil` where it means none.
    public func pick<Kernel>(
        from kernels: [Kernel], release: (Kernel) -> String, flavour: (Kernel) -> String
    ) -> Kernel? {
        KernelChoice.pick(self, from: Known.all(kernels, release, flavour)).last?.kernel
    }

    /// Every kernel that the spec covers among any that are known by release and version; for `newest` the newest one.
    public func all<Kernel>(
        from kernels: [Kernel], release: (Kernel) -> String, flavour: (Kernel) -> String
    ) -> [Kernel] {
        KernelChoice.all(self, from: Known.all(kernels, release, flavour)).map(\.kernel)
    }
}

/// A kernel that ran somewhere: in the cache or not.
private struct Known<Kernel>: KernelCandidate {
    let kernel: Kernel
    let release: String
    let version: KernelVersion
    var name: String { release }
    var rank: Int { KernelOffer.rank(ofRelease: release) }

    /// Those of `kernels` whose version can be read.
    static func all(_ kernels: [Kernel], _ release: (Kernel) -> String, _ flavour: (Kernel) -> String) -> [Known] {
        kernels.compactMap { kernel in
            guard let version = KernelVersion(flavour(kernel)) ?? KernelVersion(release(kernel)) else { return nil }
            return Known(kernel: kernel, release: release(kernel), version: version)
        }
    }
}
