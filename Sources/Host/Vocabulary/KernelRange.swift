/// A set of kernel versions: `6.12`, `>=5.10`, `<6.18`, `5.10..6.12`, `all`, or several joined by commas, all of
/// which must hold.
///
/// Bounds compare by prefix: `6.12` and `..6.12` contain 6.12.117, `<6.18` contains nothing of 6.18, and `>6.12`
/// contains nothing of 6.12. So a range says the same thing whichever stable release a distribution ships.
public struct KernelRange: Hashable, Sendable {
    /// One condition of a range.
    public enum Term: Hashable, Sendable {
        /// The version itself or one of it.
        case exactly(KernelVersion)
        /// The version or a later one.
        case atLeast(KernelVersion)
        /// The version or an earlier one.
        case atMost(KernelVersion)
        /// Later than everything of the version.
        case above(KernelVersion)
        /// Earlier than everything of the version.
        case below(KernelVersion)
        /// From the first to the second, both included.
        case between(KernelVersion, KernelVersion)
    }

    /// The conditions, all of which must hold; none for `all`.
    public let terms: [Term]

    /// A range of these conditions.
    public init(_ terms: [Term]) { self.terms = terms }

    /// Every kernel.
    public static let all = KernelRange([])

    /// Whether every condition holds for `version`.
    public func contains(_ version: KernelVersion) -> Bool {
        terms.allSatisfy { $0.contains(version) }
    }
}

extension KernelRange.Term {
    /// Whether `version`, cut to the precision of the bound, satisfies the condition.
    public func contains(_ version: KernelVersion) -> Bool {
        switch self {
        case .exactly(let bound): bound.contains(version)
        case .atLeast(let bound): version.cut(like: bound) >= bound
        case .atMost(let bound): version.cut(like: bound) <= bound
        case .above(let bound): version.cut(like: bound) > bound
        case .below(let bound): version.cut(like: bound) < bound
        case .between(let low, let high): version.cut(like: low) >= low && version.cut(like: high) <= high
        }
    }
}

extension KernelRange: LosslessStringConvertible {
    /// Reads a range; nil for text that is none, such as an empty one or `6.12..5.10`.
    public init?(_ text: String) {
        guard text.utf8.count <= 512 else { return nil }
        let words = text.split(separator: ",", omittingEmptySubsequences: false).map(Self.trimmed)
        var terms: [Term] = []
        for word in words where word != "all" {
            guard let term = Term(word) else { return nil }
            terms.append(term)
        }
        self.init(terms)
    }

    /// The range in its shortest spelling; reading it gives an equal range.
    public var description: String {
        terms.isEmpty ? "all" : terms.map(\.description).joined(separator: ",")
    }

    static func trimmed(_ text: Substring) -> Substring {
        let start = text.drop { $0 == " " || $0 == "\t" }
        guard let end = start.lastIndex(where: { $0 != " " && $0 != "\t" }) else { return "" }
        return start[...end]
    }
}

extension KernelRange.Term: CustomStringConvertible {
    /// The condition as it is written in a range.
    public var description: String {
        switch self {
        case .exactly(let bound): "\(bound)"
        case .atLeast(let bound): ">=\(bound)"
        case .atMost(let bound): "<=\(bound)"
        case .above(let bound): ">\(bound)"
        case .below(let bound): "<\(bound)"
        case .between(let low, let high): "\(low)..\(high)"
        }
    }

    fileprivate init?(_ word: Substring) {
        if let dots = Self.split(word) {
            guard let low = Self.version(dots.low), let high = Self.version(dots.high),
                low <= high || high.contains(low)
            else { return nil }
            self = .between(low, high)
            return
        }
        let makers: [(mark: String, make: (KernelVersion) -> Self)] = [
            (">=", Self.atLeast), ("<=", Self.atMost), (">", Self.above), ("<", Self.below),
            ("==", Self.exactly), ("=", Self.exactly), ("", Self.exactly),
        ]
        for maker in makers where word.hasPrefix(maker.mark) {
            guard let bound = Self.version(word.dropFirst(maker.mark.count)) else { return nil }
            self = maker.make(bound)
            return
        }
        return nil
    }

    private static func version(_ text: Substring) -> KernelVersion? {
        KernelVersion(String(KernelRange.trimmed(text)))
    }

    /// The two sides of the first `..`, or nil where there is none.
    private static func split(_ word: Substring) -> (low: Substring, high: Substring)? {
        var index = word.startIndex
        while index < word.endIndex {
            let next = word.index(after: index)
            if word[index] == ".", next < word.endIndex, word[next] == "." {
                return (word[..<index], word[word.index(after: next)...])
            }
            index = next
        }
        return nil
    }
}

extension KernelRange: Codable {
    /// Decodes a range from its text.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let range = KernelRange(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "'\(text)' is no kernel range")
        }
        self = range
    }

    /// Encodes the range as its text.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
