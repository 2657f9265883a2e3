import Faults
import Report
import Synchronization
import SystemPackage

/// `--export FORMAT=PATH`: a report that is rewritten while runs finish.
///
/// Rendering it costs time for each run that it holds. So a run that finishes while it is rendered, or soon after, waits for the next one: all in all rendering takes no more
/// than a twentieth of a matrix's time, however many runs there are. The last report is always written.
final class ReportExport: Sendable {
    private struct State {
        /// Runs finish in several tasks, and only one writes.
        var isWriting = false
        /// When the next report may be begun.
        var next = ContinuousClock.now

        /// Whether one is begun now.
        mutating func begin() -> Bool {
            guard !isWriting, ContinuousClock.now >= next else { return false }
            isWriting = true
            return true
        }

        /// The one that was begun at this time is written.
        mutating func end(_ began: ContinuousClock.Instant) {
            isWriting = false
            next = ContinuousClock.now + (ContinuousClock.now - began) * ReportExport.pause
        }
    }

    private let format: ReportFormat
    private let path: String
    private let cache = HTMLReportCache()
    private let state = Mutex(State())

    /// A twentieth of the time, as said above.
    private static let pause = 20

    /// Reads the argument; throws `UsageError` if it is not FORMAT=PATH.
    init(argument: String) throws {
        let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
        guard parts.count == 2, let format = ReportFormat(rawValue: parts[0]) else {
            throw UsageError("--export \(argument): not FORMAT=PATH", remedy: "the formats are \(ReportFormat.list)")
        }
        self.format = format
        path = parts[1]
    }

    /// Makes sure that the file can be written, before any work starts.
    func open() throws { if path != "-" { try write([]) } }

    /// Writes the report over `runs`, unless another is being written or the time for the next has not come.
    ///
    /// - Parameter runs: Called outside of any lock, and only if the report is written.
    func update(_ runs: () -> [FinishedRun]) throws {
        // What is printed can't be replaced.
        guard path != "-", state.withLock({ $0.begin() }) else { return }
        let began = ContinuousClock.now
        defer { state.withLock { $0.end(began) } }
        try write(runs())
    }

    /// Writes the last report. No other may be being written.
    func finish(_ runs: [FinishedRun]) throws { try write(runs) }

    private func write(_ runs: [FinishedRun]) throws {
        let plain = Terminal(quiet: true, noColor: true)
        let text = try format.render(runs, terminal: plain, cache: cache, output: path)
        if path == "-" { plain.put(text) } else { try Output.replace(FilePath(path), with: text) }
    }
}
