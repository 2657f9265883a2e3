/// How far a matrix is: what a progress display shows. It knows no clock; whoever asks says how late it is.
public struct MatrixProgress: Sendable {
    private struct Running {
        let label: String
        let estimate: Double
        let since: Double
    }

    private let total: Int
    private let jobs: Int
    private var done = 0
    /// The estimates of cells that have no machine yet, by position.
    private var waiting: [Int: Double] = [:]
    private var running: [Int: Running] = [:]
    /// What finished cells took, and what they had been expected to take.
    private var took = 0.0
    private var expected = 0.0

    /// A matrix of `total` cells that has not begun, with `jobs` machines at once.
    public init(total: Int, jobs: Int) {
        self.total = total
        self.jobs = max(1, jobs)
    }

    /// These cells need a machine.
    public mutating func planned(_ cells: [PlannedCell]) {
        for cell in cells { waiting[cell.position] = cell.estimateSeconds }
    }

    /// A cell has started at `now` seconds.
    public mutating func started(_ cell: PlannedCell, now: Double) {
        running[cell.position] = Running(label: cell.cell.label, estimate: cell.estimateSeconds, since: now)
        waiting[cell.position] = nil
    }

    /// A cell has its result.
    public mutating func finished(_ result: CellResult, now: Double) {
        done += 1
        guard let cell = running.removeValue(forKey: result.position) else { return }
        took += now - cell.since
        expected += cell.estimate
    }

    /// Whether a machine runs.
    public var isRunning: Bool { !running.isEmpty }

    /// About how many seconds are left: the cells' estimates, by what finished ones took against theirs.
    public func secondsLeft(now: Double) -> Double {
        let pace = expected > 0 ? took / expected : 1
        let rest = running.values.map { max(0, $0.estimate * pace - (now - $0.since)) }
        let spread = (waiting.values.reduce(0, +) * pace + rest.reduce(0, +)) / Double(jobs)
        return max(spread, rest.max() ?? 0)
    }

    /// One line: a bar, the count, the time left, and the cells that run, the one that started first in front.
    public func line(now: Double) -> String {
        let width = 20
        let filled = total == 0 ? width : width * done / total
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
        let labels = running.sorted { ($0.value.since, $0.key) < ($1.value.since, $1.key) }.map(\.value.label)
        return "\(bar) \(done)/\(total), \(MatrixProgress.text(seconds: secondsLeft(now: now))) left: "
            + labels.joined(separator: "; ")
    }

    /// As people say it: `about 40 s`, `about 3 min`, `about 1 h 20 min`.
    static func text(seconds: Double) -> String {
        let whole = Int(min(max(seconds, 0), 1e7).rounded(.up))
        if whole < 100 { return "about \(whole) s" }
        let minutes = (whole + 30) / 60
        return minutes < 60 ? "about \(minutes) min" : "about \(minutes / 60) h \(minutes % 60) min"
    }
}
