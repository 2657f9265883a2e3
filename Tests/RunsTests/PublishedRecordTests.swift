import Faults
import Foundation
import Record
import Runs
import SystemPackage
import TestSupport
import Testing

/// Records that were published as lines of a file.
@Suite struct PublishedRecordTests {
    /// Two records, between them lines that are none or that name a path.
    private func edition(_ folder: TemporaryFolder) throws -> FilePath {
        let line = { (id: String) in #"{"absences":null,"id":"\#(id)","status":"PASS"}"# }
        let lines = [line("first"), "no record", line("../outside"), #"{"id":7}"#, line(""), line("second")]
        return try folder.file("frozen.jsonl", Array((lines.joined(separator: "\n") + "\n").utf8))
    }

    @Test func eachIsFoundByItsIdItsLineAndItsFile() throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let file = try edition(folder)
        let runs = RunSelection(results: folder.path)
        #expect(runs.all().map(\.id) == ["first", "second"])
        #expect(try runs.folders(named: ["sec"]).map(\.recordPlace) == ["\(file)#L6"])
        #expect(try runs.folders(named: ["\(file)"]).map(\.id) == ["first", "second"])
        #expect(try runs.folders(named: ["\(file)#L6"]).map(\.id) == ["second"])
        #expect(throws: UnknownRun.self) { try runs.folders(named: ["\(file)#L2"]) }
        let json = try #require(try runs.folders(named: ["first"]).first).recordJSON()
        #expect(String(decoding: json, as: UTF8.self).hasSuffix(#""status":"PASS"}"#))
    }

    @Test func rawEvidenceIsNotThereAndThatIsSaid() throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let file = try edition(folder)
        let run = try #require(RunSelection(results: folder.path).all().first)
        let error = #expect(throws: EvidenceError.self) { try run.evidence() }
        #expect(error?.description.contains("\(file)#L1: is a published record, without raw evidence") == true)
    }

    @Test func aLineThatIsNoRecordOfOursIsNamed() throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        _ = try edition(folder)
        let run = try #require(RunSelection(results: folder.path).all().first)
        #expect(throws: EvidenceError.self) { try RunRecord(in: run) }
    }

    @Test func everyPublishedRecordReads() throws {
        let ledger = FilePath(#filePath).removingLastComponent().removingLastComponent().removingLastComponent()
            .appending("results/ledger/runs")
        let runs = RunSelection(results: ledger).all()
        #expect(runs.count > 1000)
        for run in runs.enumerated().filter({ $0.offset.isMultiple(of: 25) }).map(\.element) {
            let record = try RunRecord(in: run)
            #expect(record.id == run.id && record.status != .error)
        }
    }
}
