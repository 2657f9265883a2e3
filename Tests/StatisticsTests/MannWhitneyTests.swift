import Testing

@testable import Statistics

@Suite struct MannWhitneyTests {
    /// Two samples of five without ties whose U is `u`: the first has the lowest ranks, moved up `u` times by one.
    private func fives(u: Int) -> ([Double], [Double]) {
        var ranks = [1, 2, 3, 4, 5]
        var left = u
        for place in ranks.indices.reversed() {
            let step = min(left, 5)
            ranks[place] += step
            left -= step
        }
        let rest = (1...10).filter { !ranks.contains($0) }
        return (ranks.map(Double.init), rest.map(Double.init))
    }

    /// S. Siegel, "Nonparametric Statistics for the Behavioral Sciences" (1956), Table J (after Mann and Whitney 1947), n1 = n2 = 5.
    @Test(arguments: [
        (0, 0.004), (1, 0.008), (2, 0.016), (3, 0.028), (4, 0.048), (5, 0.075), (6, 0.111), (7, 0.155), (8, 0.210),
        (9, 0.274), (10, 0.345), (11, 0.421), (12, 0.500),
    ])
    func exactForFiveAndFive(u: Int, oneSided: Double) throws {
        let (sample, reference) = fives(u: u)
        let test = try #require(MannWhitney(sample, reference))
        #expect(test.u == Double(u) && test.isExact)
        // Below the middle the two-sided probability is twice the tail; at 12 of 25 both tails meet.
        #expect(abs(test.p - min(1, 2 * oneSided)) <= 0.001)
        let mirrored = try #require(MannWhitney(reference, sample))
        #expect(mirrored.u == Double(25 - u) && abs(mirrored.p - test.p) < 1e-12)
    }

    /// Siegel (1956), Table K: the largest U that is significant at 0.05, two-sided.
    @Test(arguments: [(5, 8, 6), (7, 9, 12), (8, 8, 13), (10, 10, 23), (10, 15, 39), (20, 20, 127)])
    func criticalValues(m: Int, n: Int, critical: Int) throws {
        #expect(try p(m, n, u: critical) <= 0.05)
        #expect(try p(m, n, u: critical + 1) > 0.05)
    }

    private func p(_ m: Int, _ n: Int, u: Int) throws -> Double {
        var ranks = Array(1...m)
        var left = u
        for place in ranks.indices.reversed() {
            let step = min(left, n)
            ranks[place] += step
            left -= step
        }
        let rest = (1...(m + n)).filter { !ranks.contains($0) }
        return try #require(MannWhitney(ranks.map(Double.init), rest.map(Double.init))).p
    }

    /// Permeability constants of the human chorioamnion at term and early in pregnancy: M. Hollander and D. A. Wolfe, "Nonparametric
    /// Statistical Methods" (1973), pages 69 to 71: W = 35, one-sided P = 0.1272.
    @Test func hollanderAndWolfe() throws {
        let term = [0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46]
        let early = [1.15, 0.88, 0.90, 0.74, 1.21]
        let test = try #require(MannWhitney(term, early))
        #expect(test.u == 35 && abs(test.p / 2 - 0.1272) < 0.00005)
    }

    /// Oral socialization anxiety: Siegel (1956), pages 122 to 126: R1 = 200, U = 64, z = 3.43, corrected for ties 3.45.
    @Test func siegelWithTies() throws {
        let absent = [13, 12, 12, 10, 10, 10, 10, 9, 8, 8, 7, 7, 7, 7, 7, 6].map(Double.init)
        let present = [17, 16, 15, 15, 15, 14, 14, 14, 13, 13, 13, 12, 12, 12, 12, 11, 11, 10, 10, 10, 8, 8, 6].map(
            Double.init)
        let test = try #require(MannWhitney(absent, present, exactUpTo: 0))
        #expect(test.u == 64 && !test.isExact)
        let z = DoubledRanks(absent + present).z(u: 64, counts: (16, 23), continuity: 0)
        #expect(abs(z - 3.45) < 0.005)
        #expect(test.p < 0.0006)
        // All 37,711,260,990 choices of 16 of the 39 ranks, ties included, counted by another program: 0.000318.
        let exact = try #require(MannWhitney(absent, present))
        #expect(exact.isExact && abs(exact.p - 0.000318) < 0.0000005)
    }

    @Test func ofOneValueOnly() throws {
        #expect(try #require(MannWhitney([1, 1, 1], [1, 1, 1, 1])).p == 1)
        #expect(try #require(MannWhitney([Double](repeating: 1, count: 40), [Double](repeating: 1, count: 40))).p == 1)
        #expect(MannWhitney([], [1]) == nil && MannWhitney([1], []) == nil)
        #expect(try #require(MannWhitney([2], [1])).p == 1)
    }

    @Test func whatSmallSamplesCanShow() throws {
        // Table J again: the first entry for each size, doubled.
        for (m, n, oneSided) in [(3, 3, 0.05), (4, 4, 0.014), (5, 5, 0.004), (3, 4, 0.028), (3, 5, 0.018)] {
            #expect(abs(MannWhitney.smallestP(m, n) - 2 * oneSided) <= 0.0012)
            let low = (1...m).map(Double.init)
            let high = (1...n).map { Double(m + $0) }
            let apart = try #require(MannWhitney(low, high))
            #expect(abs(MannWhitney.smallestP(m, n) - apart.p) < 1e-12)
        }
        #expect(MannWhitney.smallestP(1, 1) == 1)
    }

    /// The formula by hand: (1.960 + 0.842)² / (3 · 0.237²) = 46.6 values in all.
    @Test func sampleSize() {
        #expect(MannWhitney.sampleSize(delta: 0.474, alpha: 0.05, power: 0.8) == 24)
        #expect(MannWhitney.sampleSize(delta: 1, alpha: 0.05, power: 0.8) == 6)
    }
}
