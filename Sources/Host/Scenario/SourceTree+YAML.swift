import Yams

extension SourceTree {
    /// The longest scenario that is read, in bytes.
    static let maximumBytes = 128 * 1024
    /// How deep lists and maps may be nested; a scenario needs six.
    static let maximumDepth = 24
    /// How many nodes a scenario may have once its aliases are followed.
    static let maximumNodes = 20_000
    /// How many aliases a scenario may have: what stops a few lines from growing into gigabytes before they are counted.
    static let maximumAliases = 24

    /// Reads one YAML document.
    ///
    /// - Throws: `ScenarioErrors` with the parser's own words where `source` is no YAML, and for everything beyond the limits.
    static func parse(_ source: String, file: String) throws -> SourceTree {
        let fail = { (line: Int?, column: Int?, message: String) in
            ScenarioErrors([ScenarioError(file: file, line: line, column: column, message: message)])
        }
        guard source.utf8.count <= maximumBytes else {
            throw fail(nil, nil, "is \(source.utf8.count) bytes long; a scenario has at most \(maximumBytes)")
        }
        guard !source.utf8.allSatisfy({ $0 == 0x20 || $0 == 0x0a || $0 == 0x0d }) else {
            throw fail(1, nil, "the file is empty; a scenario begins with 'scenario: NAME'")
        }
        if let line = lineBeyondAliases(source) {
            throw fail(line, nil, "more than \(maximumAliases) aliases; use parameters instead")
        }
        guard let shielded = Interpolation.shield(source) else {
            throw fail(nil, nil, "holds a character of Unicode's private use area")
        }
        do {
            // The encoding is said, since Yams would otherwise ask the environment for it.
            guard let root = try Parser(yaml: shielded, encoding: .utf8).singleRoot() else {
                throw fail(1, nil, "the file is empty; a scenario begins with 'scenario: NAME'")
            }
            var nodes = 0
            return try SourceTree(root, depth: 0, nodes: &nodes, file: file)
        } catch let error as YamlError {
            throw ScenarioErrors([ScenarioError(error, source: source, file: file)])
        }
    }

    /// The line of the first alias too many, counting every word that begins with `*`: a few more than there are, never fewer.
    private static func lineBeyondAliases(_ source: String) -> Int? {
        var line = 1
        var count = 0
        var previous: UInt8 = 0x0a
        for byte in source.utf8 {
            if previous == UInt8(ascii: "*"), byte > 0x20 { count += 1 }
            if count > maximumAliases { return line }
            if byte == 0x0a { line += 1 }
            previous = byte
        }
        return nil
    }

    private init(_ node: Node, depth: Int, nodes: inout Int, file: String) throws {
        position = Position(line: node.mark?.line ?? 1, column: node.mark?.column ?? 1)
        nodes += 1
        guard depth <= SourceTree.maximumDepth, nodes <= SourceTree.maximumNodes else {
            let what = depth > SourceTree.maximumDepth ? "nested too deeply" : "too many values"
            throw ScenarioErrors([
                ScenarioError(file: file, line: position.line, column: position.column, message: what)
            ])
        }
        switch node {
        case .scalar(let scalar):
            let quoted = scalar.style != .plain && scalar.style != .any
            content = .scalar(Interpolation.unshield(scalar.string), quoted: quoted)
        case .sequence(let sequence):
            content = .sequence(
                try sequence.map { try SourceTree($0, depth: depth + 1, nodes: &nodes, file: file) })
        case .mapping(let mapping):
            content = .mapping(try SourceTree.pairs(mapping, depth: depth, nodes: &nodes, file: file))
        case .alias:
            throw ScenarioErrors([ScenarioError(file: file, line: position.line, message: "an alias of nothing")])
        }
    }

    private static func pairs(_ mapping: Node.Mapping, depth: Int, nodes: inout Int, file: String) throws -> [Pair] {
        try mapping.map { key, value in
            let place = Position(line: key.mark?.line ?? 1, column: key.mark?.column ?? 1)
            guard case .scalar(let scalar) = key else {
                throw ScenarioErrors([
                    ScenarioError(
                        file: file, line: place.line, column: place.column, message: "a key must be a single word")
                ])
            }
            return Pair(
                key: Interpolation.unshield(scalar.string), keyPosition: place,
                value: try SourceTree(value, depth: depth + 1, nodes: &nodes, file: file))
        }
    }
}

extension ScenarioError {
    /// The YAML parser's complaint in its own words, with its place.
    init(_ error: YamlError, source: String, file: String) {
        switch error {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            let words = [context?.text, problem].compactMap { $0 }.joined(separator: ", ")
            self.init(file: file, line: mark.line, column: mark.column, message: "malformed YAML: \(words)")
        case .duplicatedKeysInMapping(let duplicates, let context):
            let key = Interpolation.unshield(duplicates.first ?? "")
            self.init(
                file: file, line: context.mark.line, column: context.mark.column, key: key,
                message: "key '\(key)' occurs twice in one map")
        case .reader(let problem, let offset, _, _):
            let before = source.prefix(offset ?? 0)
            let line = offset == nil ? nil : before.utf8.count { $0 == 0x0a } + 1
            self.init(file: file, line: line, message: "malformed YAML: \(problem)")
        default:
            self.init(file: file, message: "malformed YAML")
        }
    }
}
