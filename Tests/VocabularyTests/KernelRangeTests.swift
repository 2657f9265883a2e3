import Foundation
import Testing
import Vocabulary

@Suite struct KernelRangeTests {
    @Test(arguments: [
        ("6.12", "6.12.117+deb13-cloud-amd64", true),
        ("6.12", "6.1", false),
        (">=5.10", "5.10.0-46-cloud-amd64", true),
        (">=5.10", "5.9.16", false),
        (">=6.12.100", "6.12.99", false),
        ("<6.18", "6.18.15+deb13-cloud-amd64", false),
        ("<6.18", "6.17.13", true),
        (">6.12", "6.12.117", false),
        (">6.12", "6.13", true),
        ("<=6.12", "6.12.117", true),
        ("5.10..6.12", "5.10.0-46-cloud-amd64", true),
        ("5.10..6.12", "6.12.117", true),
        ("5.10..6.12", "6.13", false),
        ("6.12.5..6.12", "6.12.4", false),
        ("6.12.5..6.12", "6.12.117", true),
        ("all", "2.6.18", true),
        (">=6.1, <6.18", "6.12.117", true),
        (">=6.1,<6.18", "6.18.1", false),
        ("=6.12.117", "6.12.117+deb13-cloud-amd64", true),
    ])
    func contains(range: String, version: String, expected: Bool) throws {
        let parsed = try #require(KernelRange(range))
        let kernel = try #require(KernelVersion(version))
        #expect(parsed.contains(kernel) == expected)
        #expect(KernelRange(parsed.description) == parsed)
    }

    @Test(arguments: ["", ",", "6.12,", "6.12..5.10", "..6.12", "6.1..", ">", "=>6.1", "6.1...6.2", "newest", "6"])
    func refuses(text: String) {
        #expect(KernelRange(text) == nil)
    }

    @Test func isCodedAsItsText() throws {
        let range = try #require(KernelRange(">=5.10 , <6.18"))
        let data = try JSONEncoder().encode([range])
        #expect(String(decoding: data, as: UTF8.self) == #"[">=5.10,<6.18"]"#)
        #expect(try JSONDecoder().decode([KernelRange].self, from: data) == [range])
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([KernelRange].self, from: Data(#"["<<6"]"#.utf8))
        }
    }
}
