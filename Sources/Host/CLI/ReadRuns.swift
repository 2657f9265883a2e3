import ArgumentParser
import Faults
import Record
import Runs

/// Runs that were read one by one: one that can't be is named, and costs none of the others.
struct ReadRuns {
    /// Those that could be read.
    private(set) var runs: [FinishedRun] = []
    /// Whether that is all of them.
    private(set) var isWhole = true

    /// - Parameter read: Makes the record of a folder; reads the one that lies there where nothing else is said.
    init(
        _ folders: [RunFolder], _ terminal: Terminal, by read: (RunFolder) throws -> RunRecord = RunRecord.init(in:)
    ) {
        for folder in folders {
            do {
                runs.append(FinishedRun(record: try read(folder), folder: folder))
            } catch {
                isWhole = false
                let words = "\(error)"
                // A fault in a kept scenario names its file, but not whose it is.
                terminal.complain("oomlab: " + (words.contains(folder.id) ? words : "\(folder.path): \(words)"))
            }
        }
    }

    /// Throws `ExitCode` where a run is missing, once everything else is told.
    func requireWhole() throws {
        if !isWhole { throw ExitCode(ExitStatus.harnessFailed.rawValue) }
    }
}
