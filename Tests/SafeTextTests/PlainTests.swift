import SafeText
import Testing

@Suite struct PlainTests {
    @Test func linesAreKeptAndNothingElse() {
        #expect(Plain.lines("a\n\tb") == "a\n\tb")
        #expect(
            Plain.lines("a\u{1b}]0;x\u{7}b\r\u{9b}1m\u{202e}") == "a\u{fffd}]0;x\u{fffd}b\u{fffd}\u{fffd}1m\u{fffd}")
        let long = String(repeating: "x", count: 10_000) + "\u{7}"
        #expect(Plain.lines(long).count == 10_001)
    }

    @Test func ownColoursMayStay() {
        #expect(Plain.lines("\u{1b}[1;31mFAIL\u{1b}[0m", keepsColors: true) == "\u{1b}[1;31mFAIL\u{1b}[0m")
        #expect(Plain.lines("\u{1b}[31m") == "\u{fffd}[31m")
        for text in ["\u{1b}[2J", "\u{1b}]0;x\u{7}", "\u{1b}", "\u{1b}[", "\u{1b}[1;2;3;4;5;6;7;8;9;10m"] {
            #expect(!Plain.lines(text, keepsColors: true).contains("\u{1b}"))
        }
    }
}
