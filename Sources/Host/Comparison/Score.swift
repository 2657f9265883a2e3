import Vocabulary

/// How observations are put on a scale.
enum Score {
    /// A number for the value; `nil` for words that have no order.
    static func of(_ value: ObservationValue, _ name: ObservationName) -> Double? {
        switch value {
        case .count, .number: value.numeric
        case .flag(let flag): flag ? 1 : 0
        case .word(let word): name == .kernelFailure ? (word == "none" ? 0 : 1) : nil
        case .words: nil
        }
    }

    /// Which middle people mean: times and sizes have long tails, so the median; counts, shares and flags are rates, so the mean.
    static func usesMedian(_ name: ObservationName) -> Bool {
        switch name.unit {
        case .ms, .s, .bytes, .pages: true
        case .count, .ratio, .bool, .roles, .word, .flags: false
        }
    }
}
