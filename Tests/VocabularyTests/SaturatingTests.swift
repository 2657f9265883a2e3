import Testing

@testable import Vocabulary

@Suite struct SaturatingTests {
    @Test func signedNumbersStopAtBothEnds() {
        #expect(Int.max.plus(1) == .max && Int.min.plus(-1) == .min && 2.plus(3) == 5)
        #expect(Int.min.minus(1) == .min && Int.max.minus(-1) == .max && 2.minus(3) == -1)
        #expect(Int.max.times(2) == .max && Int.max.times(-2) == .min && Int.min.times(-1) == .max && 2.times(-3) == -6)
        #expect(7.over(2) == 3 && 7.over(0) == nil && Int.min.over(-1) == .max)
    }

    @Test func unsignedNumbersStopAtZero() {
        #expect(UInt64.max.plus(1) == .max && UInt64(2).minus(3) == 0 && UInt64.max.times(3) == .max)
        #expect(UInt64(7).over(0) == nil && UInt64(7).minus(3) == 4)
    }
}
