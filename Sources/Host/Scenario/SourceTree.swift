/// A YAML document as text, lists and maps that know their lines. What a scalar means is decided by whoever reads it.
struct SourceTree: Sendable, Equatable {
    /// Where a node begins, from 1.
    struct Position: Sendable, Equatable {
        var line: Int
        var column: Int
    }

    /// A key and what it holds.
    struct Pair: Sendable, Equatable {
        var key: String
        var keyPosition: Position
        var value: SourceTree
    }

    /// What a node is.
    enum Content: Sendable, Equatable {
        /// A text; `quoted` tells `""` from nothing at all.
        case scalar(String, quoted: Bool)
        case sequence([SourceTree])
        case mapping([Pair])
    }

    var content: Content
    var position: Position

    /// What the node is, in words for an error message.
    var shape: String {
        switch content {
        case .scalar(let text, let quoted): text.isEmpty && !quoted ? "nothing" : "a single value"
        case .sequence: "a list"
        case .mapping: "a map"
        }
    }

    /// Whether the node is a key without a value.
    var isEmpty: Bool { content == .scalar("", quoted: false) }

    /// The value of `key`, for maps.
    subscript(key: String) -> SourceTree? {
        guard case .mapping(let pairs) = content else { return nil }
        return pairs.first { $0.key == key }?.value
    }
}
