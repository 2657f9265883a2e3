import Foundation
import Record
import Testing
import Vocabulary
@testable import Report

/// The formats for machines, read back by readers that share nothing with their writers.
@Suite(.enabled(if: Reader.isWanted, "python3-jsonschema or xmllint is missing; scripts/bootstrap tests installs them"))
struct FormatTests {
    private func reports(_ runs: [ReportedRun]) throws -> [(format: String, text: String)] {
        let records = runs.map(\.record)
        return [
            ("json", try JSONReport.text(records)), ("csv", CSVReport.text(records)),
            ("ktap", KTAPReport.text(records)), ("junit", JUnitReport.text(records)),
            ("kcidb", try KCIDBReport.text(records)), ("html", try HTMLReport.text(runs)),
            ("text", TextReport.text(records)),
        ]
    }

    private func check(_ runs: [ReportedRun]) throws {
        func count(_ statuses: RunStatus...) -> Int { runs.count { statuses.contains($0.record.status) } }
        let expected = [
            "ok": count(.pass, .done), "fail": count(.fail), "error": count(.error), "skip": count(.skip),
        ]
        for (format, text) in try reports(runs) {
            #expect(try Reader.counts(format, text) == expected, "\(format)")
        }
        try Reader.validateJUnit(JUnitReport.text(runs.map(\.record)))
        try Reader.validateKCIDB(try KCIDBReport.text(runs.map(\.record)))
    }

    @Test func allFormatsAgreeInTheirCounts() throws { try check(try Fixture.gallery()) }

    @Test func oneRunOfEachStatusAgrees() throws {
        let statuses: [RunStatus] = [.pass, .fail, .error, .skip, .done]
        try check(try statuses.map { try Fixture.run(Fixture.record(kernel: "6.\($0)", status: $0)) })
    }

    @Test func hostileTextsAreEscapedEverywhere() throws {
        let breakers =
            Fixture.hostileNames + ["a\",b\r\n=cmd", "ok 1 - x # SKIP y", "]]><x>&amp;", "=1+1", "\\u0000\u{fffe}"]
        let statuses: [RunStatus] = [.pass, .fail, .error, .skip, .done]
        let runs = try breakers.flatMap { name in
            try statuses.map { status in
                var record = try Fixture.hostileRun(name).record
                record.id += status.rawValue
                record.status = status
                return ReportedRun(record: record)
            }
        }
        try check(runs)
        for (format, text) in try reports(runs) {
            let ends: Set<Unicode.Scalar> = format == "csv" ? ["\r", "\n"] : ["\n"]
            let odd = text.unicodeScalars.filter { $0.properties.generalCategory == .control && !ends.contains($0) }
            // JSON escapes what its grammar forbids, and may hold DEL and its like as they are.
            #expect(format == "json" ? odd.allSatisfy { $0.value >= 0x7f } : odd.isEmpty, "\(format)")
        }
    }

    @Test func theReadersCanComplain() throws {
        let records = try Fixture.gallery().map(\.record)
        let xml = JUnitReport.text(records)
        #expect(throws: Reader.Complaint.self) {
            try Reader.validateJUnit(xml.replacing("hostname=\"localhost\" ", with: ""))
        }
        #expect(throws: Reader.Complaint.self) {
            try Reader.counts("junit", xml.replacing("failures=\"1\"", with: "failures=\"2\""))
        }
        let ktap = KTAPReport.text(records)
        #expect(throws: Reader.Complaint.self) { try Reader.counts("ktap", ktap.replacing("ok 2 -", with: "ok 3 -")) }
        let kcidb = try KCIDBReport.text(records)
        #expect(throws: Reader.Complaint.self) {
            try Reader.validateKCIDB(kcidb.replacing("\"origin\" : \"oomlab\"", with: "\"origin\" : \"Oom lab\""))
        }
        let table = CSVReport.text(records)
        #expect(throws: Reader.Complaint.self) { try Reader.counts("csv", table + "one,two\r\n") }
    }

    // MARK: record.json

    private let schema = Reader.repository("docs/record.schema.json")

    @Test(arguments: Fixture.names) func realRecordsFollowTheirSchema(name: String) throws {
        let record = try Fixture.record(in: name)
        try Reader.validate(String(decoding: try record.encoded(), as: UTF8.self), schema: schema)
    }

    @Test func recordsOfRunsThatNeverStartedFollowItToo() throws {
        var record = try Fixture.record()
        record.id = ""
        record.started = ""
        record.fingerprint = ""
        record.status = .skip
        record.ending = RunRecord.Ending(kind: "notStarted", exitStatus: nil, boots: 0)
        record.observations = [:]
        record.processes = []
        record.kills = []
        record.samples = nil
        record.timeline = nil
        record.guestSeconds = nil
        try Reader.validate(String(decoding: try record.encoded(), as: UTF8.self), schema: schema)
    }

    @Test(arguments: [
        ("\"status\" : \"PASS\"", "\"status\" : \"GOOD\""), ("\"seed\" :", "\"sead\" :"),
        ("\"at_ns\" :", "\"at_ms\" :"), ("\"cpus\" : 1", "\"cpus\" : \"one\""), ("oomlab.run/1", "oomlab.run/9"),
    ])
    func theSchemaRefusesWhatIsNoRecord(from: String, to: String) throws {
        let json = String(decoding: try Fixture.record().encoded(), as: UTF8.self)
        try #require(json.contains(from))
        #expect(throws: Reader.Complaint.self) {
            try Reader.validate(json.replacing(from, with: to, maxReplacements: 1), schema: schema)
        }
    }

    /// A record of before the timeline reads as one without it.
    @Test func olderRecordsAreRead() throws {
        var record = try Fixture.record()
        let json = String(decoding: try record.encoded(), as: UTF8.self)
        record.timeline = nil
        let start = try #require(json.range(of: ",\n  \"timeline\" : {"))
        let end = try #require(json.range(of: ",\n  \"wall_seconds\"", range: start.upperBound..<json.endIndex))
        let older = json.replacingCharacters(in: start.lowerBound..<end.lowerBound, with: "")
        #expect(try RunRecord(encoded: Data(older.utf8)) == record)
    }
}
