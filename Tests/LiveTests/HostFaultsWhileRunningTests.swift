import Foundation
import Lab
import Runs
import SystemPackage
import Testing

extension Live {
    /// What happens to a host while a command runs, or between two, is an ERROR with the way out, or is made good; finished runs stay.
    @Suite struct HostFaultsWhileRunningTests {
        /// A command whose first machine ends well, and whose second does `script`.
        private func onTheSecondRun(
            _ script: (Command) -> String, _ body: (Command, Command.Answer) async throws -> Void
        ) async throws {
            try await Command.inScratch { scratch in
                var command = scratch
                let frames = try command.write("frames", EvidenceFaultTests.goodFrames())
                let good = "dd if=\(frames) of=evidence.bin conv=notrunc status=none; exit 33"
                try await command.useEmulator(
                    "if mkdir \(command.folder)/first 2>/dev/null; then \(good); fi; \(script(command)); \(good)")
                try command.write("quiet.yaml", BadInputTests.quiet)
                let answer = try await command(
                    "run", "quiet.yaml", "--kernel", "hangs", "--repeat", "3", "--jobs", "1")
                try await body(command, answer)
            }
        }

        @Test func theOutputIsRemoved() async throws {
            try await onTheSecondRun {
                "mv \($0.folder)/results \($0.folder)/away; exit 33"
            } _: { command, answer in
                #expect(answer.status == 2, "\(answer)")
                let words = answer.output + answer.errors
                #expect(words.contains("ERROR quiet") && words.contains("DONE  quiet"), "\(words)")
                let kept = try command.records(in: "away/runs")
                #expect(kept.map(\.status) == [.done])
            }
        }

        @Test func theCacheIsRemoved() async throws {
            try await onTheSecondRun {
                "rm -rf \($0.folder)/cache"
            } _: { command, answer in
                #expect(answer.status == 2, "\(answer)")
                let kept = try command.records()
                #expect(kept.map(\.status) == [.done, .done])
                let words = answer.output + answer.errors
                #expect(words.contains("kernel hangs in the cache can't be read"), "\(words)")
            }
        }

        /// The runs before and after an upgrade are each recorded under the version that made them.
        @Test func qemuIsReplaced() async throws {
            try await onTheSecondRun {
                "mkdir \($0.folder)/second && sed 's/version 0.0/version 0.1/' $0 > $0.new; chmod +x $0.new; mv $0.new $0"
            } _: { command, answer in
                #expect(answer.status == 2, "\(answer)")
                #expect((answer.output + answer.errors).contains("was replaced while the command ran"), "\(answer)")
                let kept = try command.records()
                #expect(kept.map(\.machine.qemu) == ["0.0 (a shell script)"])
                let again = try await command("run", "quiet.yaml", "--kernel", "hangs")
                #expect(again.status == 0, "\(again)")
                let versions = try command.records().map(\.machine.qemu)
                #expect(Set(versions) == ["0.0 (a shell script)", "0.1 (a shell script)"])
            }
        }

        @Test func theGuardIsKilled() async throws {
            try await onTheSecondRun { _ in
                "kill -KILL $PPID; exec sleep 100"
            } _: { command, answer in
                #expect(answer.status == 2, "\(answer)")
                let records = try command.records()
                #expect(records.count { $0.status == .done } == 1 && records.count { $0.status == .error } == 2)
                #expect(records.allSatisfy { $0.status == .done || $0.reason?.contains("killed by signal 9") == true })
            }
        }

        /// A clock that was set back: what is in the cache and in the results was made tomorrow.
        @Test func theClockJumps() async throws {
            try await Command.inScratch { scratch in
                var command = scratch
                let frames = try command.write("frames", EvidenceFaultTests.goodFrames())
                try await command.useEmulator("dd if=\(frames) of=evidence.bin conv=notrunc status=none; exit 33")
                try command.write("quiet.yaml", BadInputTests.quiet)
                let arguments = ["run", "quiet.yaml", "--kernel", "hangs"]
                #expect(try await command.run(arguments).status == 0)
                let run = try #require(command.folders().first)
                let later = RunFolder(path: run.path.removingLastComponent().appending("2099" + run.id.dropFirst(4)))
                try FileManager.default.moveItem(atPath: run.path.string, toPath: later.path.string)
                var host = try later.host()
                (host.id, host.started) = (later.id, "2099" + host.started.dropFirst(4))
                try later.write(host)
                let touched = try await command.shell("find . -exec touch -d '2099-01-01' {} +")
                #expect(touched.status == 0)
                #expect(try await command("results", "judge", "results/runs").status == 0)
                let again = try await command.run(arguments)
                #expect(again.status == 0, "\(again)")
                let records = try command.records()
                #expect(records.count == 2 && records.allSatisfy { $0.status == .done && $0.wallSeconds >= 0 })
                let list = try await command("results", "list")
                #expect(list.status == 0 && list.output.split(separator: "\n").count == 2, "\(list)")
            }
        }

        /// QEMU itself gets no memory for its guest.
        @Test func memoryIsShort() async throws {
            try await Live.requireEmulator()
            try await Command.inScratch { scratch in
                var command = scratch
                try await command.addKernel(.hangs)
                let real = try await Emulator.find()
                try command.write(
                    "bin/qemu-system-x86_64",
                    """
                    #!/bin/sh
                    case "$1" in --version|-help|-machine) ;; *) ulimit -v 300000 ;; esac
                    exec \(real.path) "$@"
                    """, executable: true)
                command.environment["PATH"] = "\(command.folder)/bin:/usr/bin:/bin"
                let answer = try await command("run", "baseline-anon", "--kernel", "hangs", "--memory", "4G")
                #expect(answer.status == 2, "\(answer)")
                #expect(answer.output.contains("ERROR baseline-anon") && answer.output.contains("emulator failed"))
                #expect(answer.output.lowercased().contains("memory"), "\(answer.output)")
            }
        }

        /// Killed while apt works: nothing half done is left, and as soon as apt has ended the next command can go on.
        @Test func aFetchIsInterrupted() async throws {
            try await Command.inScratch { scratch in
                var command = scratch
                command.environment["XDG_CACHE_HOME"] = "\(command.folder)/cache"
                command.environment["PATH"] = "\(command.folder)/bin:/usr/bin:/bin"
                try command.write(
                    "bin/apt-get", "#!/bin/sh\necho $$ >\(command.folder)/apt; exec sleep 1000\n", executable: true)
                let fetching = ["kernels", "fetch", "6.12", "--mirror", "http://127.0.0.1:9/debian"]
                let answer = try await command.run(fetching) { pid in
                    _ = try await eventually("apt works") { command.names(in: ".").contains("apt") ? true : nil }
                    kill(pid, SIGKILL)
                }
                #expect(answer.status == 128 + Int(SIGKILL))
                let words = try String(contentsOfFile: "\(command.folder)/apt", encoding: .utf8)
                let apt = try #require(pid_t(words.trimmingCharacters(in: .whitespacesAndNewlines)))
                #expect(command.names(in: "cache/oomlab/v1/kernels") == [])
                kill(apt, SIGKILL)
                try command.write("bin/apt-get", "#!/bin/sh\necho 'E: no network today'; exit 100\n", executable: true)
                let again = try await command.run(fetching)
                #expect(again.status == 2 && again.errors.contains("no network today"), "\(again)")
                try await command.addKernel(.hangs)
                #expect(command.names(in: "cache/oomlab/v1/kernels") == ["hangs"])
                #expect(command.names(in: "cache/oomlab/v1/staging") == [])
            }
        }
    }
}
