import Faults
import Foundation
import Judge
import Record
import Runs
import Study
import TestSupport
import Testing
import Vocabulary

/// Real runs, and the records that were made of them. `OOMLAB_RECORD=1` writes the records anew: look at the difference.
@Suite struct GoldenRunTests {
    @Test func runsAreThere() { #expect(GoldenRun.all.count >= 6) }

    @Test(arguments: GoldenRun.all)
    func isJudgedAsBefore(run: GoldenRun) throws {
        let made = try Judge.judge(run.folder).encoded()
        if GoldenRun.isRecording { try made.write(to: URL(fileURLWithPath: run.folder.recordFile.string)) }
        let kept = try #require(FileManager.default.contents(atPath: run.folder.recordFile.string))
        #expect(String(decoding: made, as: UTF8.self) == String(decoding: kept, as: UTF8.self))
    }

    /// `results judge` makes the same files again, to the last byte, and reads back what it wrote.
    @Test(arguments: GoldenRun.all)
    func judgingAgainChangesNothing(run: GoldenRun) throws {
        try run.withCopy { folder in
            try Judge.judgeAndWrite(folder)
            let before = try Self.files(folder)
            let record = try Judge.judgeAndWrite(folder)
            #expect(try Self.files(folder) == before)
            #expect(try RunRecord(in: folder).encoded() == record.encoded())
        }
    }

    /// Real kills, and no golden run that only shows a failure of the harness.
    @Test(arguments: GoldenRun.all)
    func saysSomethingAboutItsKernel(run: GoldenRun) throws {
        let record = try Judge.judge(run.folder)
        #expect(record.status == .pass, "\(record.reason ?? "")")
        #expect(record.disagreements.allSatisfy { $0.explainedBy != nil }, "\(record.disagreements)")
        #expect(record.fingerprint == (try run.folder.evidence().fingerprint))
    }

    @Test(arguments: GoldenRun.all)
    func tornAnywhereItIsAnErrorAndNeverAPass(run: GoldenRun) throws {
        let bytes = try [UInt8](Data(contentsOf: URL(fileURLWithPath: run.folder.evidenceFile.string)))
        let entries = try run.folder.evidence().entries
        // Inside and at the ends of frames all over the file.
        var cuts = [0, 1, 23, bytes.count - 1, bytes.count - 8]
        for index in stride(from: 0, to: entries.count, by: max(1, entries.count / 6)) {
            cuts += [entries[index].offset, entries[index].offset + 13]
        }
        for cut in Set(cuts) {
            try run.withCopy { folder in
                try Data(bytes.prefix(cut)).write(to: URL(fileURLWithPath: folder.evidenceFile.string))
                let record = try Judge.judge(folder)
                #expect(record.status == .error, "\(record.status) after \(cut) of \(bytes.count) bytes")
                #expect(record.reason?.isEmpty == false)
            }
        }
    }

    @Test(arguments: GoldenRun.all)
    func damagedAnywhereItIsAnError(run: GoldenRun) throws {
        let bytes = try [UInt8](Data(contentsOf: URL(fileURLWithPath: run.folder.evidenceFile.string)))
        for position in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 8)) {
            try run.withCopy { folder in
                var damaged = bytes
                damaged[position] ^= 0x55
                try Data(damaged).write(to: URL(fileURLWithPath: folder.evidenceFile.string))
                #expect(try Judge.judge(folder).status == .error, "with byte \(position) changed")
            }
        }
    }

    @Test(arguments: ["plan", "evidence.bin", "host.json", "scenario.yaml"])
    func aMissingFileIsNamed(file: String) throws {
        try #require(GoldenRun.all.first).withCopy { folder in
            try FileManager.default.removeItem(atPath: folder.path.appending(file).string)
            let error = #expect(throws: EvidenceError.self) { try Judge.judge(folder) }
            #expect(error?.file.lastComponent?.string == file && error?.remedy != nil)
        }
    }

    @Test(arguments: ["plan", "host.json", "record.json"])
    func aFileOfNonsenseIsNamed(file: String) throws {
        try #require(GoldenRun.all.first).withCopy { folder in
            try Data("nonsense".utf8).write(to: URL(fileURLWithPath: folder.path.appending(file).string))
            let error = #expect(throws: EvidenceError.self) {
                _ = try file == "record.json" ? RunRecord(in: folder) : Judge.judge(folder)
            }
            #expect(error?.file.lastComponent?.string == file && error?.remedy != nil)
        }
    }

    private static func files(_ folder: RunFolder) throws -> [Data] {
        try [folder.recordFile, folder.path.appending("samples.csv")].map {
            try Data(contentsOf: URL(fileURLWithPath: $0.string))
        }
    }
}
