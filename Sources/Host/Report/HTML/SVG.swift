import SafeText

/// Writes SVG: attributes and texts are escaped, numbers have one decimal.
struct SVG {
    private(set) var text = ""
    /// What stands over everything else once `raiseWords` is called.
    private var words = ""

    /// An element without content.
    mutating func element(_ name: String, _ attributes: [(String, String)]) {
        text += "<\(name)\(SVG.list(attributes))/>"
    }

    /// An element with content, and a title that shows on hover.
    mutating func element(
        _ name: String, _ attributes: [(String, String)], title: String? = nil, _ content: (inout SVG) -> Void
    ) {
        text += "<\(name)\(SVG.list(attributes))>"
        if let title { text += "<title>\(HTMLText.escaped(title))</title>" }
        content(&self)
        text += "</\(name)>"
    }

    /// Text between tags.
    mutating func plain(_ content: String) { text += HTMLText.escaped(content) }

    /// What another one wrote.
    mutating func append(_ other: SVG) { text += other.text }

    /// An element that has nothing but a title.
    mutating func titled(_ name: String, _ attributes: [(String, String)], _ title: String) {
        element(name, attributes, title: title) { _ in }
    }

    mutating func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ style: String) {
        element(
            "line",
            [
                ("x1", SVG.number(x1)), ("y1", SVG.number(y1)), ("x2", SVG.number(x2)), ("y2", SVG.number(y2)),
                ("class", style),
            ])
    }

    mutating func label(_ text: String, _ x: Double, _ y: Double, _ style: String, anchor: Anchor = .start) {
        var attributes = [("x", SVG.number(x)), ("y", SVG.number(y)), ("class", style)]
        if anchor != .start { attributes.append(("text-anchor", anchor.rawValue)) }
        element("text", attributes) { $0.text += HTMLText.escaped(text) }
    }

    /// A label that nothing drawn later crosses: it waits for `raiseWords`.
    mutating func word(_ text: String, _ x: Double, _ y: Double, _ style: String, anchor: Anchor = .start) {
        var layer = SVG()
        layer.label(text, x, y, style, anchor: anchor)
        words += layer.text
    }

    /// A panel's caption: as `word`, on paper of its own, so that lines stop before it.
    mutating func caption(_ text: String, _ x: Double, _ y: Double) {
        var layer = SVG()
        layer.element("rect", SVG.box(x, y - 11, Double(text.count) * 6.5 + 4, 15, "paper"))
        words += layer.text
        word(text, x, y, "panel")
    }

    /// Puts the waiting words over what was drawn so far.
    mutating func raiseWords() {
        text += words
        words = ""
    }

    static func box(_ x: Double, _ y: Double, _ width: Double, _ height: Double, _ style: String) -> [(String, String)]
    {
        [
            ("x", number(x)), ("y", number(y)), ("width", number(max(0, width))), ("height", number(max(0, height))),
            ("class", style),
        ]
    }

    /// Where a text stands to its point.
    enum Anchor: String { case start, middle, end }

    /// With one decimal, and none where it is zero.
    static func number(_ value: Double) -> String {
        let text = decimal(value, places: 1)
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    private static func list(_ attributes: [(String, String)]) -> String {
        attributes.map { " \($0.0)=\"\(HTMLText.escaped($0.1))\"" }.joined()
    }
}
