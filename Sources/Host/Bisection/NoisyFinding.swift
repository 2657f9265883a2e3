import Statistics

/// Whether a kernel is like the good end or like the bad one, run by run until it is sure: Wald's sequential test of two rates.
///
/// Each run that says something makes one of the two more likely by what the ends themselves have shown.
struct NoisyFinding: Sendable {
    private let goodEndRate: Double
    private let badEndRate: Double
    private let confidence: Double
    /// Logarithm of the odds that it is like the bad end.
    private var odds = 0.0

    /// - Parameters:
    ///   - goodEnd: How many runs of the good end were bad, and of how many.
    ///   - badEnd: The same of the bad end.
    ///   - confidence: When to stop.
    init(goodEnd: (bad: Int, of: Int), badEnd: (bad: Int, of: Int), confidence: Double) {
        goodEndRate = NoisyFinding.rate(goodEnd.bad, goodEnd.of)
        badEndRate = NoisyFinding.rate(badEnd.bad, badEnd.of)
        self.confidence = confidence
    }

    /// Takes one more run into account.
    mutating func add(_ finding: Finding) {
        switch finding {
        case .bad: odds += NoisyFinding.log(badEndRate / goodEndRate)
        case .good: odds += NoisyFinding.log((1 - badEndRate) / (1 - goodEndRate))
        }
    }

    /// The probability that it is like the bad end; both are as likely before the first run.
    var badProbability: Double { 1 / (1 + NoisyFinding.exp(-odds)) }

    /// The answer, as soon as it is sure enough.
    var finding: Finding? {
        if badProbability >= confidence { return .bad }
        return 1 - badProbability >= confidence ? .good : nil
    }

    /// A rate that is never 0 or 1, which a few runs can't show (Jeffreys' estimate).
    private static func rate(_ count: Int, _ total: Int) -> Double { (Double(count) + 0.5) / (Double(total) + 1) }
}

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

extension NoisyFinding {
    private static func log(_ value: Double) -> Double { Glibc.log(value) }
    private static func exp(_ value: Double) -> Double { Glibc.exp(value) }
}
