import Foundation
import Judge
import Record
import SystemPackage
import Testing

extension Live {
    /// Killed at any moment, the command loses no finished run and leaves no broken report, package or index.
    @Suite struct SuddenDeathTests {
        /// What is killed: everything that writes.
        private static let calls: [[String]] = [
            [
                "run", "quiet.yaml", "--kernel", "hangs", "--repeat", "2", "--jobs", "2", "--export", "json=all.json",
                "--export", "html=all.html",
            ],
            ["results", "judge", "results/runs"],
            ["report", "--format", "html", "--output", "report.html"],
            ["results", "list"],
            ["results", "pack", "results/runs", "--output", "runs.tar"],
            ["results", "import", "first.tar", "--results", "taken"],
        ]

        @Test func atFiftyMoments() async throws {
            try await Command.inScratch { scratch in
                var command = scratch
                let frames = try command.write("frames", EvidenceFaultTests.goodFrames())
                try await command.useEmulator("dd if=\(frames) of=evidence.bin conv=notrunc status=none; exit 33")
                try command.write("quiet.yaml", BadInputTests.quiet)
                var durations: [Duration] = []
                try await succeed(command, ["run", "quiet.yaml", "--kernel", "hangs", "--repeat", "3"])
                try await succeed(command, ["results", "pack", "results/runs", "--output", "first.tar"])
                for call in Self.calls {
                    durations.append(try await ContinuousClock().measure { try await succeed(command, call) })
                }
                var finished = Set(command.folders().map(\.id))
                for round in 0..<50 {
                    let (call, whole) = (Self.calls[round % Self.calls.count], durations[round % Self.calls.count])
                    let moment = whole * Double.random(in: 0...1)
                    _ = try await command.run(call) { pid in
                        try await Task.sleep(for: moment)
                        kill(pid, SIGKILL)
                    }
                    let what: Comment = "\(call) killed after \(moment) of \(whole)"
                    let now = Set(command.folders().map(\.id))
                    #expect(now.isSuperset(of: finished), what)
                    finished = now
                    try expectWhole(command, what)
                }
                try await expectUsable(command, finished)
            }
        }

        private func succeed(_ command: Command, _ arguments: [String]) async throws {
            let answer = try await command.run(arguments)
            try #require(answer.status == 0, "\(arguments): \(answer)")
        }

        /// What can be seen under its own name is whole.
        private func expectWhole(_ command: Command, _ what: Comment) throws {
            for folder in command.folders() + command.folders(in: "taken") {
                #expect(throws: Never.self, what) { try Judge.judge(folder) }
                #expect(try folder.evidence().complete, what)
                guard FileManager.default.fileExists(atPath: folder.recordFile.string) else { continue }
                #expect(throws: Never.self, what) { try RunRecord(in: folder) }
            }
            let json = try Data(contentsOf: URL(fileURLWithPath: command.folder.appending("all.json").string))
            #expect(try JSONSerialization.jsonObject(with: json) as? [Any] != nil, what)
            for name in ["all.html", "report.html"] {
                let html = String(
                    decoding: try Data(contentsOf: URL(fileURLWithPath: command.folder.appending(name).string)),
                    as: UTF8.self)
                #expect(html.hasPrefix("<!DOCTYPE html>") && html.hasSuffix("</html>\n"), "\(name): \(what)")
            }
            // A tarball ends with two blocks of zeros.
            let package = try Data(contentsOf: URL(fileURLWithPath: command.folder.appending("runs.tar").string))
            #expect(package.count % 512 == 0 && package.suffix(1024).allSatisfy { $0 == 0 }, what)
        }

        /// Afterwards every command does its work, with every finished run.
        private func expectUsable(_ command: Command, _ finished: Set<String>) async throws {
            _ = try await eventually("nothing is left running") { command.processes().isEmpty ? true : nil }
            for call in Self.calls.dropFirst() { try await succeed(command, call) }
            let list = try await command.run(["results", "list"])
            #expect(Set(list.output.split(separator: "\n").map { String($0.prefix { $0 != " " }) }) == finished)
            #expect(list.errors == "")
            try await succeed(command, ["results", "import", "runs.tar", "--results", "again"])
            #expect(Set(command.folders(in: "again").map(\.id)) == finished)
            // The next run takes away what unfinished ones left.
            try await succeed(command, Self.calls[0])
            for results in ["results/runs", "taken", "again"] {
                #expect(command.names(in: results).filter { $0.hasPrefix(".partial-") } == [])
            }
        }
    }
}
