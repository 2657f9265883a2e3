import Record
import Statistics
import Vocabulary

/// Kernels against a reference, observation by observation.
///
/// Runs are grouped by scenario, parameters and machine; only runs of one group are held against each other. Runs that say nothing about
/// their kernel (ERROR, SKIP) are left out.
public struct Comparison: Sendable {
    /// Every comparison that could be made: by scenario, then kernel, then observation.
    public let rows: [ComparisonRow]
    /// What a reader has to know about the runs.
    public let notes: [String]

    /// What is asked of a comparison.
    public struct Options: Sendable {
        /// The chance of seeing a difference anywhere in the table although there is none.
        public var alpha = 0.05
        /// The chance of seeing a large effect (Cliff's delta of 0.474) where there is one, without which "same" is not said.
        public var power = 0.8
        /// Seeds differ only where they do so by more than this share of the reference's value.
        public var tolerance = 0.0
        /// The observations to compare; all where it is empty.
        public var observations: [ObservationName] = []

        /// The usual levels.
        public init() {}
    }

    /// Compares every kernel in `records` with the reference.
    ///
    /// `reference`: whether a record is of the reference kernel.
    public init(
        _ records: [RunRecord], options: Options = Options(), reference isReference: (RunRecord.Kernel) -> Bool
    ) {
        let usable = records.filter { $0.status.tellsOfKernel }
        var notes: [String] = []
        if usable.count < records.count {
            notes.append(
                "\(records.count - usable.count) of \(records.count) runs are ERROR or SKIP and say nothing")
        }
        var drafts: [Draft] = []
        let groups = RunGroup.groups(of: usable)
        for group in groups {
            let kernels = group.kernels
            guard let reference = kernels.first(where: { isReference($0.identity) }) else {
                notes.append("\(group.label): no run on the reference")
                continue
            }
            for kernel in kernels where kernel.identity != reference.identity {
                for name in ObservationName.allCases
                where options.observations.isEmpty || options.observations.contains(name) {
                    let pair = Pair(group: group, name: name, kernel: kernel, reference: reference)
                    if let draft = pair.draft(options) { drafts.append(draft) }
                }
            }
            if let note = group.emulatorNote { notes.append(note) }
            notes += kernels.compactMap { kernel in
                kernel.unsteadySeeds.isEmpty
                    ? nil
                    : "\(group.label) on \(kernel.label): seed \(kernel.unsteadySeeds.sorted()[0]) gave different values in "
                        + "deterministic runs (another snapshot or emulator?); the newest counts"
            }
        }
        self.notes = notes
        rows = Draft.rows(drafts, options)
    }

    /// Whether any kernel is worse than the reference in anything.
    public var hasRegression: Bool { rows.contains { $0.verdict == .worse } }
}

/// A row before the number of comparisons is known.
struct Draft {
    var row: ComparisonRow
    /// The test, where runs are samples.
    var test: Test?

    struct Test {
        let p: Double
        /// The p-value that samples of this size could give at best.
        let smallestP: Double
        /// Where a significant difference points.
        let direction: ComparisonRow.Verdict
        /// Neither sample varies, and both say the same.
        let isConstant: Bool
    }

    /// Corrects the p-values and gives each tested row its verdict.
    static func rows(_ drafts: [Draft], _ options: Comparison.Options) -> [ComparisonRow] {
        let tested = drafts.indices.filter { drafts[$0].test != nil }
        let adjusted = Holm.adjusted(tested.compactMap { drafts[$0].test?.p })
        var rows = drafts.map(\.row)
        for (index, p) in zip(tested, adjusted) {
            guard let test = drafts[index].test else { continue }
            rows[index].p = p
            let level = options.alpha / Double(tested.count)
            let needed = neededRuns(level: level, options)
            let count = min(
                rows[index].runs + rows[index].absent, rows[index].referenceRuns + rows[index].referenceAbsent)
            if p <= options.alpha {
                rows[index].verdict = test.direction
            } else if count >= needed || (test.isConstant && test.smallestP <= level) {
                rows[index].verdict = .same
            } else {
                rows[index].verdict = .tooFewRuns
                rows[index].neededRuns = test.isConstant ? leastRuns(level: level) : needed
            }
        }
        return rows
    }

    /// Runs of each kernel with which a large effect would be seen.
    static func neededRuns(level: Double, _ options: Comparison.Options) -> Int {
        max(
            leastRuns(level: level),
            MannWhitney.sampleSize(delta: CliffsDelta.large, alpha: level, power: options.power))
    }

    /// Runs of each kernel with which a complete separation would be seen.
    private static func leastRuns(level: Double) -> Int {
        (1...1000).first { MannWhitney.smallestP($0, $0) <= level } ?? 1000
    }
}
