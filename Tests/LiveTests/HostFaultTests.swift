import Faults
import Lab
import SystemPackage
import Testing

extension Live {
    /// What the host lacks ends the command with 2, a line with the way out, and nothing half done.
    @Suite struct HostFaultTests {
        @Test func aMissingEmulator() async throws {
            try await Command.inScratch { scratch in
                var command = scratch
                try await command.addKernel(.hangs)
                command.environment["PATH"] = "\(command.folder)/nothing"
                let run = try await command("run", "baseline-anon", "--kernel", "hangs")
                #expect(run.status == 2, "\(run)")
                #expect(
                    run.errors
                        == "oomlab: qemu-system-x86_64 not found in PATH; install it with `apt-get install qemu-system-x86`\n"
                )
                #expect(run.output.isEmpty && command.names(in: "results") == [])
                let doctor = try await command("doctor")
                #expect(doctor.status == 2 && doctor.output.contains("fix:"), "\(doctor)")
            }
        }

        @Test func anEmulatorThatFails() async throws {
            try await Command.inScratch { scratch in
                var command = scratch
                try await command.useEmulator("echo 'qemu: could not set up the machine' >&2; exit 1")
                let answer = try await command("run", "baseline-anon", "--kernel", "hangs")
                #expect(answer.status == 2, "\(answer)")
                #expect(answer.output.contains("ERROR baseline-anon"), "\(answer.output)")
                #expect(answer.output.contains("qemu: could not set up the machine"))
                #expect(answer.output.contains("again: oomlab run baseline-anon --kernel"))
                #expect(command.names().count == 1)
            }
        }

        @Test func aKernelThatDoesNotBoot() async throws {
            try await Command.inScratch { scratch in
                var command = scratch
                try await command.addKernel(.resets)
                try await Live.requireEmulator()
                let answer = try await command("run", "baseline-anon", "--kernel", "resets")
                #expect(answer.status == 2, "\(answer)")
                #expect(answer.output.contains("the kernel never reached the agent"), "\(answer.output)")
                #expect(answer.output.contains("evidence: run ") && answer.output.contains("again: oomlab run"))
                let record = try #require(try command.records().first)
                #expect(record.status == .error && record.kills.isEmpty)
                #expect(record[.kills] == nil, "absent is not zero")
            }
        }

        @Test(arguments: ["a-file/runs", "/proc/oomlab/runs"])
        func anUnwritableResultsFolder(output: String) async throws {
            try await Command.inScratch { scratch in
                var command = scratch
                try await command.useEmulator("touch \(command.folder)/started; exit 33")
                try command.write("a-file", "")
                let answer = try await command("run", "baseline-anon", "--kernel", "hangs", "--output", output)
                #expect(answer.status == 2, "\(answer)")
                #expect(answer.errors.contains(output) && answer.errors.contains("; choose"), "\(answer.errors)")
                #expect(answer.output.isEmpty && !command.names(in: ".").contains("started"))
            }
        }

        @Test func aReportThatCanNotBeWritten() async throws {
            try await Command.inScratch { scratch in
                var command = scratch
                try await command.useEmulator("touch \(command.folder)/started; exit 33")
                try command.write("a-file", "")
                let answer = try await command(
                    "run", "baseline-anon", "--kernel", "hangs", "--export", "json=a-file/report.json")
                #expect(answer.status == 2, "\(answer)")
                #expect(answer.errors.contains("can't write a-file/report.json"), "\(answer.errors)")
                #expect(answer.output.isEmpty && !command.names(in: ".").contains("started"))
            }
        }

        /// The first run fits and the second doesn't: what is finished stays whole.
        @Test func aFullResultsFolder() async throws {
            try await Command.inScratch { scratch in
                var command = scratch
                try await command.useEmulator(
                    "dd if=/dev/urandom of=evidence.bin bs=1M count=4 conv=notrunc status=none; exit 33")
                let mount = "mkdir full && mount -t tmpfs -o size=18M tmpfs full"
                let possible = try await command.shell("unshare -rm sh -c '\(mount)'")
                guard possible.status == 0 else {
                    try Live.skip("no file system of a limited size can be mounted here (\(possible.errors))")
                }
                let answer = try await command.shell(
                    """
                    unshare -rm sh -c 'mount -t tmpfs -o size=18M tmpfs full &&
                      "$OOMLAB" run baseline-anon --kernel hangs --repeat 2 --jobs 1 --output full/runs; status=$?
                      cp -r full/runs kept; exit $status'
                    """)
                #expect(answer.status == 2, "\(answer)")
                let words = answer.output + answer.errors
                #expect(
                    words.contains("no room for 16 MiB of evidence at ") && words.contains("; make room there"),
                    "\(words)")
                let kept = command.names(in: "kept")
                #expect(kept.count == 1 && !(kept.first ?? ".").hasPrefix("."), "\(kept)")
                #expect(command.names(in: "kept/\(kept.first ?? "")").contains("record.json"))
            }
        }

        @Test func aLimitOnTheSizeOfFiles() async throws {
            try await Command.inScratch { scratch in
                var command = scratch
                try await command.useEmulator("exit 33")
                let answer = try await command.shell(
                    #"ulimit -f 16384; exec "$OOMLAB" run baseline-anon --kernel hangs"#)
                #expect(answer.status == 2, "\(answer)")
                #expect((answer.output + answer.errors).contains("no room for 16 MiB of evidence at "), "\(answer)")
                #expect(command.names() == [])
            }
        }
    }

    /// Skips where the host has no QEMU.
    static func requireEmulator() async throws {
        do { _ = try await Emulator.find() } catch let error as HostError { try skip("\(error)") }
    }
}
