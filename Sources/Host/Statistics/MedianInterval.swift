/// An interval for a median that assumes nothing of the distribution: two of the values themselves.
///
/// The number of values below the true median is binomial with one half, so the k-th smallest and the k-th largest hold it with a
/// probability that can be counted (the sign test's interval).
public struct MedianInterval: Hashable, Sendable {
    /// Its lower end.
    public let low: Double
    /// Its upper end.
    public let high: Double

    /// The narrowest such interval with at least 95%; `nil` for fewer than 6 values, where none has.
    public init?(_ values: [Double]) {
        let sorted = values.sorted()
        let count = sorted.count
        guard count >= 6 else { return nil }
        var probability = Double(sign: .plus, exponent: -min(count, 1000), significand: 1)
        var tail = 0.0
        var rank = 0
        while rank < count / 2, tail + probability <= 0.025 {
            tail += probability
            probability *= Double(count - rank) / Double(rank + 1)
            rank += 1
        }
        guard rank > 0 else { return nil }
        low = sorted[rank - 1]
        high = sorted[count - rank]
    }
}
