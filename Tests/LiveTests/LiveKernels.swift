import Evidence
import Foundation
import GuestProtocol
import Lab
import SystemPackage

/// The kernels that live tests boot: files named by OOMLAB_TEST_KERNELS as `6.12=/path/vmlinux,6.18=/path/bzImage`.
enum LiveKernels {
    struct Kernel: Sendable, CustomStringConvertible {
        let name: String
        let image: FilePath
        var description: String { name }
    }

    static let all: [Kernel] = {
        let named = ProcessInfo.processInfo.environment["OOMLAB_TEST_KERNELS"] ?? ""
        return named.split(separator: ",").compactMap { entry in
            let parts = entry.split(separator: "=", maxSplits: 1).map(String.init)
            return parts.count == 2 ? Kernel(name: parts[0], image: FilePath(parts[1])) : nil
        }
    }()

    /// A request for `plan` on `kernel`.
    static func request(
        _ kernel: Kernel, _ plan: Plan, mode: Machine.Mode = .deterministic, cpus: Int = 1, name: String = "by-hand"
    ) -> RunRequest {
        RunRequest(
            kernel: KernelIdentity(release: kernel.name, version: "", sha256: "", flavour: kernel.name),
            bootImage: kernel.image, plan: plan, scenarioName: name, scenarioSource: "",
            machine: Machine(memoryBytes: 512 << 20, cpus: cpus, mode: mode))
    }
}

/// Builds plans by hand.
struct PlanBuilder {
    var plan = Plan()

    /// A hog of `size` in a group limited to `limit`.
    static func hog(size: String, limit: String) -> Plan {
        var plan = Plan()
        plan.groups = [
            Group(
                name: Array("arena".utf8), hierarchy: .v2,
                settings: [FileWrite(path: Array("memory.max".utf8), value: Array(limit.utf8))])
        ]
        plan.processes = [
            GuestProtocol.Process(
                role: Array("hog".utf8), workload: Array("anon".utf8), arguments: [Array("size=\(size)".utf8)],
                group: 0,
                oomScoreAdj: 0)
        ]
        plan.steps = [.start(process: 0), .waitProcess(process: 0, state: .exited, timeoutNs: 20_000_000_000)]
        return plan
    }
}
