import Evidence
import Foundation
import GuestProtocol
import Record
import Runs
import Scenario
import SystemPackage
import TestSupport
import Testing

extension Live {
    /// Evidence that is torn, or that a guest filled with nonsense, is an ERROR with a reason: never a pass, a fail, or a crash.
    @Suite struct EvidenceFaultTests {
        @Test func tornEvidence() async throws {
            try await judging { frames in
                Array(frames.dropLast(20))
            } expect: { record, answer in
                #expect(record.status == .error && answer.status == 2, "\(answer)")
                #expect(record.reason?.contains("the evidence is not whole") == true, "\(record.reason ?? "")")
            }
        }

        @Test func garbageAfterGoodFrames() async throws {
            var garbage = SystemRandomNumberGenerator()
            let noise = (0..<4096).map { _ in UInt8.random(in: 1...255, using: &garbage) }
            try await judging { frames in
                frames + noise
            } expect: { record, answer in
                #expect(record.status == .error && answer.status == 2, "\(answer)")
                #expect(record.reason?.contains("no frame begins here, at byte") == true, "\(record.reason ?? "")")
            }
        }

        @Test func nothingButGarbage() async throws {
            try await judging { _ in
                [UInt8](repeating: 0xa5, count: 1 << 20)
            } expect: { record, answer in
                #expect(record.status == .error && answer.status == 2, "\(answer)")
                #expect(record.reason?.contains("the kernel never reached the agent") == true, "\(record.reason ?? "")")
            }
        }

        /// Every frame checks, and what is in them makes no sense: escape codes, processes that never were, numbers without limit.
        @Test func framesFullOfLies() async throws {
            try await judging { _ in
                Self.lies()
            } expect: { record, answer in
                #expect(record.status != .pass, "\(answer)")
                let printed = answer.output + answer.errors
                #expect(!printed.unicodeScalars.contains { $0.value < 32 && $0 != "\n" }, "\(printed)")
            }
        }

        private static func lies() -> [UInt8] {
            var writer = FrameWriter()
            let escape = Array("\u{1b}[2J\u{1b}]0;owned\u{7}\r../../etc/passwd".utf8)
            writer.append(
                .hello(
                    Record.Hello(
                        version: .max, planChecksum: 0, release: escape, kernelVersion: escape, cpusOnline: .max,
                        pageSize: 0)), timeNs: .max)
            writer.append(.fileName(id: 1, path: Array("/sys/fs/cgroup/arena/memory.current".utf8)), timeNs: 1)
            writer.append(
                .fileContent(.init(id: 1, errno: 0, content: Array("18446744073709551615\n".utf8))), timeNs: 2)
            writer.append(.fileContent(.init(id: 999, errno: -1, content: escape)), timeNs: 3)
            writer.append(.started(process: .max, pid: .min), timeNs: 4)
            writer.append(.exited(pid: .max, waitStatus: -1), timeNs: 5)
            writer.append(.step(index: .max, event: .failed), timeNs: 6)
            let kill =
                "6,1,99999999999999999999,-;Memory cgroup out of memory: Killed process 99999999999 (\u{1b}[31mx) "
            writer.append(
                .kernelMessage(Array((kill + "total-vm:18446744073709551615kB, anon-rss:-1kB").utf8)), timeNs: 7)
            writer.append(.trace(Array(" x-1 [000] ..... 99999999999.999999: mark_victim: pid=-5\n".utf8)), timeNs: 0)
            writer.append(.trouble(what: escape, errno: .min), timeNs: 8)
            writer.finish(timeNs: 9)
            return writer.bytes
        }

        /// Runs a scenario whose guest leaves what `evidence` makes of good frames, and judges the folder once more.
        private func judging(
            _ evidence: ([UInt8]) -> [UInt8], expect: (RunRecord, Command.Answer) throws -> Void
        ) async throws {
            try await Command.inScratch { scratch in
                var command = scratch
                let baseline = try #require(try ScenarioCatalogue.standard().scenario(named: "baseline-anon"))
                let file = try command.write("frames", evidence(Self.goodFrames(of: baseline)))
                try await command.useEmulator("dd if=\(file) of=evidence.bin conv=notrunc status=none; exit 33")
                let run = try await command("run", "baseline-anon", "--kernel", "hangs")
                try expect(try #require(try command.records().first), run)
                let judged = try await command("results", "judge", "results/runs")
                try expect(try #require(try command.records().first), judged)
                let shown = try await command("results", "show", "results/runs")
                #expect(shown.status == 0)
                #expect(!shown.output.unicodeScalars.contains { $0.value < 32 && $0 != "\n" })
            }
        }

        /// A guest that greets, says something and takes its leave; it was given the plan of `scenario`, or of the quiet one.
        static func goodFrames(of scenario: Scenario? = nil) throws -> [UInt8] {
            let scenario = try scenario ?? .parse(source: BadInputTests.quiet, file: "quiet.yaml")
            let plan = try scenario.plan()
            var writer = FrameWriter()
            writer.append(
                .hello(
                    Record.Hello(
                        version: Plan.version, planChecksum: Plan.checksum(of: plan.encoded()),
                        release: Array("6.12.0-toy".utf8), kernelVersion: [], cpusOnline: 1, pageSize: 4096)), timeNs: 1
            )
            writer.append(.kernelMessage(Array("6,1,1500000,-;hello".utf8)), timeNs: 20)
            writer.appendSteps(of: plan, timeNs: 25)
            writer.append(.mark(.stepsEnded), timeNs: 30)
            writer.finish(timeNs: 40)
            return writer.bytes
        }
    }
}

extension Command {
    /// The finished runs, oldest first.
    func folders(in results: String = "results/runs") -> [RunFolder] {
        RunSelection(results: folder.appending(results)).all()
    }

    /// Their records.
    func records(in results: String = "results/runs") throws -> [RunRecord] {
        try folders(in: results).map(RunRecord.init(in:))
    }
}
