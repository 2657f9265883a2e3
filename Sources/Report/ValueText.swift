import Judge
import Vocabulary

/// An observation's value as people read it; `n/a` where it is absent, which is not zero.
enum ValueText {
    /// The value with its unit where the number alone would not say it.
    static func text(_ value: ObservationValue?, unit: ObservationName.Unit) -> String {
        guard let value else { return "n/a" }
        switch value {
        case .count(let count) where unit == .bytes: return bytes(Double(count))
        case .number(let number) where unit == .bytes: return bytes(number)
        case .count(let count): return "\(count)" + suffix(unit)
        case .number(let number): return trimmed(number, unit) + suffix(unit)
        case .flag(let flag): return flag ? "yes" : "no"
        case .word(let word): return Plain.text(word)
        case .words(let words): return words.isEmpty ? "none" : Plain.text(words.joined(separator: " "))
        }
    }

    private static func suffix(_ unit: ObservationName.Unit) -> String {
        switch unit {
        case .ms: " ms"
        case .s: " s"
        case .pages: " pages"
        case .count, .roles, .ratio, .bool, .bytes, .word, .flags: ""
        }
    }

    private static func trimmed(_ number: Double, _ unit: ObservationName.Unit) -> String {
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

/// How an expectation compares, in words.
enum OperatorText {
    private static let words = [
        "equals": "equals", "atLeast": "at least", "atMost": "at most", "above": "above", "below": "below",
        "between": "between", "oneOf": "one of", "absent": "absent",
    ]

    /// `threads_left at least 1`.
    static func text(_ expectation: RunRecord.ExpectationRecord) -> String {
        let unit = ObservationUnit.of(expectation.observation)
        let values = expectation.expected.map { ValueText.text($0, unit: unit) }
        let joined = values.joined(separator: expectation.op == "between" ? " and " : ", ")
        return [expectation.observation, words[expectation.op] ?? expectation.op, joined].filter { !$0.isEmpty }
            .joined(separator: " ")
    }
}

/// The unit of an observation that a record names.
enum ObservationUnit {
    /// `word` where this version doesn't know the name.
    static func of(_ name: String) -> ObservationName.Unit { ObservationName(rawValue: name)?.unit ?? .word }
}
