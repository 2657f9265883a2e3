import Foundation
import Lab
import SystemPackage
import Testing

extension Live {
    /// A guest that writes garbage into the file that it shares with the host gets an ERROR, and nothing more out of it.
    @Suite struct GarbageGuestTests {
        @Test(arguments: ["noise", "lengths", "contents", "small", "overwrite"])
        func garbage(kind: String) async throws {
            var live = LiveRun(scenario: "baseline-anon", kernel: try await LiveKernels.kernel("6.18"))
            live.mode = .realtime
            try await Command.inScratch { command in
                var request = try live.request()
                request.machine.commandLine.append("garbage=\(kind)")
                // The one that writes for ever is ended by the host: when the file is full, nothing new is to be seen.
                request.limits = WallLimits(total: .seconds(300), silence: .seconds(kind == "small" ? 10 : 60))
                let lab = try await Lab(
                    output: command.folder.appending("results/runs"), cold: true, programs: try Self.programs())
                let folder = try await lab.run(request)
                let ending = try folder.host().ending
                #expect(kind == "small" ? ending.kind == .guestSilent : ending.kind == .finished, "\(ending)")
                if kind != "noise", kind != "overwrite" { #expect(try folder.evidence().entries.count > 50) }

                let judged = try await command("results", "judge", "results/runs")
                #expect(judged.status == 2 && judged.output.contains("ERROR"), "\(judged)")
                for arguments in [
                    ["results", "show", "results/runs"], ["report", "--format", "html"],
                    ["report", "--format", "json"],
                ] {
                    let answer = try await command.run(arguments)
                    #expect(answer.status == 0 || answer.status == 2, "\(arguments): \(answer.status) \(answer.errors)")
                    #expect(!(answer.output + answer.errors).unicodeScalars.contains { $0.value < 32 && $0 != "\n" })
                }
            }
        }

        /// The garbage guest is PID 1 in place of the agent.
        private static func programs() throws -> OwnPrograms {
            let built = try OwnPrograms.find()
            return OwnPrograms(
                agent: built.agent.removingLastComponent().appending("oomlab-garbage-guest"), workload: built.workload,
                vmGuard: built.vmGuard, turns: built.turns)
        }
    }
}
