/// Text from outside, made harmless and measured for a terminal.
package enum Plain {
    /// The longest piece of foreign text that a report shows.
    package static let limit = 400

    /// Without control and formatting characters, which could move the cursor or turn text around; bounded.
    package static func text(_ text: String) -> String {
        if text.utf8.count <= limit, text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7f }) { return text }
        var plain = ""
        for scalar in text.unicodeScalars.prefix(limit) {
            switch scalar.properties.generalCategory {
            case .control, .format, .surrogate, .lineSeparator, .paragraphSeparator:
                plain.unicodeScalars.append("\u{fffd}")
            default: plain.unicodeScalars.append(scalar)
            }
        }
        return plain
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
