import Foundation
import GRDB
import Record
import Runs
import Scenario
import Vocabulary

/// One run as the index knows it: a row of the table `run`.
public struct IndexedRun: Codable, Equatable, Sendable, FetchableRecord, PersistableRecord {
    /// The table.
    public static let databaseTableName = "run"

    /// The run's name, which is its folder's.
    public let id: String
    /// What a list tells of it; `nil` where its record can't be read.
    public let summary: RunSummary?
    /// Why its record can't be read.
    public let fault: String?

    /// By what its `record.json` is known to be the one that was read.
    let stamp: String
    // What is searched for, beside the summary.
    let status: RunStatus?
    let started: String?
    let scenario: String?
    let claim: String?
    let kernel: String?
    let flavour: String?
    let tags: [String]

    /// Reads the run in `folder`.
    init(reading folder: RunFolder, stamp: String) {
        self.stamp = stamp
        id = folder.id
        do {
            // The folder's name is the run's, whatever a record says.
            var summary = RunSummary(try RunRecord(in: folder))
            summary.id = folder.id
            self.summary = summary
            fault = nil
        } catch {
            summary = nil
            fault = "\(error)"
        }
        status = summary?.status
        started = summary?.started
        scenario = summary?.scenario
        claim = summary?.claim
        kernel = summary?.kernelRelease
        flavour = summary?.kernelFlavour
        tags = IndexedRun.tags(of: folder, scenario: scenario)
    }

    /// The tags that the scenario had when it was run; none where its source can't be read any more.
    private static func tags(of folder: RunFolder, scenario: String?) -> [String] {
        guard let scenario, let source = try? folder.scenarioSource() else { return [] }
        return (try? Scenario.parse(source: source, file: "scenario.yaml", name: scenario))?.tags ?? []
    }

    /// Changes whenever the folder's record does.
    static func stamp(of folder: RunFolder) -> String {
        var status = stat()
        guard stat(folder.recordFile.string, &status) == 0 else { return "none" }
        return "\(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec) \(status.st_size) \(status.st_ino)"
    }
}
