#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// How often something happened: `count` times of `total`.
public struct Rate: Hashable, Sendable {
    /// How often.
    public let count: Int
    /// Of how many.
    public let total: Int

    /// A rate; `nil` where nothing was tried, or it happened more often than it was tried.
    public init?(_ count: Int, of total: Int) {
        guard total > 0, (0...total).contains(count) else { return nil }
        self.count = count
        self.total = total
    }

    /// The share.
    public var value: Double { Double(count) / Double(total) }

    /// The score interval: E. B. Wilson, Journal of the American Statistical Association 22 (1927). Close to the stated confidence on average.
    public func wilson(confidence: Double = 0.95) -> ClosedRange<Double> {
        let z = Normal.quantile((1 + confidence) / 2)
        let n = Double(total)
        let center = value + z * z / (2 * n)
        let half = z * (value * (1 - value) / n + z * z / (4 * n * n)).squareRoot()
        let scale = 1 + z * z / n
        let low = count == 0 ? 0 : max(0, (center - half) / scale)
        let high = count == total ? 1 : min(1, (center + half) / scale)
        return low...high
    }

    /// The exact interval: C. J. Clopper and E. S. Pearson, Biometrika 26 (1934). Never less than the stated confidence.
    public func clopperPearson(confidence: Double = 0.95) -> ClosedRange<Double> {
        let tail = (1 - confidence) / 2
        let low = count == 0 ? 0 : Bisection.root(in: 0...1) { upperTail(of: count, $0) - tail }
        let high = count == total ? 1 : Bisection.root(in: 0...1) { upperTail(of: count + 1, $0) - (1 - tail) }
        return low...max(low, high)
    }

    /// The probability of `least` or more of `total`, where each has probability `p`.
    private func upperTail(of least: Int, _ p: Double) -> Double {
        if least <= 0 || p >= 1 { return 1 }
        if p <= 0 { return 0 }
        let n = Double(total)
        var sum = 0.0
        for k in least...total {
            let ways = lgamma(n + 1) - lgamma(Double(k) + 1) - lgamma(n - Double(k) + 1)
            sum += exp(ways + Double(k) * log(p) + (n - Double(k)) * log1p(-p))
        }
        return min(1, sum)
    }
}
