import Foundation
import Testing

extension Live {
    /// The help is whole: every verb takes the global options, says what it does, and shows how.
    @Suite struct HelpTests {
        /// What `--experimental-dump-help` says of a command.
        struct Description: Decodable {
            struct Argument: Decodable {
                struct Name: Decodable { let name: String }
                let names: [Name]?
                let abstract: String?
                let valueName: String?
            }

            let commandName: String
            let shouldDisplay: Bool?
            let abstract: String?
            let discussion: String?
            let arguments: [Argument]?
            let subcommands: [Description]?

            /// The verbs: commands without subcommands, `help` and what is hidden left out, with the words that lead to them.
            func verbs(below words: [String] = []) -> [(words: [String], verb: Description)] {
                let words = words + [commandName]
                let verbs = (subcommands ?? []).filter { $0.commandName != "help" && $0.shouldDisplay != false }
                return verbs.isEmpty ? [(Array(words.dropFirst()), self)] : verbs.flatMap { $0.verbs(below: words) }
            }
        }

        private struct Dump: Decodable { let command: Description }

        @Test func everyVerb() async throws {
            try await Command.inScratch { command in
                let answer = try await command("--experimental-dump-help")
                let verbs = try JSONDecoder().decode(Dump.self, from: Data(answer.output.utf8)).command.verbs()
                let names = verbs.map { $0.words.joined(separator: " ") }
                for name in [
                    "doctor", "kernels list", "kernels fetch", "kernels add", "kernels remove", "scenarios list",
                    "scenarios show", "scenarios check", "run", "report", "results list", "results show",
                    "results judge",
                ] {
                    #expect(names.contains(name))
                }
                for (words, verb) in verbs {
                    let name = words.joined(separator: " ")
                    let options = Set((verb.arguments ?? []).flatMap { $0.names ?? [] }.map(\.name))
                    for option in ["quiet", "verbose", "no-color", "format", "help", "version"] {
                        #expect(options.contains(option), "\(name) lacks --\(option)")
                    }
                    #expect(verb.abstract?.hasSuffix(".") == true, "\(name): \(verb.abstract ?? "no abstract")")
                    #expect(verb.discussion?.contains("EXAMPLES:\n") == true, "\(name) has no examples")
                    for argument in verb.arguments ?? [] {
                        #expect(
                            argument.abstract?.isEmpty == false, "\(name): \(argument.valueName ?? "?") says nothing")
                    }
                    let help = try await command.run(words + ["--help"])
                    #expect(help.status == 0 && help.output.contains("oomlab \(name)"), "\(name)")
                    let contradiction = try await command.run(words + ["--quiet", "--verbose"])
                    #expect(contradiction.status == 64, "\(name): \(contradiction)")
                }
            }
        }

        @Test(arguments: ["bash", "zsh", "fish"])
        func completions(shell: String) async throws {
            try await Command.inScratch { command in
                let answer = try await command("--generate-completion-script", shell)
                #expect(answer.status == 0 && answer.output.contains("oomlab") && answer.output.contains("scenarios"))
            }
        }

        @Test func version() async throws {
            try await Command.inScratch { command in
                let answer = try await command("--version")
                // A build that was told its commit says it, with a plus if files differed from it.
                let form = /^[0-9]+\.[0-9]+\.[0-9]+(-dev)?( \([0-9a-f]{12}\+?\))?\n$/
                #expect(answer.status == 0 && answer.output.contains(form), "\(answer)")
            }
        }

        /// Data goes to standard output; what is done goes to standard error, and only where it was asked for.
        @Test func quietAndVerbose() async throws {
            try await Command.inScratch { scratch in
                var command = scratch
                let frames = try command.write("frames", EvidenceFaultTests.goodFrames())
                try await command.useEmulator("dd if=\(frames) of=evidence.bin conv=notrunc status=none; exit 33")
                try command.write("quiet.yaml", BadInputTests.quiet)
                let run = ["run", "quiet.yaml", "--kernel", "hangs"]
                let quiet = try await command.run(run + ["--quiet"])
                #expect(quiet.status == 0 && quiet.errors.isEmpty, "\(quiet)")
                let verbose = try await command.run(run + ["--verbose"])
                for words in ["QEMU 0.0 (a shell script) is ", "scenario quiet is ", "kernel 6.12.0 is ", "kept in "] {
                    #expect(verbose.errors.contains(words), "\(verbose.errors)")
                    #expect(!verbose.output.contains(words))
                }
                for arguments in [
                    ["results", "list"], ["results", "show", "results/runs"], ["results", "judge", "results/runs"],
                    ["report"], ["scenarios", "list"], ["scenarios", "show", "shared-mm"],
                    ["kernels", "list", "--installed"],
                ] {
                    let plain = try await command.run(arguments)
                    let told = try await command.run(arguments + ["--verbose"])
                    #expect(plain.status == 0 && plain.errors.isEmpty, "\(arguments): \(plain)")
                    #expect(told.output == plain.output && !told.errors.isEmpty, "\(arguments): \(told)")
                    let json = try await command.run(arguments + ["--format", "json"])
                    #expect(
                        throws: Never.self, "\(arguments)"
                    ) { try JSONSerialization.jsonObject(with: Data(json.output.utf8), options: .fragmentsAllowed) }
                }
            }
        }

        @Test func nothingIsColouredWhereNobodyLooks() async throws {
            try await Command.inScratch { command in
                let answer = try await command("scenarios", "list", "--no-color")
                #expect(answer.status == 0 && !answer.output.contains("\u{1b}"))
            }
        }
    }
}
