import Testing

@testable import Matrix

@Suite struct SeedListTests {
    @Test(arguments: [
        ("0", [0]), ("7", [7]), ("0..4", [0, 1, 2, 3, 4]), ("3..3", [3]), ("0,7,10..12", [0, 7, 10, 11, 12]),
        ("2,1..3", [2, 1, 3]), ("18446744073709551615", [UInt64.max]),
    ])
    func reads(text: String, seeds: [UInt64]) {
        #expect(SeedList(text)?.seeds == seeds)
        #expect(SeedList(text)?.description == text)
    }

    @Test(arguments: [
        "", ",", "1,", "a", "-1", "+1", "1.2", "4..0", "1...3", "1..", "..3", "0..1000000", "0..18446744073709551615",
        "18446744073709551616", "1 2",
    ])
    func refuses(text: String) {
        #expect(SeedList(text) == nil)
    }
}
