import Vocabulary

extension KernelSpec {
    /// The kernel that the spec means among any that are known by release and version, the newest of several; `nil` where it means none.
    public func pick<Kernel>(
        from kernels: [Kernel], release: (Kernel) -> String, flavour: (Kernel) -> String
    ) -> Kernel? {
        let candidates = kernels.compactMap { kernel -> Known<Kernel>? in
            guard let version = KernelVersion(flavour(kernel)) ?? KernelVersion(release(kernel)) else { return nil }
            return Known(kernel: kernel, release: release(kernel), version: version)
        }
        return KernelChoice.pick(self, from: candidates).last?.kernel
    }
}

/// A kernel that ran somewhere: in the cache or not.
private struct Known<Kernel>: KernelCandidate {
    let kernel: Kernel
    let release: String
    let version: KernelVersion
    var name: String { release }
    var rank: Int { KernelOffer.rank(ofRelease: release) }
}
