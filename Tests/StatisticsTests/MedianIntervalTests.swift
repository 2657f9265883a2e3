import Statistics
import Testing

@Suite struct MedianIntervalTests {
    /// The sign test's ranks, as tables of it print them for 95%.
    @Test(arguments: [(6, 1), (8, 1), (9, 2), (12, 3), (15, 4), (20, 6), (25, 8), (50, 18), (100, 40)])
    func medianIntervalTakesTheTabledRanks(count: Int, rank: Int) throws {
        let interval = try #require(MedianInterval((1...count).map(Double.init).shuffled()))
        #expect(interval.low == Double(rank))
        #expect(interval.high == Double(count + 1 - rank))
    }

    @Test func fewValuesHaveNoInterval() {
        #expect(MedianInterval([1, 2, 3, 4, 5]) == nil)
    }
}
