import Foundation
import HostFiles
import Lab
import Synchronization
import SystemPackage
import Testing

extension Live {
    /// A run that goes on from a kept machine is the run that boots, and a snapshot that can't be trusted is never used.
    @Suite struct SnapshotTests {
        /// With one virtual CPU a restored run can't be told from a cold one, by a single byte.
        @Test(arguments: ["5.10", "6.18"])
        func aRestoredRunIsTheColdRun(spec: String) async throws {
            let run = LiveRun(scenario: "baseline-anon", kernel: try await LiveKernels.kernel(spec))
            try await Command.inScratch { command in
                let cold = try await run.fingerprint(in: try await Lab(output: command.folder, cold: true))
                let lab = try await Lab(output: command.folder)
                let folder = try await lab.run(run.request())
                #expect(try folder.evidence().fingerprint == cold)
                let machine = try folder.host().machine
                #expect(machine.restored && machine.snapshot?.count == 64)
                #expect(!FileManager.default.fileExists(atPath: folder.path.appending("control.sock").string))
            }
        }

        @Test(arguments: [("6.18", 4, Machine.Mode.deterministic), ("6.18", 2, .realtime)])
        func everyKindOfMachineIsRestored(spec: String, cpus: Int, mode: Machine.Mode) async throws {
            var run = LiveRun(scenario: "shared-mm", kernel: try await LiveKernels.kernel(spec))
            (run.cpus, run.mode) = (cpus, mode)
            try await Command.inScratch { command in
                let lab = try await Lab(output: command.folder)
                var prints: Set<String> = []
                for _ in 0..<2 {
                    let folder = try await lab.run(run.request())
                    #expect(try folder.host().machine.restored)
                    prints.insert(try folder.evidence().fingerprint)
                    #expect(try folder.evidence().kernelLog.contains("Memory cgroup out of memory: Killed process"))
                }
                if mode == .deterministic { #expect(prints.count == 1) }
            }
        }

        /// Two at once share one snapshot; when it is damaged the next run notices, makes it again, and is the same run.
        @Test func aSharedSnapshotIsDamaged() async throws {
            let run = LiveRun(scenario: "baseline-anon", kernel: try await LiveKernels.kernel("6.18"))
            try await Command.inScratch { command in
                let notices = Mutex<[String]>([])
                let cache = CacheFolder(path: command.folder.appending("cache"))
                let lab = try await Lab(output: command.folder.appending("runs"), cache: cache) { line in
                    notices.withLock { $0.append(line) }
                }
                async let one = lab.run(run.request())
                async let other = lab.run(run.request())
                let folders = try await [one, other]
                let hosts = try folders.map { try $0.host() }
                #expect(hosts.allSatisfy { $0.machine.restored } && Set(hosts.map(\.machine.snapshot)).count == 1)
                #expect(notices.withLock { $0 } == [])

                let snapshots = cache.path.appending("snapshots")
                let name = try #require(command.names(in: "cache/snapshots").first { $0.hasSuffix(".snapshot") })
                let file = try FileDescriptor.open(snapshots.appending(name), .readWrite)
                let middle = try file.seek(offset: 0, from: .end) / 2
                try file.writeAll(toAbsoluteOffset: middle, Array("damage".utf8))
                try file.close()

                let again = try await lab.run(run.request())
                #expect(try again.host().machine.restored)
                #expect(try again.evidence().fingerprint == folders[0].evidence().fingerprint)
                let lines = notices.withLock { $0 }
                #expect(lines.count == 1 && lines[0].contains("is damaged: its hash is another; it is discarded"))
            }
        }
    }
}
