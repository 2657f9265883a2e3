import SystemPackage
import Testing

extension Live {
    /// Bad input ends the command with 64 and one line that names what is wrong and the way out, before anything starts.
    @Suite struct BadInputTests {
        /// A scenario that asks for nothing but time.
        static let quiet = """
            scenario: quiet
            claim: baseline
            summary: Nothing happens.
            description: Nothing happens.
            machine: {memory: 256M}
            groups:
              - {name: arena, memory.max: 64M}
            processes:
              - {role: hog, workload: anon, group: arena, arguments: {size: 8M}}
            steps:
              - start: hog
              - observe: 100ms
            """

        @Test(arguments: [
            ("scenario: quiet", "scenario: [quiet", "quiet.yaml:2:"),
            ("claim: baseline", "claim: baselin", "quiet.yaml:2: unknown claim 'baselin' (did you mean 'baseline'?)"),
            ("memory.max", "memory.maks", "unknown key 'memory.maks' in 'groups[0]' (did you mean 'memory.max'?)"),
            ("workload: anon", "workload: anno", "unknown workload 'anno'"),
            ("observe:", "obsreve:", "did you mean 'observe'?"),
            ("memory: 256M", "memory: 256Q", "'memory' must be a size such as 64M, and is '256Q'"),
            ("memory: 256M", "memory: 1K", "'memory' must be from 64M to 64G, and is 1K"),
            ("memory.max: 64M", "memory.max: 2G", "'memory.max' is 2G, which a machine of 256M never reaches"),
            ("size: 8M", "size: -8M", "quiet.yaml:9:"),
        ])
        func scenarioFiles(old: String, new: String, words: String) async throws {
            try await Command.inScratch { command in
                try command.write("quiet.yaml", Self.quiet.replacing(old, with: new))
                for arguments in [
                    ["run", "quiet.yaml"], ["scenarios", "check", "quiet.yaml"], ["scenarios", "show", "./quiet.yaml"],
                ] {
                    let answer = try await command.run(arguments)
                    #expect(answer.status == 64, "\(arguments): \(answer)")
                    #expect(answer.errors.contains(words) && answer.errors.contains("quiet.yaml"), "\(answer.errors)")
                    #expect(answer.output.isEmpty)
                }
                #expect(command.names() == [])
            }
        }

        @Test(arguments: [
            (["run", "baseline-annon"], "did you mean 'baseline-anon'?"),
            (["run", "nowhere.yaml"], "nowhere.yaml: no such file"),
            (["run", "baseline-anon", "--set", "sise=1M"], "did you mean 'size'?"),
            (["run", "baseline-anon", "--set", "size"], "--set size: not KEY=VALUE; write for example"),
            (["run", "baseline-anon", "--set", "size=big"], "size such as 64M"),
            (["run", "baseline-anon", "--memory", "1M"], "a guest has 64M to 64G of memory, not 1M"),
            (["run", "baseline-anon", "--memory", "64T"], "a guest has 64M to 64G of memory, not 64T"),
            (["run", "baseline-anon", "--memory", "much"], "'much' is invalid for '--memory"),
            (["run", "baseline-anon", "--cpus", "0"], "--cpus 0: give 1 to"),
            (["run", "baseline-anon", "--repeat", "0"], "--repeat 0: give 1 or more"),
            (["run", "baseline-anon", "--repeat", "9223372036854775807"], "give 1 or more, up to 1000000"),
            (["run", "baseline-anon", "--jobs", "0"], "--jobs 0: give 1 to 1024"),
            (["run", "baseline-anon", "--jobs", "9223372036854775807"], "give 1 to 1024"),
            (["run", "baseline-anon", "--mode", "fast"], "'deterministic'"),
            (["run", "baseline-anon", "--kernel", "six point one!"], "'six point one!' names no kernel; write 6.12"),
            (["run", "baseline-anon", "--export", "pdf=x"], "--export pdf=x: not FORMAT=PATH; the formats are"),
            (["run", "baseline-anon", "--format", "jsn"], "json"),
            (["run", "baseline-anon", "--kernl", "6.12"], "--kernel"),
            (["report", "--format", "jsn"], "json"),
            (["results", "shw"], "shw"),
            (["doctor", "--format", "xml"], "'json'"),
            (["kernels", "fetch", "six!"], "'six!' names no kernel; write 6.12"),
            (["kernels", "fetch"], "<specs>"),
            (["kernels", "remove", "no-such-kernel"], "no-such-kernel"),
            (["scenarios", "list", "freezr"], "did you mean 'freezer'?"),
            (["scenarios", "show", "shared-m"], "did you mean 'shared-mm'?"),
            (["scenarios", "check", "missing.yaml"], "missing.yaml: no such file"),
            (["frobnicate"], "frobnicate"),
        ])
        func arguments(arguments: [String], words: String) async throws {
            try await Command.inScratch { scratch in
                var command = scratch
                command.environment["XDG_CACHE_HOME"] = command.folder.appending("cache").string
                let answer = try await command.run(arguments)
                #expect(answer.status == 64, "\(answer)")
                #expect(answer.errors.contains(words), "\(answer.errors)")
                #expect(answer.output.isEmpty)
                #expect(command.names(in: "results") == [])
            }
        }

        @Test func filesThatAreNoKernels() async throws {
            try await Command.inScratch { scratch in
                var command = scratch
                command.environment["XDG_CACHE_HOME"] = command.folder.appending("cache").string
                let whole = ToyKernel(fate: .hangs).bytes
                var arm = [UInt8](repeating: 0, count: 4096)
                arm.replaceSubrange(56..<60, with: Array("ARMd".utf8))
                let files: [(String, [UInt8], String)] = [
                    ("empty", [], "it is empty"), ("text", Array("not a kernel\n".utf8), "it has no x86 boot header"),
                    ("elf", [0x7f] + Array("ELF".utf8) + [UInt8](repeating: 0, count: 600), "it is an ELF file"),
                    ("arm", arm, "it is an arm64 kernel"), ("cut", Array(whole.prefix(1100)), "it is cut off"),
                ]
                for (name, bytes, words) in files {
                    try command.write(name, bytes)
                    let answer = try await command("kernels", "add", name)
                    #expect(answer.status == 64, "\(answer)")
                    #expect(answer.errors.contains("\(name) is no kernel: \(words)"), "\(answer.errors)")
                    #expect(answer.errors.contains("; give an x86-64 bzImage"))
                }
                let absent = try await command("kernels", "add", "absent")
                #expect(
                    absent.status == 64 && absent.errors.contains("absent does not exist; give the path of a bzImage"))
                let list = try await command("kernels", "list", "--installed", "--format", "json")
                #expect(list.status == 0 && list.output == "[\n\n]\n", "\(list)")
                #expect(command.names(in: "cache/oomlab/v1/staging") == [])
            }
        }

        @Test func runsThatAreNoRuns() async throws {
            try await Command.inScratch { command in
                for arguments in [
                    ["results", "show", "20200101"], ["results", "judge", "20200101"], ["report", "20200101"],
                ] {
                    let answer = try await command.run(arguments)
                    #expect(answer.status == 64, "\(answer)")
                    #expect(answer.errors.contains("20200101: no run of this name; name a run folder"))
                }
                let none = try await command("report")
                #expect(none.status == 4, "\(none)")
            }
        }
    }
}
