import Testing

@testable import Statistics

@Suite struct StatisticsTests {
    /// Survival of treated and untreated mice in days: B. Efron and R. J. Tibshirani, "An Introduction to the Bootstrap" (1993), Table 2.1.
    private let treated: [Double] = [94, 197, 16, 38, 99, 141, 23]
    private let untreated: [Double] = [52, 104, 146, 10, 51, 30, 40, 27, 46]

    /// Table 2.2, last column: the standard errors to which the bootstrap converges are 23.36 for the mean and 37.83 for the median.
    @Test func bootstrapOfTheMice() throws {
        let bootstrap = Bootstrap(resamples: 20_000, seed: 1)
        #expect(abs(standardDeviation(bootstrap.replicates(of: treated, by: Center.mean)) - 23.36) < 0.4)
        #expect(abs(standardDeviation(bootstrap.replicates(of: treated, by: Center.median)) - 37.83) < 0.6)
        // Page 12: the means differ by 30.63, with a standard error of 28.93 "that is not significantly greater than zero".
        let mean = try #require(Center.mean(treated)) - (try #require(Center.mean(untreated)))
        #expect(abs(mean - 30.63) < 0.005)
        let interval = try #require(bootstrap.difference(of: treated, from: untreated, by: Center.mean))
        #expect(interval.contains(0) && interval.contains(mean))
    }

    private func standardDeviation(_ values: [Double]) -> Double {
        let mean = values.reduce(0, +) / Double(values.count)
        return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1)).squareRoot()
    }

    @Test func bootstrapIsReproducible() throws {
        let first = Bootstrap().difference(of: treated, from: untreated, by: Center.median)
        #expect(first != nil && first == Bootstrap().difference(of: treated, from: untreated, by: Center.median))
        #expect(first != Bootstrap(seed: 2).difference(of: treated, from: untreated, by: Center.median))
        #expect(Bootstrap().interval(of: [1], by: Center.mean) == nil)
        #expect(Bootstrap().difference(of: [1, 2], from: [1], by: Center.mean) == nil)
        #expect(Bootstrap().difference(of: [3, 3], from: [1, 1], by: Center.mean) == 2...2)
    }

    /// The reference implementation's first numbers for seed 1234567, as published with many ports of it.
    @Test func splitMix64() {
        var random = SplitMix64(seed: 1_234_567)
        #expect(random.next() == 6_457_827_717_110_365_317)
        #expect(random.next() == 3_203_168_211_198_807_973)
        #expect(random.next() == 9_817_491_932_198_370_423)
    }

    /// Fuel consumption of 32 cars, Motor Trend 1974: H. V. Henderson and P. F. Velleman, Biometrics 37 (1981). R's summary of it is
    /// 10.40, 15.43, 19.20, 22.80, 33.90.
    @Test func quantilesOfTheCars() throws {
        let cars = [
            21, 21, 22.8, 21.4, 18.7, 18.1, 14.3, 24.4, 22.8, 19.2, 17.8, 16.4, 17.3, 15.2, 10.4, 10.4, 14.7, 32.4,
            30.4,
            33.9, 21.5, 15.5, 15.2, 13.3, 19.2, 27.3, 26, 30.4, 15.8, 19.7, 15, 21.4,
        ]
        for (probability, value) in [(0, 10.4), (0.25, 15.425), (0.5, 19.2), (0.75, 22.8), (1, 33.9)] {
            #expect(abs(try #require(Center.quantile(cars, probability)) - value) < 1e-9)
        }
        #expect(Center.median([]) == nil && Center.mean([]) == nil && Center.median([4]) == 4)
    }

    /// The worked example of the R package effsize (after Hess and Kromrey 2004): delta = -0.25, small.
    @Test func cliffsDelta() throws {
        let treatment: [Double] = [10, 10, 20, 20, 20, 30, 30, 30, 40, 50]
        let control: [Double] = [10, 20, 30, 40, 40, 50]
        let delta = try #require(CliffsDelta(of: treatment, against: control))
        #expect(delta.value == -0.25 && delta.magnitude == .small)
        #expect(CliffsDelta(of: control, against: treatment)?.value == 0.25)
        #expect(CliffsDelta(of: [1, 1], against: [2, 3])?.value == -1)
        #expect(CliffsDelta(of: [2], against: [2])?.magnitude == .negligible)
        #expect(CliffsDelta(of: [], against: [2]) == nil)
    }

    /// R. G. Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17 (1998), Table I, methods 3 and 5.
    @Test(arguments: [
        (81, 263, 0.2553, 0.3662, 0.2527, 0.3676), (15, 148, 0.0624, 0.1605, 0.0578, 0.1617),
        (0, 20, 0.0000, 0.1611, 0.0000, 0.1684), (1, 29, 0.0061, 0.1718, 0.0009, 0.1776),
    ])
    func newcombe(count: Int, total: Int, low: Double, high: Double, exactLow: Double, exactHigh: Double) throws {
        let rate = try #require(Rate(count, of: total))
        #expect(abs(rate.wilson().lowerBound - low) < 0.00005 && abs(rate.wilson().upperBound - high) < 0.00005)
        let exact = rate.clopperPearson()
        #expect(abs(exact.lowerBound - exactLow) < 0.00006 && abs(exact.upperBound - exactHigh) < 0.00006)
        let opposite = try #require(Rate(total - count, of: total))
        #expect(abs(opposite.wilson().upperBound - (1 - rate.wilson().lowerBound)) < 1e-9)
        #expect(abs(opposite.clopperPearson().lowerBound - (1 - exact.upperBound)) < 1e-9)
    }

    @Test func ratesThatAreNone() {
        #expect(Rate(0, of: 0) == nil && Rate(2, of: 1) == nil && Rate(-1, of: 3) == nil)
        #expect(Rate(3, of: 3)?.wilson().upperBound == 1 && Rate(3, of: 3)?.clopperPearson().upperBound == 1)
    }

    /// Fifteen comparisons of a trial of treatments of myocardial infarction: Y. Benjamini and Y. Hochberg, Journal of the Royal Statistical
    /// Society B 57 (1995), section 3.2: at 0.05 over the whole family, the three smallest are significant and no more.
    @Test func holmOfTheTrial() {
        let values = [
            0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528,
            0.7590, 1.0000,
        ]
        let adjusted = Holm.adjusted(values)
        #expect(adjusted.map { $0 <= 0.05 } == values.indices.map { $0 < 3 })
        #expect(Holm.adjusted(values.reversed()) == adjusted.reversed())
        #expect(adjusted == adjusted.sorted() && adjusted.allSatisfy { $0 <= 1 })
    }

    /// Four hypotheses, in the order of the Holm-Bonferroni method's usual example: 0.01, 0.04, 0.03, 0.005.
    @Test func holmInAnyOrder() {
        for (adjusted, expected) in zip(Holm.adjusted([0.01, 0.04, 0.03, 0.005]), [0.03, 0.06, 0.06, 0.02]) {
            #expect(abs(adjusted - expected) < 1e-12)
        }
        #expect(Holm.adjusted([]) == [] && Holm.adjusted([0.7, 0.8]) == [1, 1])
    }

    /// The usual table of the normal distribution.
    @Test func normal() {
        for (probability, z) in [(0.975, 1.959964), (0.95, 1.644854), (0.8, 0.841621), (0.5, 0), (0.001, -3.090232)] {
            #expect(abs(Normal.quantile(probability) - z) < 1e-6)
            #expect(abs(Normal.upperTail(z) - (1 - probability)) < 1e-6)
        }
        #expect(Normal.quantile(0) == -.infinity && Normal.quantile(1) == .infinity)
    }
}
