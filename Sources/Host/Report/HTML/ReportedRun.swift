import Foundation
import Record
import Runs
import Scenario

/// A run with what a report shows beside its record. Without a folder (a run that never started) there is only the record.
public struct ReportedRun: Sendable {
    /// What is drawn and quoted.
    struct Material: Sendable {
        /// The samples; empty where there are none.
        let series: SampleSeries
        /// The kernel's log as text; `nil` where there is none.
        let log: String?
    }

    private enum Source {
        case folder(RunFolder)
        case texts(samples: String?, log: String?, scenario: String?)
    }

    /// The verdict.
    public let record: RunRecord
    private let source: Source

    /// The longest log and table of samples that a report reads.
    private static let maximumBytes = 16 << 20

    /// A run at hand.
    public init(record: RunRecord, samples: String? = nil, log: String? = nil, scenarioSource: String? = nil) {
        self.record = record
        source = .texts(samples: samples, log: log, scenario: scenarioSource)
    }

    /// A run and its folder. A file that is missing or can't be read is shown as missing: a report is made of what is there.
    public init(record: RunRecord, folder: RunFolder?) {
        self.record = record
        source = folder.map(Source.folder) ?? .texts(samples: nil, log: nil, scenario: nil)
    }

    /// Read only when it is asked for.
    var material: Material {
        switch source {
        case .texts(let samples, let log, _): return Material(series: SampleSeries(samples ?? ""), log: log)
        case .folder(let folder):
            let samples = ReportedRun.text(folder.path.appending(RunRecord.samplesFile).string)
            return Material(
                series: SampleSeries(samples ?? ""), log: ReportedRun.text(folder.kernelLogFile.string))
        }
    }

    /// What the scenario says of itself; `nil` where its file can't be read.
    var scenario: Scenario? {
        let text =
            switch source {
            case .texts(_, _, let scenario): scenario
            case .folder(let folder): ReportedRun.text(folder.scenarioFile.string)
            }
        guard let text else { return nil }
        return try? Scenario.parse(source: text, file: "scenario.yaml", name: record.scenario.name)
    }

    private static func text(_ path: String) -> String? {
        guard let file = FileHandle(forReadingAtPath: path) else { return nil }
        defer { try? file.close() }
        guard let data = try? file.read(upToCount: maximumBytes) else { return nil }
        return String(decoding: data, as: UTF8.self)
    }
}
