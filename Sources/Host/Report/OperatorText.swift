import Record
import Vocabulary

/// How an expectation compares, in words.
enum OperatorText {
    /// `threads_left at least 1`.
    static func text(_ expectation: RunRecord.ExpectationRecord) -> String {
        let unit = ObservationUnit.of(expectation.observation)
        let values = expectation.expected.map { ValueText.text($0, unit: unit) }
        let joined = values.joined(separator: expectation.op == .between ? " and " : ", ")
        return [expectation.observation, expectation.op.words, joined].filter { !$0.isEmpty }
            .joined(separator: " ")
    }
}

/// The unit of an observation that a record names.
enum ObservationUnit {
    /// `word` where this version doesn't know the name.
    static func of(_ name: String) -> ObservationDefinition.Unit { ObservationName(rawValue: name)?.unit ?? .word }
}
