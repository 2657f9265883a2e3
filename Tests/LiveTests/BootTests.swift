import Evidence
import Foundation
import GuestProtocol
import Lab
import SystemPackage
import Testing

@Suite(.serialized) struct BootTests {
    private func lab() async throws -> Lab {
        let folder = FileManager.default.temporaryDirectory.appending(path: "oomlab-live")
        return try await Lab(output: FilePath(folder.path))
    }

    @Test(arguments: LiveKernels.all)
    func aPlanThatDoesNothing(kernel: LiveKernels.Kernel) async throws {
        let lab = try await lab()
        for mode in Machine.Mode.allCases {
            let folder = try await lab.run(LiveKernels.request(kernel, Plan(), mode: mode, name: "nothing-\(mode)"))
            let host = try folder.host()
            let evidence = try folder.evidence()
            print(kernel, mode, host.wallSeconds, host.ending, host.boots, evidence.entries.count, evidence.fingerprint)
            #expect(host.ending.kind == .finished && evidence.complete)
        }
    }

    @Test(arguments: LiveKernels.all)
    func aHogIsKilled(kernel: LiveKernels.Kernel) async throws {
        let lab = try await lab()
        for cpus in [1, 2] {
            var prints: Set<String> = []
            for _ in 0..<2 {
                let folder = try await lab.run(
                    LiveKernels.request(kernel, PlanBuilder.hog(size: "90M", limit: "64M"), cpus: cpus, name: "hog"))
                let host = try folder.host()
                let evidence = try folder.evidence()
                prints.insert(evidence.fingerprint)
                print(kernel, cpus, host.wallSeconds, host.ending, evidence.entries.count, evidence.usedBytes)
                #expect(host.ending.kind == .finished && evidence.complete)
                #expect(evidence.kernelLog.contains("Memory cgroup out of memory: Killed process"))
            }
            #expect(prints.count == 1)
        }
    }
}
