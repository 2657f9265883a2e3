import Foundation
import Runs
import Testing

extension Live {
    /// Nothing that is printed is lost in silence, and nothing steers a terminal.
    @Suite struct OutputTests {
        private static let verbs = [
            "--help", "--version", "run --help", "--generate-completion-script bash", "help explain",
            "scenarios list", "scenarios list --format json", "scenarios show baseline-anon",
            "kernels list --installed", "report golden",
            "report golden --format html", "results show golden --format json", "results pack golden --output -",
            "report golden --output /dev/full", "explain golden/run/kernel.log",
            "explain --format json golden/run/kernel.log",
        ]

        /// Golden runs in a folder of a scratch: `golden/run`, `golden/run2` …
        static func golden(_ command: Command, _ names: [String] = ["6.18-frozen-victim-v1"]) throws {
            let home = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
                .deletingLastPathComponent().appending(path: "Golden")
            for (index, name) in names.enumerated() {
                let place = command.folder.appending("golden/run\(index == 0 ? "" : "\(index + 1)")")
                try FileManager.default.createDirectory(
                    atPath: place.removingLastComponent().string, withIntermediateDirectories: true)
                try FileManager.default.copyItem(atPath: home.appending(path: name).path, toPath: place.string)
                let log = try RunFolder(path: place).evidence().kernelLog
                try Data(log.utf8).write(to: URL(fileURLWithPath: place.appending("kernel.log").string))
            }
        }

        @Test func aFullDiskIsTold() async throws {
            try await Command.inScratch { command in
                try Self.golden(command)
                for verb in Self.verbs {
                    let full = try await command.shell("\"$OOMLAB\" \(verb) >/dev/full")
                    #expect(full.status == 2, "\(verb): \(full)")
                    #expect(full.errors.contains("No space left on device"), "\(verb): \(full)")
                }
                let closed = try await command.shell("\"$OOMLAB\" scenarios list >&-")
                #expect(closed.status == 2 && closed.errors.contains("Bad file descriptor"), "\(closed)")
            }
        }

        /// As every program, it ends without a word when its reader went away.
        @Test func aReaderThatWentAway() async throws {
            try await Command.inScratch { command in
                try Self.golden(command)
                for verb in [
                    "scenarios list", "report golden --format json", "--help", "results pack golden --output -",
                ] {
                    let script = "{ \"$OOMLAB\" \(verb); echo \"status $?\" >&2; } | true"
                    let answer = try await command.shell("exec 3>&2; \(script)")
                    #expect(["status 2\n", "status 0\n"].contains(answer.errors), "\(verb): \(answer)")
                }
            }
        }

        /// A slow reader gets everything, though its pipe was full and told so instead of letting the writer wait.
        @Test func aFullPipeIsWaitedFor() async throws {
            try await Command.inScratch { command in
                try Self.golden(command, ["6.18-frozen-victim-v1", "5.10-frozen-victim-v1"])
                let whole = try await command("report", "golden", "--format", "html")
                #expect(whole.output.utf8.count > 65_536)
                let script = """
                    import fcntl, os, subprocess, sys, time
                    reader, writer = os.pipe()
                    os.set_blocking(writer, False)
                    child = subprocess.Popen([os.environ["OOMLAB"], "report", "golden", "--format", "html"], stdout=writer)
                    os.close(writer)
                    time.sleep(1)
                    sys.stdout.buffer.write(os.fdopen(reader, "rb").read())
                    sys.exit(child.wait())
                    """
                try command.write("slow.py", script)
                let slow = try await command.shell("python3 slow.py")
                #expect(slow.status == 0 && slow.output == whole.output, "\(slow.status) \(slow.errors)")
            }
        }

        @Test func oneBrokenRecordCostsNoOther() async throws {
            try await Command.inScratch { scratch in
                var command = scratch
                command.environment["XDG_CACHE_HOME"] = command.folder.appending("cache").string
                try Self.golden(command, ["6.12-shared-mm", "6.18-frozen-victim-v1", "5.10-frozen-victim-v1"])
                let judged = try await command("results", "judge", "golden")
                #expect(judged.status != 2 && judged.errors.isEmpty, "\(judged)")
                try command.write("golden/run2/record.json", "{}")
                for words in [
                    ["report", "golden"], ["report", "golden", "--format", "html"], ["report", "golden", "--ledger"],
                    ["results", "show", "golden"], ["results", "list", "--results", "golden"],
                    ["results", "list", "--results", "golden", "--format", "json"],
                ] {
                    let answer = try await command.run(words)
                    #expect(answer.status == 2, "\(words): \(answer)")
                    #expect(answer.errors.contains("run2/record.json: is no record"), "\(words): \(answer.errors)")
                    #expect(answer.output.contains("shared-mm") && answer.output.contains("frozen-victim-v1"))
                }
                let compared = try await command("compare", "golden", "--reference", "6.12", "--all")
                #expect(compared.errors.contains("run2/record.json"), "\(compared)")
                try command.write("golden/run2/evidence.bin", "")
                try command.write("golden/run2/host.json", "[]")
                let again = try await command("results", "judge", "golden")
                #expect(again.errors.contains("run2/host.json: is not a host's account"), "\(again)")
                #expect(again.output.contains("shared-mm") && again.output.contains("frozen-victim-v1"))
                #expect(again.status == 2 || again.status == 1)
            }
        }

        @Test func aBrokenRunCostsNoneOfTheOthersOfItsPackage() async throws {
            try await Command.inScratch { command in
                try Self.golden(command, ["6.12-shared-mm", "6.1-baseline-anon-twin", "6.18-frozen-victim-v1"])
                try command.write("golden/run2/host.json", "{")
                let script = """
                    mkdir r && mv golden/run2 r/broken
                    for run in golden/*; do mv $run r/$(sed -n 's/.*"id" : "\\(.*\\)",/\\1/p' $run/host.json); done
                    "$OOMLAB" results pack r/* --output y.tar && "$OOMLAB" results import y.tar --results in
                    """
                let answer = try await command.shell(script)
                #expect(
                    answer.status == 2 && answer.errors.contains("has a run broken that can't be judged"), "\(answer)")
                #expect(command.names(in: "in").count == command.names(in: "r").count - 1, "\(answer)")
                #expect(answer.output.contains("shared-mm") && answer.output.contains("frozen-victim-v1"), "\(answer)")
            }
        }

        /// What a package list said of a kernel stands in the cache.
        @Test func kernelsSteerNoTerminal() async throws {
            try await Command.inScratch { scratch in
                var command = scratch
                try await command.addKernel(.hangs)
                let file = "cache/oomlab/v1/kernels/hangs/kernel.json"
                let text = try String(contentsOfFile: command.folder.appending(file).string, encoding: .utf8)
                let identity = "\"identity\" : {"
                try #require(text.contains(identity))
                try command.write(
                    file,
                    text.replacing(
                        identity, with: identity + #""package":"a\u001b[31m","packageVersion":"1\u009b\u202e\n2","#))
                for arguments in [["--installed"], ["--installed", "--format", "json"]] {
                    let answer = try await command.run(["kernels", "list"] + arguments)
                    #expect(answer.status == 0 && answer.output.contains("hangs"), "\(answer)")
                    let bad = answer.output.unicodeScalars.filter {
                        $0.value > 0x7e && $0 != "\u{fffd}" || $0 == "\u{1b}"
                    }
                    #expect(bad.isEmpty, "\(answer.output.debugDescription)")
                }
            }
        }

        @Test func messagesSteerNoTerminal() async throws {
            try await Command.inScratch { command in
                try Self.golden(command)
                let host = command.folder.appending("golden/run/host.json").string
                let text = try String(contentsOfFile: host, encoding: .utf8)
                let hostile = text.replacing("\"deterministic\"", with: "\"\\u001b]0;pwned\\u0007\\u009b31m\\u202e\"")
                #expect(hostile != text)
                try command.write("golden/run/host.json", hostile)
                try command.write("bad.yaml", "scenario: x\n\"\\e]0;pwned\\a\": 1\n")
                for script in [
                    "mkdir r && mv golden/run r/$(sed -n 's/.*\"id\" : \"\\(.*\\)\",/\\1/p' golden/run/host.json) && \"$OOMLAB\" results pack r/* --output y.tar",
                    "\"$OOMLAB\" results import y.tar --results in", "\"$OOMLAB\" results show in/*",
                    "\"$OOMLAB\" results judge in/*", "\"$OOMLAB\" results show in/* --format json",
                    "\"$OOMLAB\" scenarios check bad.yaml",
                    "\"$OOMLAB\" scenarios check bad.yaml --format json", "\"$OOMLAB\" run $(printf 'a\\033]0;x\\007')",
                ] {
                    let answer = try await command.shell(script)
                    let all = answer.output + answer.errors
                    #expect(!all.isEmpty, "\(script)")
                    let bad = all.unicodeScalars.filter {
                        $0.value < 32 && $0 != "\n" || (0x7f...0x9f).contains($0.value) || $0 == "\u{202e}"
                    }
                    #expect(bad.isEmpty, "\(script): \(bad)")
                }
            }
        }

        /// Files that are no kernels are refused by their beginnings, whatever their size.
        @Test func hugeFilesAreNoKernels() async throws {
            try await Command.inScratch { scratch in
                var command = scratch
                command.environment["XDG_CACHE_HOME"] = command.folder.appending("cache").string
                // 200 MB of address space over what the command has at its start would not hold it.
                let huge = try await command.shell(
                    "truncate -s 3G huge && ulimit -d 400000 && \"$OOMLAB\" kernels add huge")
                #expect(huge.status == 64 && huge.errors.contains("it has no x86 boot header"), "\(huge)")
                let endless = try await command("kernels", "add", "/dev/zero")
                #expect(endless.status == 64 && endless.errors.contains("/dev/zero is no kernel"), "\(endless)")
            }
        }
    }
}
