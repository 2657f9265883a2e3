/// A measured or expected value. Absent is not zero: a value that a kernel can't give is `nil`, never one of these.
public enum ObservationValue: Hashable, Sendable {
    /// How many: a whole number.
    case count(Int)
    /// How much: a real number.
    case number(Double)
    /// Whether.
    case flag(Bool)
    /// Which: one word of a small vocabulary.
    case word(String)
    /// Who: several words, in order.
    case words([String])

    /// The value on a numeric scale; `nil` for flags and words.
    public var numeric: Double? {
        switch self {
        case .count(let count): Double(count)
        case .number(let number): number
        case .flag, .word, .words: nil
        }
    }

    /// Whether both say the same: a count and a real number of the same size do, though they are not `==`.
    public func matches(_ other: ObservationValue) -> Bool {
        if let mine = numeric, let theirs = other.numeric { return mine == theirs }
        return self == other
    }
}

/// The plain JSON value: `3`, `0.5`, `true`, `"reaped"`, `["hog", "pusher"]`.
///
/// A whole real number may come back as a `count`, since JSON has only one kind of number: compare with `matches(_:)`.
extension ObservationValue: Codable {
    /// Reads a JSON scalar or a list of texts.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let flag = try? container.decode(Bool.self) {
            self = .flag(flag)
        } else if let count = try? container.decode(Int.self) {
            self = .count(count)
        } else if let number = try? container.decode(Double.self) {
            self = .number(number)
        } else if let word = try? container.decode(String.self) {
            self = .word(word)
        } else {
            self = .words(try container.decode([String].self))
        }
    }

    /// Writes the plain value.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .count(let count): try container.encode(count)
        case .number(let number): try container.encode(number)
        case .flag(let flag): try container.encode(flag)
        case .word(let word): try container.encode(word)
        case .words(let words): try container.encode(words)
        }
    }
}

extension ObservationValue: CustomStringConvertible {
    /// As a report prints it, without a unit: `3`, `0.5`, `yes`, `reaped`, `hog pusher`.
    public var description: String {
        switch self {
        case .count(let count): "\(count)"
        case .number(let number): "\(number)"
        case .flag(let flag): flag ? "yes" : "no"
        case .word(let word): word
        case .words(let words): words.isEmpty ? "none" : words.joined(separator: " ")
        }
    }
}
