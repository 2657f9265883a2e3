import Vocabulary

/// Something that should be seen on some kernels.
public struct Expectation: Sendable, Equatable {
    /// How what is seen is held against what is expected.
    public typealias Operator = ExpectationOperator

    /// A dotted name without numbers that stays the same between versions: `threads_left.atLeast`. Expectations for different kernels may share one.
    public var name: String
    /// What is looked at.
    public var observation: ObservationName
    /// How it is compared.
    public var op: Operator
    /// What it is compared with: one value, for `between` the two ends, for `oneOf` the choices, for `absent` nothing.
    public var expected: [ObservationValue]
    /// The kernels that it holds for; `nil` is all.
    public var kernels: KernelRange?
    /// Why it should be so.
    public var why: String

    /// An expectation with every field; nothing is checked.
    public init(
        name: String, observation: ObservationName, op: Operator, expected: [ObservationValue],
        kernels: KernelRange? = nil, why: String
    ) {
        self.name = name
        self.observation = observation
        self.op = op
        self.expected = expected
        self.kernels = kernels
        self.why = why
    }

    /// Whether `actual` is as expected. A value that is absent (`nil`) matches nothing but `absent`.
    public func isMet(by actual: ObservationValue?) -> Bool {
        guard let actual else { return op == .absent }
        switch op {
        case .absent: return false
        case .equals, .oneOf: return expected.contains { $0.matches(actual) }
        case .atLeast, .atMost, .above, .below, .between:
            guard let value = actual.numeric, let first = expected.first?.numeric,
                let last = expected.last?.numeric
            else { return false }
            return compare(value, first, last)
        }
    }

    private func compare(_ value: Double, _ first: Double, _ last: Double) -> Bool {
        switch op {
        case .atLeast: value >= first
        case .atMost: value <= first
        case .above: value > first
        case .below: value < first
        case .between: value >= first && value <= last
        case .equals, .oneOf, .absent: false
        }
    }

    /// Whether it says something about `kernel`.
    public func applies(to kernel: KernelVersion) -> Bool { kernels?.contains(kernel) ?? true }

    /// What is expected, in words: `at least 1`, `between 2 and 5`, `hog`.
    public var expectedText: String {
        let texts = expected.map(\.description)
        return switch op {
        case .equals: texts.first ?? ""
        case .atLeast, .atMost, .above, .below: "\(op.words) \(texts.first ?? "")"
        case .between: "\(op.words) \(texts.first ?? "") and \(texts.last ?? "")"
        case .oneOf: "\(op.words) \(texts.joined(separator: ", "))"
        case .absent: op.words
        }
    }
}
