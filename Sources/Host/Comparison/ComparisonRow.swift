import Vocabulary

/// What comparing one observation of one scenario on one kernel with the reference says.
public struct ComparisonRow: Sendable, Equatable {
    /// The answer.
    public enum Verdict: String, Sendable, Codable, CaseIterable {
        case same, better, worse, different
        /// Nothing can be said yet; `neededRuns` says how many would do.
        case tooFewRuns = "too few runs"
    }

    /// The scenario, with the parameters that tell it from another variant in the comparison.
    public var scenario: String
    /// What is compared.
    public var observation: ObservationName
    /// The kernel, and the reference.
    public var kernel, reference: String
    /// In `deterministic` mode seeds are compared one by one, otherwise the runs as samples.
    public var mode: RunMode
    /// How many runs have the observation, and how many don't, on the kernel and on the reference.
    public var runs, absent, referenceRuns, referenceAbsent: Int
    /// The kernel's middle and the reference's: a mean for counts, shares and flags, a median for times and sizes; `nil` for words.
    public var value, referenceValue: Double?
    /// What words say, where the values are words: the kernel's and the reference's, each once.
    public var words, referenceWords: [String]
    /// The kernel's middle less the reference's.
    public var difference: Double?
    /// The 95% bootstrap interval of the difference.
    public var interval: ClosedRange<Double>?
    /// Cliff's delta, from -1 to 1; `nil` for words.
    public var effect: Double?
    /// The Mann-Whitney p-value, raised for the number of comparisons (Holm); `nil` where seeds were compared exactly.
    public var p: Double?
    /// Seeds that both kernels ran, and on how many of them the two differ; `nil` for samples.
    public var seeds, differingSeeds: Int?
    /// Runs that each kernel needs for an answer; `nil` where there is one.
    public var neededRuns: Int?
    /// The answer.
    public var verdict: Verdict
}
