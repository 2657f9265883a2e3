import Judge
import Record
import Runs
import Vocabulary

/// The runs in a results folder that need not be made again.
struct FinishedRuns: Sendable {
    private var folders: [String: [RunFolder]] = [:]

    /// Looks through every run folder for the cell that it stands for.
    init(in results: RunSelection) {
        for folder in results.all() {
            // A folder without a readable account is no run of this matrix.
            guard let cell = try? folder.host().cell else { continue }
            folders[cell, default: []].append(folder)
        }
    }

    /// The newest run of the cell that says something about its kernel, and what it says. An ERROR says nothing and is run again.
    func result(ofCell identity: String) -> (folder: RunFolder, record: RunRecord)? {
        for folder in folders[identity, default: []].reversed() {
            if let record = FinishedRuns.record(of: folder), record.status != .error { return (folder, record) }
        }
        return nil
    }

    /// A command that was ended between the run and its verdict left no record; the evidence is as good as ever.
    private static func record(of folder: RunFolder) -> RunRecord? {
        (try? RunRecord(in: folder)) ?? (try? Judge.judgeAndWrite(folder))
    }
}
