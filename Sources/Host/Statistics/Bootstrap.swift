/// How sure a difference between two samples is, by drawing from the samples themselves.
///
/// The percentile method of Efron and Tibshirani, "An Introduction to the Bootstrap" (1993), chapter 13. It has a generator of its own, so that
/// the same data give the same interval on every machine.
public struct Bootstrap: Sendable {
    /// Draws for each interval.
    public let resamples: Int
    private let seed: UInt64

    /// A bootstrap with so many draws.
    public init(resamples: Int = 4999, seed: UInt64 = 1) {
        self.resamples = max(1, resamples)
        self.seed = seed
    }

    /// The interval for `statistic(sample) - statistic(reference)`, both drawn anew; `nil` where either has fewer than two values.
    public func difference(
        of sample: [Double], from reference: [Double], confidence: Double = 0.95,
        by statistic: ([Double]) -> Double?
    ) -> ClosedRange<Double>? {
        guard sample.count > 1, reference.count > 1 else { return nil }
        var random = SplitMix64(seed: seed)
        let differences = (0..<resamples).compactMap { _ -> Double? in
            guard let one = statistic(draw(sample, &random)), let other = statistic(draw(reference, &random)) else {
                return nil
            }
            return one - other
        }
        return interval(differences, confidence)
    }

    /// The interval for `statistic(sample)`; `nil` for fewer than two values.
    public func interval(
        of sample: [Double], confidence: Double = 0.95, by statistic: ([Double]) -> Double?
    ) -> ClosedRange<Double>? {
        guard sample.count > 1 else { return nil }
        return interval(replicates(of: sample, by: statistic), confidence)
    }

    /// `statistic` of each draw.
    func replicates(of sample: [Double], by statistic: ([Double]) -> Double?) -> [Double] {
        var random = SplitMix64(seed: seed)
        return (0..<resamples).compactMap { _ in statistic(draw(sample, &random)) }
    }

    private func interval(_ replicates: [Double], _ confidence: Double) -> ClosedRange<Double>? {
        let sorted = replicates.sorted()
        let tail = (1 - confidence) / 2
        guard let low = Center.quantile(sorted: sorted, tail), let high = Center.quantile(sorted: sorted, 1 - tail)
        else { return nil }
        return low...max(low, high)
    }

    private func draw(_ sample: [Double], _ random: inout SplitMix64) -> [Double] {
        sample.map { _ in sample[Int(random.next(below: UInt64(sample.count)))] }
    }
}
