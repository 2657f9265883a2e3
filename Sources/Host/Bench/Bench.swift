import Faults
import Foundation
import GuestProtocol
import HostFiles
import Kernels
import Lab
import Scenario
import Subprocess
import SystemPackage

/// `make bench`: what oomlab itself costs, measured side by side in one run on one machine.
///
/// usage: oomlab-bench [KERNEL]
///        oomlab-bench --bare-boot MODE KERNEL     boots it once as a run does, with an init that exits at once: for others to be timed beside
@main
struct Bench {
    /// Pairs of measurements, after one that isn't counted.
    private static let pairs = 5

    static func main() async throws {
        let arguments = CommandLine.arguments.dropFirst()
        let spec = try KernelSpec(arguments.last ?? "6.18")
        let cache = CacheFolder.standard()
        guard let kernel = try KernelStore(cache: cache).resolve(spec).last else {
            throw HostError(
                "kernel \(spec) is not in the cache", remedy: "fetch it with `oomlab kernels fetch \(spec)`")
        }
        let scratch = FilePath(NSTemporaryDirectory()).appending("oomlab-bench-\(UUID().uuidString)")
        try FileManager.default.createDirectory(atPath: scratch.string, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: scratch.string) }

        let bench = try await Measurement(kernel: kernel, scratch: scratch)
        if arguments.count == 3, arguments.first == "--bare-boot" {
            guard let mode = Machine.Mode(rawValue: arguments.dropFirst().first ?? "") else {
                throw UsageError("--bare-boot takes deterministic or realtime, and a kernel")
            }
            return try await bench.bareBoot(mode, from: kernel.elf ?? kernel.bzImage)
        }
        print("kernel \(kernel.identity.release), QEMU \(bench.emulatorVersion), \(pairs) pairs after a warm-up")
        for mode in Machine.Mode.allCases { try await bench.coldRun(mode: mode, pairs: pairs) }
        try await bench.warmRun(pairs: pairs)
        try await bench.twoAtOnce(pairs: 2)
        try bench.imageSize()
        try await bench.recorder()
    }
}
