/// Text from outside, made harmless and measured for a terminal.
package enum Plain {
    /// The longest piece of foreign text that a report shows.
    package static let limit = 400

    /// Without control and formatting characters, which could move the cursor or turn text around; bounded.
    package static func text(_ text: String) -> String {
        if text.utf8.count <= limit, text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7f }) { return text }
        var plain = ""
        for scalar in text.unicodeScalars.prefix(limit) {
            plain.unicodeScalars.append(scalar.isSteering ? "\u{fffd}" : scalar)
        }
        return plain
    }

    /// Several lines of any length for a terminal: as `text`, but with line ends and tabs, and not cut.
    ///
    /// - Parameter keepsColors: Leaves `ESC [ 1 ; 31 m` and its like, with which our own words are painted.
    package static func lines(_ text: String, keepsColors: Bool = false) -> String {
        if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7f || $0 == 0x0a || $0 == 0x09 }) { return text }
        var plain = String.UnicodeScalarView()
        var rest = text.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            if keepsColors, scalar == "\u{1b}", let end = colorEnd(rest) {
                plain.append(scalar)
                plain.append(contentsOf: rest[..<end])
                rest = rest[end...]
            } else {
                plain.append(scalar.isSteering && scalar != "\n" && scalar != "\t" ? "\u{fffd}" : scalar)
            }
        }
        return String(plain)
    }

    /// Behind the `[1;31m` that a text begins with; nil where it begins with something else.
    private static func colorEnd(_ text: Substring.UnicodeScalarView) -> String.Index? {
        guard text.first == "[" else { return nil }
        let letter = text.dropFirst().prefix(16).firstIndex { !("0"..."9").contains($0) && $0 != ";" }
        guard let letter, text[letter] == "m" else { return nil }
        return text.index(after: letter)
    }

    /// Names, with repeats counted, and those that differ in a number alone as one: a fork bomb's victims fit on a line.
    ///
    /// - Parameter limit: How many different ones are named.
    package static func list(_ names: [String], separator: String = ", ", limit: Int = 4) -> String {
        var runs: [(name: String, stem: Substring, count: Int)] = []
        for name in names {
            let stem = stem(of: name)
            if let last = runs.last, last.name == name || (!stem.isEmpty && last.stem == stem) {
                if last.name != name { runs[runs.count - 1].name = stem + "*" }
                runs[runs.count - 1].count += 1
            } else {
                runs.append((name, stem, 1))
            }
        }
        let shown = runs.prefix(limit).map { $0.count == 1 ? $0.name : "\($0.name) ×\($0.count)" }
        return shown.joined(separator: separator) + (runs.count > limit ? "\(separator)…" : "")
    }

    /// `cell-` of `cell-12`, nothing of a name that doesn't end in a number behind a hyphen.
    private static func stem(of name: String) -> Substring {
        guard let hyphen = name.utf8.lastIndex(of: UInt8(ascii: "-")) else { return "" }
        let digits = name.utf8[name.utf8.index(after: hyphen)...]
        return !digits.isEmpty && digits.allSatisfy { (0x30...0x39).contains($0) } ? name[...hyphen] : ""
    }

    /// Without the spaces at its end, which the last column of a table leaves.
    package static func trimmed(_ line: String) -> String {
        let text = line.utf8
        guard let last = text.lastIndex(where: { $0 != 0x20 }) else { return "" }
        return String(line[...last])
    }

    /// Rows as lines in which columns stand below each other, two spaces apart.
    package static func table(_ rows: [[String]]) -> [String] {
        let widths = rows.first?.indices.map { column in rows.map { $0[column].count }.max() ?? 0 } ?? []
        return rows.map { row in trimmed(zip(row, widths).map { padded($0, to: $1) }.joined(separator: "  ")) }
    }

    /// Filled with spaces to `width` characters; never cut.
    package static func padded(_ value: String, to width: Int) -> String {
        let plain = text(value)
        // Counting characters is slow, and nearly all text is ASCII.
        let length = plain.utf8.allSatisfy { $0 < 0x80 } ? plain.utf8.count : plain.count
        return plain + String(repeating: " ", count: max(0, width - length))
    }
}

/// `value` with a fixed number of decimals, without Foundation's locale.
package func decimal(_ value: Double, places: Int) -> String {
    let factor = (0..<places).reduce(1.0) { product, _ in product * 10 }
    guard abs(value) < 1e15, let scaled = Int(exactly: (value * factor).rounded()) else { return "n/a" }
    guard places > 0 else { return "\(scaled)" }
    let (whole, fraction) = scaled.magnitude.quotientAndRemainder(dividingBy: UInt(factor))
    let digits = String(fraction)
    return (scaled < 0 ? "-" : "") + "\(whole)." + String(repeating: "0", count: places - digits.count) + digits
}
