import Foundation
import SafeText
import Testing
@testable import Vocabulary

@Suite struct JSONTextTests {
    /// Whatever a text holds, a program reads it back, and a terminal that shows the JSON obeys nothing.
    @Test(arguments: [
        "\u{1b}[31m", "\u{7f}", "\u{80}\u{9b}1m\u{9f}", "\u{200e}\u{200f}\u{202a}\u{202e}", "\u{2066}\u{2069}",
        "\u{2028}\u{2029}",
        "\u{feff}", "\u{e0001}", "hög \u{1f4a5} \"\\", "\u{0}", "",
    ])
    func steersNothing(text: String) throws {
        for isPretty in [true, false] {
            let json = try JSONText.text([text: [text]], isPretty: isPretty)
            #expect(json.unicodeScalars.allSatisfy { $0 == "\n" || !$0.isSteering })
            #expect(try JSONDecoder().decode([String: [String]].self, from: Data(json.utf8)) == [text: [text]])
        }
    }

    @Test func plainTextStaysAsItIs() throws {
        #expect(try JSONText.text(["hög": 1], isPretty: false) == "{\"hög\":1}")
        #expect(JSONText.escape("\u{202e}") == "\\u202e" && JSONText.escape("\u{e0001}") == "\\udb40\\udc01")
    }
}
