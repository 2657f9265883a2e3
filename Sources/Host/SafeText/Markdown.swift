/// The few forms of Markdown that reports and guides are made of.
package enum Markdown {
    private static let marks = Array("\\`*[]<>|#~".unicodeScalars)

    /// Text that can't become markup: what means something to Markdown is written as itself.
    package static func escaped(_ text: String) -> String {
        var out = String.UnicodeScalarView()
        // By scalars: a combining mark behind a sign doesn't take its meaning away.
        for scalar in text.unicodeScalars {
            if marks.contains(scalar) { out.append("\\") }
            out.append(scalar)
        }
        return String(out)
    }

    /// One row of a table; cells are markup already.
    package static func row(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }

    /// A table's heading and the rule below it.
    package static func heading(_ cells: [String]) -> [String] {
        [row(cells), row(Array(repeating: "---", count: cells.count))]
    }
}
