import Testing

@testable import Scenario

@Suite struct NearestWordTests {
    @Test(
        arguments: [
            ("memroy", "memory"), ("obs", "observe"), ("Observe", "observe"), ("freze", "freeze"), ("thaww", "thaw"),
            ("xyz", nil), ("", nil), ("memory.mx", "memory"),
        ] as [(String, String?)])
    func nearest(text: String, word: String?) {
        #expect(nearestWord(to: text, in: ["memory", "observe", "freeze", "thaw"]) == word)
    }

    @Test(arguments: [("", "", 0), ("a", "", 1), ("ab", "ba", 1), ("kitten", "sitting", 3), ("same", "same", 0)])
    func distance(first: String, second: String, edits: Int) {
        #expect(editDistance(Array(first.utf8), Array(second.utf8)) == edits)
    }
}
