import Evidence
import Foundation
import Judge
import Scenario

/// A run with what a report shows beside its record. Without a folder (a run that never started) there is only the record.
public struct ReportedRun: Sendable {
    /// The verdict.
    public let record: RunRecord
    /// The samples; empty where there are none.
    let series: SampleSeries
    /// The kernel's log as text; `nil` where there is none.
    let log: String?
    /// The scenario's YAML; `nil` where there is none.
    let scenarioSource: String?

    /// The longest log and table of samples that a report reads.
    private static let maximumBytes = 16 << 20

    /// A run at hand.
    public init(record: RunRecord, samples: String? = nil, log: String? = nil, scenarioSource: String? = nil) {
        self.record = record
        series = SampleSeries(samples ?? "")
        self.log = log
        self.scenarioSource = scenarioSource
    }

    /// A run and its folder. A file that is missing or can't be read is shown as missing: a report is made of what is there.
    public init(record: RunRecord, folder: RunFolder?) {
        guard let folder else {
            self.init(record: record)
            return
        }
        self.init(
            record: record, samples: ReportedRun.text(folder.path.appending(RunRecord.samplesFile).string),
            log: ReportedRun.text(folder.kernelLogFile.string),
            scenarioSource: ReportedRun.text(folder.scenarioFile.string))
    }

    /// What the scenario says of itself; `nil` where its file can't be read.
    var scenario: Scenario? {
        guard let scenarioSource else { return nil }
        return try? Scenario.parse(source: scenarioSource, file: "scenario.yaml", name: record.scenario.name)
    }

    private static func text(_ path: String) -> String? {
        guard let file = FileHandle(forReadingAtPath: path) else { return nil }
        defer { try? file.close() }
        guard let data = try? file.read(upToCount: maximumBytes) else { return nil }
        return String(decoding: data, as: UTF8.self)
    }
}
