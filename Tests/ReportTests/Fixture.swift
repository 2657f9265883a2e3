import Foundation
@testable import Judge
import Vocabulary

@testable import Report

/// The golden runs, and variations of them.
enum Fixture {
    static let names = ["frozen-victim-v1-5.10"]

    static func file(_ name: String, in run: String = names[0]) throws -> String {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Golden/\(run)")
        return String(decoding: try Data(contentsOf: folder.appending(path: name)), as: UTF8.self)
    }

    static func record() throws -> RunRecord { try RunRecord(encoded: Data(try file("record.json").utf8)) }

    static func run(_ record: RunRecord) throws -> ReportedRun {
        ReportedRun(
            record: record, samples: try file("samples.csv"), log: try file("kernel.log"),
            scenarioSource: try file("scenario.yaml"))
    }

    static func run() throws -> ReportedRun { try run(record()) }

    /// As if the run had been made on another kernel, with other evidence.
    static func record(kernel: String, seed: UInt64 = 0, status: RunStatus = .pass) throws -> RunRecord {
        var record = try record()
        record.id = "20260101T000000Z-\(record.scenario.name)-\(kernel)-\(seed)"
        record.kernel.flavour = kernel
        record.seed = seed
        record.status = status
        record.fingerprint = "\(kernel)-\(seed)"
        return record
    }

    /// Names that a guest could give its tasks: a script, every control character, quotes behind which a combining mark hides.
    static let hostileNames = [
        "<img src=x onerror=alert(1)>", String(String.UnicodeScalarView((1..<0x20).compactMap { Unicode.Scalar($0) })),
        "\"\u{301} onmouseover=\"alert(1)", "'\u{301}><svg/onload=alert(1)>", "\u{7f}\u{85}\u{202e}\u{2066}{{{title}}}",
    ]

    /// The golden run with a hostile text wherever a guest or a log can put one.
    static func hostileRun(_ name: String) throws -> ReportedRun {
        var record = try record()
        record.id = name
        record.fingerprint = name
        record.reason = name
        record.scenario.name = name
        record.scenario.claim = name
        record.scenario.parameters = [name: name]
        record.kernel.version = name
        record.kernel.release = name
        record.kernel.flavour = name
        record.processes = record.processes.map { process in
            var process = process
            process.role = name
            process.cgroup = name
            process.threadsLeft = process.threadsLeft?.map { thread in
                var thread = thread
                thread.name = name
                thread.wchan = name
                return thread
            }
            return process
        }
        record.kills = record.kills.map { kill in
            var kill = kill
            kill.invoker = name
            kill.constraint = name
            kill.oomMemcg = name
            kill.victim.role = name
            kill.victim.name = name
            kill.candidates = kill.candidates.map { candidate in
                var candidate = candidate
                candidate.role = name
                candidate.why = name
                return candidate
            }
            return kill
        }
        record.memoryEvents = [name: record.memoryEvents["arena"]].compactMapValues { $0 }
        record.observations["victims"] = RunRecord.Observation(value: .words([name, name]), unit: "roles")
        record.timeline = record.timeline.map { hostile($0, name) }
        let log = try file("kernel.log").replacingOccurrences(of: "pusher", with: name)
        return ReportedRun(record: record, samples: try file("samples.csv"), log: log)
    }

    private static func hostile(
        _ timeline: RunRecord.TimelineRecord, _ name: String
    ) -> RunRecord.TimelineRecord {
        var timeline = timeline
        timeline.group = name
        for index in timeline.steps.indices { timeline.steps[index].what = name }
        for index in timeline.marks.indices {
            timeline.marks[index].role = name
            timeline.marks[index].event = name
            timeline.marks[index].source = name
        }
        return timeline
    }
}
