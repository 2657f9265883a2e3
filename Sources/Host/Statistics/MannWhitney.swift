/// The test whether two samples come from one distribution, by ranks: H. B. Mann and D. R. Whitney, Annals of Mathematical Statistics 18 (1947).
///
/// Small samples are tested exactly, tied values included, by the permutation distribution of the rank sum; larger ones by the normal approximation
/// with the variance corrected for ties and the statistic for continuity.
public struct MannWhitney: Sendable {
    /// Up to so many values together the test is exact: the number of ways to choose then still is a whole number in a `Double`.
    public static let exactCount = 50

    /// Pairs in which the sample is larger, ties counted as a half.
    public let u: Double
    /// Probability of a statistic at least as far from its mean, on either side, if there is no difference.
    public let p: Double
    /// Whether `p` is exact.
    public let isExact: Bool

    /// Tests `sample` against `reference`; `nil` where either is empty. Above `exactUpTo` values together, `p` is approximate.
    public init?(_ sample: [Double], _ reference: [Double], exactUpTo: Int = MannWhitney.exactCount) {
        guard !sample.isEmpty, !reference.isEmpty else { return nil }
        let ranks = DoubledRanks(sample + reference)
        let sum = ranks.ranks.prefix(sample.count).reduce(0, +)
        let least = sample.count * (sample.count + 1)
        u = Double(sum - least) / 2
        isExact = sample.count + reference.count <= exactUpTo
        if isExact {
            p = ranks.exactP(choosing: sample.count, sum: sum)
        } else {
            let z = ranks.z(u: u, counts: (sample.count, reference.count), continuity: 0.5)
            p = min(1, 2 * Normal.upperTail(z))
        }
    }

    /// The smallest p that samples of these sizes can give: all of one larger than all of the other, no ties.
    public static func smallestP(_ one: Int, _ other: Int) -> Double {
        guard one > 0, other > 0 else { return 1 }
        let ways = (1...min(one, other)).reduce(1.0) { $0 * Double(max(one, other) + $1) / Double($1) }
        return min(1, 2 / ways)
    }

    /// How many values each of two samples needs, so that the test finds an effect of this size (Cliff's delta) with this power.
    ///
    /// G. E. Noether, "Sample size determination for some common nonparametric tests", Journal of the American Statistical Association 82 (1987).
    public static func sampleSize(delta: Double, alpha: Double, power: Double) -> Int {
        let z = Normal.quantile(1 - alpha / 2) + Normal.quantile(power)
        // Two samples of half the total each; P(larger) - 1/2 is half of Cliff's delta.
        let total = z * z / (3 * (delta / 2) * (delta / 2))
        return Int((total / 2).rounded(.up))
    }
}

/// Ranks of the values of both samples, doubled so that the mean rank of tied values is a whole number too.
struct DoubledRanks {
    let ranks: [Int]
    /// How many values each tie has, those of one included.
    let ties: [Int]

    init(_ values: [Double]) {
        let order = values.indices.sorted { values[$0] < values[$1] }
        var ranks = [Int](repeating: 0, count: values.count)
        var ties: [Int] = []
        var start = 0
        while start < order.count {
            var end = start
            while end < order.count, values[order[end]] == values[order[start]] { end += 1 }
            // The mean of the ranks start+1 … end, doubled.
            for place in start..<end { ranks[order[place]] = start + 1 + end }
            ties.append(end - start)
            start = end
        }
        self.ranks = ranks
        self.ties = ties
    }

    /// Counts the choices of `count` of the ranks by their sum, and gives the share of those at least as far from the mean as `sum`.
    func exactP(choosing count: Int, sum: Int) -> Double {
        let total = ranks.reduce(0, +)
        var ways = [[Double]](repeating: [Double](repeating: 0, count: total + 1), count: count + 1)
        ways[0][0] = 1
        for (index, rank) in ranks.enumerated() {
            for chosen in stride(from: min(count, index + 1), to: 0, by: -1) {
                for reached in stride(from: total, through: rank, by: -1) where ways[chosen - 1][reached - rank] != 0 {
                    ways[chosen][reached] += ways[chosen - 1][reached - rank]
                }
            }
        }
        // Distance from the mean in units that are whole: sum * N - total * count.
        let distance = abs(sum * ranks.count - total * count)
        var all = 0.0
        var far = 0.0
        for (reached, number) in ways[count].enumerated() where number != 0 {
            all += number
            if abs(reached * ranks.count - total * count) >= distance { far += number }
        }
        return min(1, far / all)
    }

    /// How many standard deviations `u` is from its mean, on either side, by the variance that ties leave.
    func z(u: Double, counts: (Int, Int), continuity: Double) -> Double {
        let (m, n) = (Double(counts.0), Double(counts.1))
        let all = m + n
        let tied = ties.reduce(0.0) { $0 + Double($1) * (Double($1) * Double($1) - 1) }
        let variance = m * n / 12 * (all + 1 - tied / (all * (all - 1)))
        return variance > 0 ? max(0, abs(u - m * n / 2) - continuity) / variance.squareRoot() : 0
    }
}
