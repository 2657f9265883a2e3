/// What an observation is: everything about it that doesn't depend on a run.
public struct ObservationDefinition: Sendable {
    /// What the values are measured in.
    public let unit: Unit
    /// Which way is better; `nil` if a difference is neither: a kernel may well kill once more and be right to.
    ///
    /// Of `kernel_failure`, any failure counts as higher than none.
    public let better: Better?
    /// The words that a `word` observation can take; empty for every other kind.
    public let words: [String]
    /// How much a difference in it matters, beside other observations.
    public let weight: Weight
    /// One sentence for readers who meet it for the first time, without a full stop.
    public let meaning: String

    init(_ unit: Unit, weight: Weight = .course, better: Better? = nil, words: [String] = [], _ meaning: String) {
        self.unit = unit
        self.weight = weight
        self.better = better
        self.words = words
        self.meaning = meaning
    }

    /// What an observation is measured in.
    public enum Unit: String, Codable, Sendable {
        case count, roles, ratio, bool, ms, bytes, word, pages, s, flags
    }

    /// Which way is better: an opinion of operators, and what `compare` calls a regression.
    public enum Better: String, Sendable {
        case lower, higher
    }

    /// How much a difference matters to whoever compares kernels.
    public enum Weight: Int, Sendable, Comparable {
        /// What something cost.
        case cost
        /// How it went: times, sizes, counters.
        case course
        /// Who died, who stayed, whether anything went on.
        case outcome

        /// By how much it matters.
        public static func < (left: Weight, right: Weight) -> Bool { left.rawValue < right.rawValue }
    }

    /// The shape of an observation's values.
    public enum Kind: Sendable {
        /// `count` or `number`: can be compared by size.
        case numeric
        /// `flag`.
        case flag
        /// One `word` of the observation's `words`.
        case word
        /// `words`: names that the scenario or the kernel chose.
        case words
    }

    /// What the values look like.
    public var kind: Kind {
        switch unit {
        case .count, .ratio, .ms, .bytes, .pages, .s: .numeric
        case .bool: .flag
        case .word: .word
        case .roles, .flags: .words
        }
    }
}
