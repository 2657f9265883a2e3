import SafeText
/// A log excerpt as preformatted HTML: number, what the line tells, and the line.
enum LogView {
    /// Lines with a fact have an id, so that the fact can link to them.
    static func html(_ excerpt: LogExcerpt, anchor: String) -> String {
        var html = ""
        for line in excerpt.lines {
            if line.skipped > 0 { html += gap(line.skipped) }
            let number = String(line.number)
            let gutter = String(repeating: " ", count: max(0, 5 - number.count)) + number
            let text = HTMLText.escaped(line.text)
            if let fact = line.fact {
                let label = fact.rawValue
                let room = String(repeating: " ", count: max(0, 10 - label.count))
                html +=
                    "<mark id=\"\(anchor)-l\(line.number)\" class=\"f-\(label)\">\(gutter) <b>\(label)</b>\(room)\(text)</mark>\n"
            } else {
                html += "\(gutter) \(String(repeating: " ", count: 10))\(text)\n"
            }
        }
        if excerpt.skippedAtEnd > 0 { html += gap(excerpt.skippedAtEnd) }
        return html
    }

    private static func gap(_ lines: Int) -> String {
        "      <i>… \(lines) \(lines == 1 ? "line" : "lines") left out</i>\n"
    }
}
