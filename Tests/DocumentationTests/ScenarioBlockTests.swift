import Foundation
import SafeText
import Scenario
import Testing

/// Every YAML block of a document is a scenario that `scenarios check` takes, or a part of one.
@Suite struct ScenarioBlockTests {
    private static let documents = Markdown.all.filter { document in
        document.blocks.contains { $0.language == "yaml" }
    }

    @Test(arguments: documents)
    func areTaken(document: Markdown) throws {
        for block in document.blocks where block.language == "yaml" {
            let place = "\(document.name):\(block.code.line)"
            #expect(throws: Never.self, "\(place)") {
                _ = try Scenario.parse(source: try whole(block.code.text), file: place)
            }
        }
    }

    @Test func thereAreSome() { #expect(Self.documents.count >= 2) }

    /// A block that is only a part replaces that part of a shipped scenario.
    private func whole(_ text: String) throws -> String {
        guard !text.hasPrefix("scenario:"), !text.contains("\nscenario:") else { return text }
        let file = Markdown.root.appendingPathComponent("Workloads/Scenarios/baseline/baseline-anon.yaml")
        let shipped = sections(try String(contentsOf: file, encoding: .utf8))
        let given = sections(text)
        let kept = shipped.filter { section in !given.contains { $0.key == section.key } }
        return (kept + given).map(\.text).joined()
    }

    /// A YAML map's top-level keys, each with the lines that belong to it.
    private func sections(_ text: String) -> [(key: Substring, text: String)] {
        var sections: [(key: Substring, text: String)] = []
        for line in text.split(separator: "\n") {
            if let first = line.first, first != " ", first != "#", first != "-", let colon = line.firstIndex(of: ":") {
                sections.append((line[..<colon], line + "\n"))
            } else if !sections.isEmpty {
                sections[sections.count - 1].text += line + "\n"
            }
        }
        return sections
    }
}
