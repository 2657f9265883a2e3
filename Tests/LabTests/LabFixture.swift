import Evidence
import Foundation
import GuestProtocol
import HostFiles
import SystemPackage
import TestSupport
@testable import Lab

/// A temporary folder with a lab in it whose "QEMU" is a shell script. The guard is the real one.
struct LabFixture {
    private let folder: TemporaryFolder
    var place: FilePath { folder.path }

    init() throws { folder = try TemporaryFolder() }

    func remove() { folder.remove() }

    var output: FilePath { place.appending("runs") }
    var cache: CacheFolder { CacheFolder(path: place.appending("cache")) }
    var runs: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: output.string)) ?? []).sorted() }

    @discardableResult
    func file(_ name: String, _ bytes: [UInt8], executable: Bool = false) throws -> FilePath {
        try folder.file(name, bytes, executable: executable)
    }

    /// The real guard with an agent and a workload that nothing runs.
    func programs() throws -> OwnPrograms {
        let built = try OwnPrograms.find()
        return OwnPrograms(
            agent: try file("agent", Array("agent".utf8)), workload: try file("workload", Array("workload".utf8)),
            vmGuard: built.vmGuard, turns: built.turns)
    }

    /// A lab whose emulator is `script`, which runs in the run's folder. It boots for every run: a script has no state to keep.
    func lab(_ script: String) async throws -> Lab {
        let qemu = try file("qemu", Array("#!/bin/sh\n\(script)\n".utf8), executable: true)
        let emulator = Emulator(path: qemu, version: "0.0 (a shell script)", hasSandbox: true)
        return try await Lab(
            output: output, cold: true, cache: cache, programs: try programs(), emulator: emulator,
            kvmDevice: place.appending("kvm"))
    }

    /// A request that asks nothing special.
    func request(mode: Machine.Mode = .deterministic, limits: WallLimits? = nil) -> RunRequest {
        RunRequest(
            kernel: KernelIdentity(release: "6.12.1-test", version: "#1", sha256: "00", flavour: "6.12.1"),
            bootImage: "/kernel/vmlinux", plan: Plan(), scenarioName: "nothing", scenarioSource: "scenario: nothing\n",
            machine: Machine(memoryBytes: 64 << 20, mode: mode), limits: limits)
    }

    /// Complete evidence in a file, for scripts to copy.
    func evidence() throws -> FilePath {
        var writer = FrameWriter()
        writer.append(.kernelMessage(Array("6,1,1500000,-;hello".utf8)), timeNs: 20)
        writer.finish(timeNs: 40)
        return try file("frames", writer.bytes)
    }
}
