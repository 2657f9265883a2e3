import Testing

@testable import Scenario

@Suite struct HostileSourceTests {
    /// Cutting a file anywhere leaves a scenario or complaints, never a trap.
    @Test func truncationAtEachByte() {
        let bytes = Array(goodSource.utf8)
        for end in 0..<bytes.count {
            let source = String(decoding: bytes[..<end], as: UTF8.self)
            if let scenario = try? Scenario.parse(source: source, file: "x.yaml") { _ = try? scenario.plan(seed: 3) }
        }
    }

    /// So does changing any byte to one that means something to YAML or to the format.
    @Test(arguments: Array("{}[]:-,*&!|>'\"%@`#$\n\t\0\u{7f}9".utf8))
    func everyByteReplaced(by byte: UInt8) {
        let original = Array(goodSource.utf8)
        // Every 29th byte, from another start for each replacement: all of them would take minutes.
        for index in stride(from: Int(byte) % 29, to: original.count, by: 29) {
            var bytes = original
            bytes[index] = byte
            _ = complaints(about: String(decoding: bytes, as: UTF8.self))
        }
    }

    @Test func aliasBombsAreRefused() {
        var source = "a0: &a0 [x, x]\n"
        for level in 1...40 { source += "a\(level): &a\(level) [*a\(level - 1), *a\(level - 1), *a\(level - 1)]\n" }
        #expect(complaints(about: source) == ["x.yaml:10: more than 24 aliases; use parameters instead"])
        // As many as may pass, grown as far as they can: stopped while they are counted.
        source = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
        for level in 1...8 { source += "a\(level): &a\(level) [*a\(level - 1), *a\(level - 1), *a\(level - 1)]\n" }
        #expect(complaints(about: source).first?.hasSuffix("too many values") == true)
    }

    @Test func parametersDoNotExplode() {
        var parameters = "  a0: xxxxxxxxxxxxxxxx\n"
        for level in 1...40 { parameters += "  a\(level): ${a\(level - 1)}${a\(level - 1)}${a\(level - 1)}\n" }
        let source = goodSource.replacing(
            "parameters: {threads: 8, size: 90M, double: \"${threads}\"}",
            with: "parameters:\n  threads: 8\n  size: 90M\n" + parameters.dropLast())
        let found = complaints(about: source)
        #expect(found.contains { $0.hasSuffix("the value grows beyond 4096 bytes") })
    }

    @Test func depthAndLengthAreLimited() {
        let deep = String(repeating: "[", count: 30) + String(repeating: "]", count: 30)
        #expect(complaints(about: "tags: \(deep)") == ["x.yaml:1: nested too deeply"])
        let deeper = String(repeating: "[", count: 100_000)
        #expect(complaints(about: "tags: \(deeper)").count == 1)
        let long = "# " + String(repeating: "x", count: 200_000)
        #expect(complaints(about: long) == ["x.yaml: is 200002 bytes long; a scenario has at most 131072"])
        let many = "tags: [" + String(repeating: "a,", count: 30_000) + "]"
        #expect(complaints(about: many) == ["x.yaml:1: too many values"])
    }

    @Test(arguments: [
        ("", "x.yaml:1: the file is empty; a scenario begins with 'scenario: NAME'"),
        ("\n \n", "x.yaml:1: the file is empty; a scenario begins with 'scenario: NAME'"),
        ("# nothing\n", "x.yaml:1: the file is empty; a scenario begins with 'scenario: NAME'"),
        ("just text", "x.yaml:1: a scenario must be a map, and is a single value"),
        ("- a\n- b\n", "x.yaml:1: a scenario must be a map, and is a list"),
        ("a: 1\na: 2\n", "x.yaml:1: key 'a' occurs twice in one map"),
        ("? [a]\n: 1\n", "x.yaml:1: a key must be a single word"),
        ("a: \u{E000}x\n", "x.yaml: holds a character of Unicode's private use area"),
        (
            "a: b\n---\na: c\n",
            "x.yaml:2: malformed YAML: expected a single document in the stream, but found another document"
        ),
        ("a: *b\n", "x.yaml:1: malformed YAML: found undefined alias"),
        ("a: [b\n", "x.yaml:2: malformed YAML: while parsing a flow sequence, did not find expected ',' or ']'"),
        ("a: \u{1}\n", "x.yaml:1: malformed YAML: control characters are not allowed"),
    ])
    func noScenario(source: String, message: String) { #expect(complaints(about: source) == [message]) }
}
