import Foundation
import SystemPackage
import Testing

extension Live {
    /// However the command ends, finished runs are kept, and no machine, guard or unfinished folder is left.
    @Suite struct InterruptionTests {
        /// The first machine finishes, later ones run until they are killed.
        private static func firstOnly(_ command: Command) throws -> String {
            let frames = try command.write("frames", EvidenceFaultTests.goodFrames())
            return """
                if mkdir \(command.folder)/first 2>/dev/null; then
                  dd if=\(frames) of=evidence.bin conv=notrunc status=none; exit 33
                fi
                touch \(command.folder)/second; exec sleep 1000
                """
        }

        @Test(arguments: [SIGINT, SIGTERM])
        func interrupted(signal: Int32) async throws {
            try await Command.inScratch { scratch in
                var command = scratch
                try await command.useEmulator(try Self.firstOnly(command))
                try command.write("quiet.yaml", BadInputTests.quiet)
                let arguments = [
                    "run", "quiet.yaml", "--kernel", "hangs", "--repeat", "3", "--jobs", "1", "--export",
                    "json=all.json",
                ]
                let answer = try await command.run(arguments) { pid in
                    _ = try await eventually("the second machine starts") {
                        command.names(in: ".").contains("second") ? true : nil
                    }
                    kill(pid, signal)
                }
                #expect(answer.status == 130, "\(answer)")
                #expect(answer.errors.contains("interrupted; 1 of 3 runs are finished and kept"), "\(answer.errors)")
                let rest = try #require(answer.errors.split(separator: "\n").last).trimmingCharacters(in: .whitespaces)
                #expect(answer.errors.contains("go on with:") && rest.hasSuffix("--resume"), "\(answer.errors)")
                #expect(command.processes() == [])
                #expect(command.names().filter { $0.hasPrefix(".") } == [])
                #expect(try command.records().map(\.status) == [.done])
                let export = try #require(FileManager.default.contents(atPath: "\(command.folder)/all.json"))
                #expect(try JSONSerialization.jsonObject(with: export) as? [Any] != nil)
                let list = try await command("results", "list")
                #expect(list.status == 0 && list.output.split(separator: "\n").count == 1)
            }
        }

        /// A real machine that runs for ever: one that boots for a run, and one that boots to be kept for later runs.
        @Test(arguments: [("results/runs", "0"), ("cache/oomlab/v1/snapshots", "1G")])
        func killed(place: String, snapshotLimit: String) async throws {
            try await Command.inScratch { scratch in
                var command = scratch
                try await command.addKernel(.hangs)
                try await Live.requireEmulator()
                command.environment["OOMLAB_SNAPSHOT_LIMIT"] = snapshotLimit
                let isUnfinished = { (name: String) in name.hasPrefix(".partial-") }
                let answer = try await command.run(["run", "baseline-anon", "--kernel", "hangs"]) { pid in
                    let machine = try await eventually("the machine runs") {
                        command.processes().first { $0.contains(" -kernel ") && !$0.contains("--remove") }
                    }
                    #expect(machine.contains("qemu-system-x86_64"))
                    #expect(command.names(in: place).contains(where: isUnfinished))
                    kill(pid, SIGKILL)
                }
                #expect(answer.status == 128 + Int(SIGKILL))
                _ = try await eventually("nothing is left running") { command.processes().isEmpty ? true : nil }
                _ = try await eventually("no unfinished folder is left") {
                    command.names(in: place).contains(where: isUnfinished) ? nil : true
                }
                #expect(command.names() == [])
            }
        }

        /// A command that was killed together with its guard leaves a folder; the next command takes it away.
        @Test func aStaleFolderIsSwept() async throws {
            try await Command.inScratch { scratch in
                var command = scratch
                let frames = try command.write("frames", EvidenceFaultTests.goodFrames())
                try await command.useEmulator("dd if=\(frames) of=evidence.bin conv=notrunc status=none; exit 33")
                try command.write("quiet.yaml", BadInputTests.quiet)
                try command.write("results/runs/.partial-20200101T000000Z-quiet-x/evidence.bin", "")
                let answer = try await command("run", "quiet.yaml", "--kernel", "hangs")
                #expect(answer.status == 0, "\(answer)")
                #expect(command.names().count == 1 && command.folders().count == 1)
            }
        }

        @Test func twoCommandsInOneFolder() async throws {
            try await Command.inScratch { scratch in
                var command = scratch
                let frames = try command.write("frames", EvidenceFaultTests.goodFrames())
                try await command.useEmulator("dd if=\(frames) of=evidence.bin conv=notrunc status=none; exit 33")
                try command.write("quiet.yaml", BadInputTests.quiet)
                let shared = command
                let arguments = ["run", "quiet.yaml", "--kernel", "hangs", "--repeat", "4", "--jobs", "2"]
                async let first = shared.run(arguments)
                async let second = shared.run(arguments)
                for answer in try await [first, second] { #expect(answer.status == 0, "\(answer)") }
                let records = try command.records()
                #expect(records.count == 8 && Set(records.map(\.id)).count == 8)
                #expect(records.allSatisfy { $0.status == .done })
                #expect(records.map(\.id) == command.folders().map(\.id))
                #expect(command.names().count == 8)
            }
        }
    }
}
