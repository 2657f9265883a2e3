import SafeText
import Testing

@Suite struct HTMLTextTests {
    @Test func escapesByCodePoints() {
        #expect(HTMLText.escaped("<a href='x'>\"&\"") == "&lt;a href=&#39;x&#39;&gt;&quot;&amp;&quot;")
        // A combining mark makes another character of the quote, and must not save it.
        #expect(HTMLText.escaped("\"\u{301}<\u{301}") == "&quot;\u{301}&lt;\u{301}")
    }

    @Test func showsControlCharactersAsPictures() {
        #expect(HTMLText.escaped("a\u{1b}[2J\0\n\u{7f}") == "a␛[2J␀␊␡")
        #expect(HTMLText.escaped("\u{202e}\u{feff}\u{85}") == "\u{fffd}\u{fffd}\u{fffd}")
    }

    @Test func leavesOtherTextAlone() {
        #expect(HTMLText.escaped("Žluťoučký kůň ≠ 日本 😀") == "Žluťoučký kůň ≠ 日本 😀")
        #expect(HTMLText.bounded("abc", 3) == "abc")
        #expect(HTMLText.bounded("abcd", 3) == "abc…")
    }
}
