import Foundation
import SafeText
import Testing

/// One of the project's documents, cut into the parts that a reader copies.
struct Markdown: Sendable, CustomTestStringConvertible {
    /// A piece of code and the line it begins on.
    struct Code: Sendable {
        /// Without its fence or backticks.
        let text: String
        /// Counted from 1.
        let line: Int
    }

    /// A fenced block: what stands between two lines of backticks.
    struct Block: Sendable {
        /// The word behind the opening fence, or nothing.
        let language: String
        /// Its lines.
        let code: Code
    }

    /// The path from the project's root.
    let name: String
    /// The fenced blocks, in order.
    let blocks: [Block]
    /// Code within lines of prose.
    let spans: [Code]

    var testDescription: String { name }

    /// Cuts up a document.
    init(name: String, text: String) {
        self.name = name
        var blocks: [Block] = []
        var spans: [Code] = []
        var fence: (language: String, line: Int, lines: [Substring])?
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let bare = line.drop { $0 == " " }
            if bare.hasPrefix("```") {
                if let open = fence {
                    let code = Code(text: open.lines.joined(separator: "\n"), line: open.line)
                    blocks.append(Block(language: open.language, code: code))
                    fence = nil
                } else {
                    fence = (String(bare.dropFirst(3)), index + 2, [])
                }
            } else if fence != nil {
                fence?.lines.append(line)
            } else {
                // Every second part of a line that is cut at its backticks is code.
                for (number, part) in line.split(separator: "`", omittingEmptySubsequences: false).enumerated()
                where number % 2 == 1 {
                    spans.append(Code(text: String(part), line: index + 1))
                }
            }
        }
        self.blocks = blocks
        self.spans = spans
    }

    /// The project's root folder.
    static let root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// Every document of the project.
    static let all: [Markdown] = ["", "docs", "results"].flatMap { folder in
        let path = root.appendingPathComponent(folder).path
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return names.filter { $0.hasSuffix(".md") }.sorted().compactMap { name in
            let path = folder.isEmpty ? name : "\(folder)/\(name)"
            let text = try? String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
            return text.map { Markdown(name: path, text: $0) }
        }
    }
}
