/// `${name}` in a scalar stands for the parameter's value; `${name + 1}` for a whole number reckoned from left to right with `+`, `-` and `*`.
enum Interpolation {
    /// Stand-ins for the braces of `${…}` while YAML is parsed, where braces inside a flow map would open a map. Columns stay as they are.
    private static let open: Unicode.Scalar = "\u{E000}"
    private static let close: Unicode.Scalar = "\u{E001}"
    /// The longest text that a scalar may grow to.
    static let maximumBytes = 4096

    /// `source` with the braces of every `${…}` on one line replaced; `nil` where it already holds a stand-in.
    static func shield(_ source: String) -> String? {
        var out = String.UnicodeScalarView()
        var rest = source.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            if scalar == open || scalar == close { return nil }
            out.append(scalar)
            guard scalar == "$", rest.first == "{", let end = rest.firstIndex(where: { $0 == "}" || $0 == "\n" }),
                rest[end] == "}", !rest[rest.index(after: rest.startIndex)..<end].contains(where: isStandIn)
            else { continue }
            out.append(open)
            out.append(contentsOf: rest[rest.index(after: rest.startIndex)..<end])
            out.append(close)
            rest = rest[rest.index(after: end)...]
        }
        return String(out)
    }

    private static func isStandIn(_ scalar: Unicode.Scalar) -> Bool { scalar == open || scalar == close }

    /// Undoes `shield` in a scalar.
    static func unshield(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isStandIn) else { return text }
        var out = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            out.append(scalar == open ? "{" : scalar == close ? "}" : scalar)
        }
        return String(out)
    }

    /// What went wrong with a `${…}`.
    enum Failure: Error, Equatable {
        /// No parameter has this name.
        case unknown(String)
        /// The text between the braces is neither a name nor a sum.
        case malformed(String)
        /// A `${` without its `}`.
        case unfinished
        /// A sum over something that is no whole number, or one that overflows.
        case noNumber(String)
        /// The result is too long.
        case tooLong
    }

    /// `text` with every `${…}` replaced through `value`, which answers `nil` for names it doesn't know.
    static func expand(_ text: String, value: (String) throws -> String?) throws -> String {
        guard text.contains("${") else { return text }
        var out = ""
        var rest = text[...]
        while let start = rest.firstRange(of: "${") {
            out += rest[..<start.lowerBound]
            rest = rest[start.upperBound...]
            guard let end = rest.firstIndex(of: "}") else { throw Failure.unfinished }
            out += try evaluate(String(rest[..<end]), value: value)
            rest = rest[rest.index(after: end)...]
            guard out.utf8.count <= maximumBytes else { throw Failure.tooLong }
        }
        out += rest
        guard out.utf8.count <= maximumBytes else { throw Failure.tooLong }
        return out
    }

    private static func evaluate(_ expression: String, value: (String) throws -> String?) throws -> String {
        let words = expression.split(separator: " ").map(String.init)
        guard words.count % 2 == 1, words.count <= 15 else { throw Failure.malformed(expression) }
        if words.count == 1 {
            guard isName(words[0]) else { throw Failure.malformed(expression) }
            guard let text = try value(words[0]) else { throw Failure.unknown(words[0]) }
            return text
        }
        var total = try number(words[0], in: expression, value: value)
        for index in stride(from: 1, to: words.count, by: 2) {
            let next = try number(words[index + 1], in: expression, value: value)
            let (sum, overflow) =
                switch words[index] {
                case "+": total.addingReportingOverflow(next)
                case "-": total.subtractingReportingOverflow(next)
                case "*": total.multipliedReportingOverflow(by: next)
                default: throw Failure.malformed(expression)
                }
            guard !overflow else { throw Failure.noNumber(expression) }
            total = sum
        }
        return "\(total)"
    }

    private static func number(_ word: String, in expression: String, value: (String) throws -> String?) throws -> Int {
        if let literal = Int(word) { return literal }
        guard isName(word) else { throw Failure.malformed(expression) }
        guard let text = try value(word) else { throw Failure.unknown(word) }
        guard let number = Int(text) else { throw Failure.noNumber(expression) }
        return number
    }

    /// Whether `text` can name a parameter: a letter, then letters, digits, `_` and `-`.
    static func isName(_ text: String) -> Bool {
        guard let first = text.utf8.first, isLetter(first), text.utf8.count <= 40 else { return false }
        return text.utf8.allSatisfy { isLetter($0) || (0x30...0x39).contains($0) || $0 == 0x5f || $0 == 0x2d }
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7a).contains(byte | 0x20) }
}
