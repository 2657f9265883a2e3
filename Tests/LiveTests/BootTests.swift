import GuestProtocol
import Lab
import Testing

extension Live {
    /// Real kernels boot, the agent speaks, and a hog dies.
    @Suite struct BootTests {
        @Test(arguments: LiveKernels.specs)
        func aHogIsKilled(spec: String) async throws {
            let kernel = try await LiveKernels.kernel(spec)
            try await Command.inScratch { command in
                let folder = try await Lab(output: command.folder).run(
                    LiveRun(scenario: "baseline-anon", kernel: kernel).request())
                let host = try folder.host()
                let evidence = try folder.evidence()
                #expect(host.ending.kind == .finished && evidence.complete, "\(host.ending)")
                #expect(evidence.kernelLog.contains("Memory cgroup out of memory: Killed process"))
            }
        }

        /// An observation that ends with a process lasts as long as that one lives, and a little longer; and no longer than it is given.
        @Test(arguments: [("endless", true), ("32M", false)])
        func anObservationEndsWithItsProcess(size: String, dies: Bool) async throws {
            let kernel = try await LiveKernels.kernel("6.18")
            try await Command.inScratch { command in
                var run = LiveRun(scenario: "baseline-anon", kernel: kernel)
                run.parameters = ["size": size]
                let entries = try await Lab(output: command.folder).run(run.request()).evidence().entries
                func time(of record: Record.Mark) throws -> UInt64 {
                    try #require(entries.first { if case .mark(record) = $0.record { true } else { false } }).timeNs
                }
                let lasted = try time(of: .observationEnded) - time(of: .observationBegan)
                let exit = entries.first { if case .exited = $0.record { true } else { false } }
                #expect((lasted < 3_000_000_000) == dies)
                if dies {
                    let after = try time(of: .observationEnded) - #require(exit).timeNs
                    #expect((100_000_000..<130_000_000).contains(after))
                }
            }
        }

        /// On the host's own clock: a failure of multi-threaded emulation early in boot is retried, and counted.
        @Test func inRealTime() async throws {
            let kernel = try await LiveKernels.kernel("6.18")
            try await Command.inScratch { command in
                var run = LiveRun(scenario: "baseline-anon", kernel: kernel)
                run.mode = .realtime
                let folder = try await Lab(output: command.folder).run(run.request())
                let host = try folder.host()
                #expect(host.ending.kind == .finished && (1...3).contains(host.boots), "\(host.ending)")
                #expect(try folder.evidence().complete)
            }
        }
    }
}
