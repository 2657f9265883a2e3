import Foundation
import Record
import Vocabulary
@testable import Report

/// The golden runs, and variations of them.
enum Fixture {
    static let names = ["frozen-victim-v1-5.10", "frozen-victim-v1-6.18"]

    static func file(_ name: String, in run: String = names[0]) throws -> String {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Golden/\(run)")
        return String(decoding: try Data(contentsOf: folder.appending(path: name)), as: UTF8.self)
    }

    static func record(in run: String = names[0]) throws -> RunRecord {
        try RunRecord(encoded: Data(try file("record.json", in: run).utf8))
    }

    static func run(_ record: RunRecord, in run: String = names[0]) throws -> ReportedRun {
        ReportedRun(
            record: record, samples: try file("samples.csv", in: run), log: try file("kernel.log", in: run),
            scenarioSource: try file("scenario.yaml", in: run))
    }

    static func run() throws -> ReportedRun { try run(record()) }

    /// Both golden runs, and beside them what a report can hold as well: a failure, a harness error, a skip, and many seeds.
    static func gallery() throws -> [ReportedRun] {
        var runs = try names.map { try run(record(in: $0), in: $0) }
        var failed = try record(kernel: "6.1.155", status: .fail)
        failed.reason = "threads_left.equals differs from what is expected"
        failed.expectations[0].status = .fail
        runs.append(try run(failed))
        var broken = try record(kernel: "6.12.57", status: .error)
        broken.reason = "the emulator failed: no such device"
        broken.observations = [:]
        broken.kills = []
        broken.processes = []
        broken.timeline = nil
        broken.expectations = []
        runs.append(ReportedRun(record: broken))
        var skipped = broken
        skipped.id = ""
        skipped.status = .skip
        skipped.reason = "needs a kernel >=5.10, and this is 4.19"
        skipped.kernel.flavour = "4.19"
        runs.append(ReportedRun(record: skipped))
        for kernel in ["6.1.155", "6.18.15"] {
            for seed in 1...9 {
                var record = try record(kernel: kernel, seed: UInt64(seed), status: .done)
                record.scenario.name = "many-seeds"
                let time = Double(seed * seed) * (kernel == "6.1.155" ? 3.7 : 1.9)
                record.observations["kill_to_release_ms"] = RunRecord.Observation(value: .number(time), unit: "ms")
                runs.append(try run(record))
            }
        }
        return runs
    }

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
