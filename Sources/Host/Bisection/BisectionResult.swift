import Record
import Vocabulary

/// One kernel of the path.
public struct BisectionStep: Sendable {
    /// Its place in the list of kernels.
    public let place: Int
    /// What it was found to be; `nil` where its runs said nothing, or not enough.
    public let finding: Finding?
    /// How many runs were bad, and of how many that said something.
    public let bad, counted: Int
    /// How sure the finding is: 1 for deterministic runs.
    public let confidence: Double
    /// Every run, ERROR ones included.
    public let records: [RunRecord]
}

/// Where a scenario's end turns.
public struct BisectionResult: Sendable {
    /// What made runs good or bad.
    public let criterion: Criterion
    /// Places of the last good and of the first bad kernel.
    public let lastGood, firstBad: Int
    /// Kernels between the two of which nothing is known.
    public let unknownBetween: [Int]
    /// The probability that every step of the path is right: 1 for deterministic runs, which say what that seed does.
    public let confidence: Double
    /// The ends, then each step in the order taken.
    public let steps: [BisectionStep]

    /// The step at a place that was looked at.
    public func step(at place: Int) -> BisectionStep? { steps.first { $0.place == place } }
}

/// Why nothing can be searched.
public enum BisectionError: Error, Equatable, CustomStringConvertible {
    /// There is nothing between.
    case oneKernel
    /// No run of an end says anything.
    case nothingKnown(end: Finding, String?)
    /// Both ends are the same by what is looked at.
    case alike(what: String, good: String, bad: String, differing: [ObservationName])

    /// The fault and the way out on one line.
    public var description: String {
        switch self {
        case .oneKernel: "--good and --bad are the same kernel; name two"
        case .nothingKnown(let end, let reason):
            "no run on the \(end.rawValue) kernel says anything" + (reason.map { " (\($0))" } ?? "")
                + "; see why with oomlab run"
        case .alike(let what, let good, let bad, let differing):
            "both ends are alike by \(what) (\(good) and \(bad)); "
                + (differing.isEmpty
                    ? "name another observation with --observe, another --threshold, or other kernels"
                    : "they differ in \(differing.map(\.rawValue).joined(separator: ", ")): name one with --observe")
        }
    }
}
