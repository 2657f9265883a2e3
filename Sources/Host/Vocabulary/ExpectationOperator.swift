/// How what is seen is held against what is expected.
public enum ExpectationOperator: String, CaseIterable, Codable, Sendable {
    case equals, atLeast, atMost, above, below, between, oneOf, absent

    /// What it compares, for people who write scenarios.
    package var about: String {
        switch self {
        case .equals: "the value is this one"
        case .atLeast: "the number is this or larger"
        case .atMost: "the number is this or smaller"
        case .above: "the number is larger than this"
        case .below: "the number is smaller than this"
        case .between: "the number is one of [LOW, HIGH] or between them"
        case .oneOf: "the value is in the list"
        case .absent: "true: there is no value"
        }
    }

    /// As a report says it: `threads_left at least 1`.
    package var words: String {
        switch self {
        case .equals: "equals"
        case .atLeast: "at least"
        case .atMost: "at most"
        case .above: "above"
        case .below: "below"
        case .between: "between"
        case .oneOf: "one of"
        case .absent: "absent"
        }
    }
}
