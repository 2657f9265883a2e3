import Foundation
import Record
import Testing

extension Live {
    /// `run --format json`: a record a line, as the runs end.
    @Suite struct StreamTests {
        @Test func aRecordALine() async throws {
            try await Command.inScratch { scratch in
                var command = scratch
                let frames = try command.write("frames", EvidenceFaultTests.goodFrames())
                try await command.useEmulator("dd if=\(frames) of=evidence.bin conv=notrunc status=none; exit 33")
                try command.write("quiet.yaml", BadInputTests.quiet)
                let words = ["run", "quiet.yaml", "--kernel", "hangs", "--repeat", "3", "--format", "json"]
                let answer = try await command.run(words)
                let records = try lines(answer.output)
                #expect(answer.status == 0 && records.map(\.id).sorted() == command.folders().map(\.id))
                // Runs that are kept are told of too, so that a reader has every one.
                let again = try await command.run(words + ["--resume"])
                #expect(try Set(lines(again.output).map(\.id)) == Set(records.map(\.id)))
                #expect(command.folders().count == 3)
            }
        }

        private func lines(_ output: String) throws -> [RunRecord] {
            try output.split(separator: "\n").map { try RunRecord(encoded: Data($0.utf8)) }
        }
    }
}
