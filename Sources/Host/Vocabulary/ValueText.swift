import SafeText

/// An observation's value as people read it; `n/a` where it is absent, which is not zero.
package enum ValueText {
    /// The value with its unit where the number alone would not say it.
    package static func text(_ value: ObservationValue?, unit: ObservationDefinition.Unit) -> String {
        guard let value else { return "n/a" }
        switch value {
        case .count(let count) where unit == .bytes: return bytes(Double(count))
        case .number(let number) where unit == .bytes: return bytes(number)
        case .count(let count): return "\(count)" + suffix(unit)
        case .number(let number): return trimmed(number, unit) + suffix(unit)
        case .flag(let flag): return flag ? "yes" : "no"
        case .word(let word): return Plain.text(word)
        case .words(let words): return words.isEmpty ? "none" : Plain.text(Plain.list(words, separator: " ", limit: 8))
        }
    }

    private static func suffix(_ unit: ObservationDefinition.Unit) -> String {
        switch unit {
        case .ms: " ms"
        case .s: " s"
        case .pages: " pages"
        case .count, .roles, .ratio, .bool, .bytes, .word, .flags: ""
        }
    }

    private static func trimmed(_ number: Double, _ unit: ObservationDefinition.Unit) -> String {
        number == number.rounded() && unit != .ms && unit != .s
            ? decimal(number, places: 0) : decimal(number, places: 3)
    }

    /// Binary units, since pages are.
    private static func bytes(_ bytes: Double) -> String {
        let units = ["B", "KiB", "MiB", "GiB", "TiB"]
        var value = bytes
        var index = 0
        while abs(value) >= 1024 && index < units.count - 1 {
            value /= 1024
            index += 1
        }
        return (index == 0 ? decimal(value, places: 0) : decimal(value, places: 1)) + " " + units[index]
    }
}
