import Foundation
import HostFiles
import Lab
import Runs
import SafeText
import SystemPackage
import Testing
import Vocabulary

extension Live {
    /// The command with the QEMU of other Debian suites, each in a root of its own.
    @Suite struct OtherEmulatorTests {
        /// QEMU 7.2 ends a machine within the guest's write, 10 and 11 only when their main thread gets to it.
        /// (With QEMU 11.1 and several CPUs boots differ now and then: docs/determinism.md.)
        @Test(arguments: [("trixie", 2), ("sid", 1)])
        func runsEndAndRepeat(suite: String, cpus: Int) async throws {
            let kernel = try await LiveKernels.kernel("6.18").name
            try await Command.inScratch { command in
                let root = try await OtherRoot.make(suite, command)
                let doctor = try await root.run(["doctor"], command)
                #expect(doctor.output.contains(/ok +deterministic run/), "\(doctor)")

                let run = ["run", "baseline-anon", "--kernel", kernel, "--cpus", "\(cpus)"]
                for start in [["--cold"], ["--repeat", "2"]] {
                    let answer = try await root.run(run + start, command)
                    #expect(answer.status == 0, "\(answer)")
                }
                let folders = command.names().map {
                    RunFolder(path: command.folder.appending("results/runs").appending($0))
                }
                #expect(folders.count == 3)
                #expect(Set(try folders.map { try $0.evidence().fingerprint }).count == 1, "\(command.names())")
                // What ran there was the suite's own QEMU.
                let here = try await Emulator.find().version
                #expect(try folders.allSatisfy { try $0.host().machine.qemu != here })
            }
        }
    }
}

/// A root with another QEMU in it, in which the built command runs.
private struct OtherRoot {
    let path: String
    /// What is lent to it: folders of this system, at the same places there.
    let folders: [String]

    /// The package: its scenarios, and the scripts.
    private static let package = FilePath(#filePath).removingLastComponent().removingLastComponent()
        .removingLastComponent()
    private static let scripts = package.appending("scripts")

    /// Makes it, or finds it in the cache. Skips the test if this host can't make or enter it.
    static func make(_ suite: String, _ command: Command) async throws -> OtherRoot {
        guard getuid() == 0 else { try Live.skip("a root with another QEMU takes root's rights") }
        let made = try await command.shell("\(ShellText.line([scripts.appending("qemu-root").string, suite]))")
        guard made.status == 0 else { try Live.skip("no root with the QEMU of \(suite): \(made.errors)") }
        let build = try Command.executable().removingLastComponent().string
        let cache = CacheFolder.standard().path.removingLastComponent().string
        let root = OtherRoot(
            path: made.output.trimmingCharacters(in: .whitespacesAndNewlines),
            folders: [package.string, build, cache, command.folder.string] + (try await runtime(command)))
        let entered = try await command.shell(root.line(["true"]))
        guard entered.status == 0 else { try Live.skip("\(root.path) can't be entered: \(entered.errors)") }
        return root
    }

    /// Runs the built command in it, in the command's folder.
    func run(_ arguments: [String], _ command: Command) async throws -> Command.Answer {
        try await command.shell(line([try Command.executable().string] + arguments))
    }

    private func line(_ words: [String]) -> String {
        ShellText.line([OtherRoot.scripts.appending("in-root").string, path] + folders + ["--"] + words)
    }

    /// Where the built command finds Swift's runtime, which other roots lack; none if it is inside the executable.
    private static func runtime(_ command: Command) async throws -> [String] {
        let libraries = try await command.shell(#"ldd "$OOMLAB""#).output
        return libraries.firstMatch(of: #/=> (/.*)/libswiftCore\.so /#).map { [String($0.1)] } ?? []
    }
}
