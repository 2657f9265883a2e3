import Evidence
import Faults
import Foundation
import GuestProtocol
import Runs
import SystemPackage
import Testing

@Suite struct RunFolderTests {
    @Test func keepsTheHostsAccount() throws {
        let place = FileManager.default.temporaryDirectory.appending(path: "oomlab-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: place) }
        let folder = RunFolder(path: FilePath(place.path))
        let account = HostAccount(
            id: folder.id, started: "2026-01-01T00:00:00Z", wallSeconds: 1.5, seed: 7, scenarioName: "baseline-anon",
            parameters: ["size": "90M"],
            kernel: KernelIdentity(release: "6.12.1", version: "#1 SMP", sha256: "00", flavour: "6.12.1"),
            machine: MachineIdentity(
                mode: .deterministic, accelerator: "tcg,thread=single", cpus: 2, memoryBytes: 512 << 20, qemu: "7.2",
                restored: false),
            ending: Ending(kind: .guestReset, exitStatus: 0, detail: "…"), boots: 1)
        try folder.write(account)
        #expect(try folder.host() == account)
    }

    @Test func saysWhichFileIsMissingOrWrong() throws {
        let folder = RunFolder(path: "/nonexistent/run")
        #expect(throws: EvidenceError.self) { try folder.evidence() }
        let error = #expect(throws: EvidenceError.self) { try folder.console() }
        #expect(error?.file == "/nonexistent/run/console.log")
        #expect(error?.description.contains("No such file") ?? false || error?.remedy != nil)
    }
}
