import Faults
import Kernels
import Lab
import Testing

/// The kernels that live tests boot: the user's cache, into which those that are missing are fetched first.
enum LiveKernels {
    /// What the tests ask for: the oldest kernel that scenarios are measured on, two between, and the newest.
    static let specs = ["5.10", "6.12", "6.18", "newest"]

    /// The kernel that `spec` means. A filled cache needs no network; where the kernel can't be had the test is skipped.
    static func kernel(_ spec: String) async throws -> InstalledKernel {
        do {
            _ = try await Emulator.find()
            let store = KernelStore()
            if let kernel = try? store.resolve(spec).last { return kernel }
            guard let kernel = try await store.fetch([spec]).last else { try Live.skip("no kernel \(spec) on offer") }
            return kernel
        } catch let error as HostError {
            try Live.skip("\(error)")
        }
    }
}
