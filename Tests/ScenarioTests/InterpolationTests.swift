import Testing

@testable import Scenario

@Suite struct InterpolationTests {
    private func expand(_ text: String) throws -> String {
        try Interpolation.expand(text) { ["a": "1", "b-c": "x", "big": "9223372036854775807"][$0] }
    }

    @Test(arguments: [
        ("none", "none"), ("${a}", "1"), ("<${a}${b-c}>", "<1x>"), ("${a + 1 * 3}", "6"), ("${a - 2}", "-1"),
        ("$a", "$a"), ("{a}", "{a}"), ("${ a }", "1"),
    ])
    func expands(text: String, result: String) throws { #expect(try expand(text) == result) }

    @Test(arguments: ["${", "${}", "${d}", "${a +}", "${a 1}", "${b-c + 1}", "${big + 1}", "${a / 2}", "${a${a}}"])
    func refuses(text: String) { #expect(throws: Interpolation.Failure.self) { try expand(text) } }

    @Test func shieldKeepsColumns() {
        let shielded = Interpolation.shield("a: {b: ${c}, d: ${e\n}")
        #expect(shielded?.unicodeScalars.count == 21)
        #expect(shielded.map(Interpolation.unshield) == "a: {b: ${c}, d: ${e\n}")
    }
}
