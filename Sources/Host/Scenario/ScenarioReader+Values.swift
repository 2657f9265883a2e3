import Vocabulary

extension ScenarioReader {
    /// A map opened for reading, whose unknown keys have been reported.
    struct Fields {
        var position: SourceTree.Position
        var pairs: [SourceTree.Pair]

        subscript(key: String) -> SourceTree? { pairs.first { $0.key == key }?.value }
    }

    /// Opens a map and reports the keys that are not `known`; `nil` where `node` is no map.
    mutating func fields(_ node: SourceTree, key: String, known: [String]) -> Fields? {
        guard case .mapping(let pairs) = node.content else {
            let what = key.isEmpty ? "a scenario" : "'\(lastPart(key))'"
            report(node, key: key, "\(what) must be a map, and is \(node.shape)")
            return nil
        }
        for pair in pairs where !known.contains(pair.key) {
            report(
                pair.keyPosition, key: key.isEmpty ? pair.key : "\(key).\(pair.key)", value: pair.key,
                "unknown key '\(pair.key)'\(key.isEmpty ? "" : " in '\(key)'")", nearest: known)
        }
        return Fields(position: node.position, pairs: pairs.filter { known.contains($0.key) })
    }

    /// The value of a key that must be there.
    mutating func required(_ fields: Fields, _ key: String, _ hint: String) -> SourceTree? {
        if let node = fields[key] { return node }
        report(fields.position, key: key, "'\(key)' is missing: \(hint)")
        return nil
    }

    /// The elements of a list.
    mutating func list(_ node: SourceTree, key: String) -> [SourceTree]? {
        guard case .sequence(let items) = node.content else {
            report(node, key: key, "'\(lastPart(key))' must be a list, and is \(node.shape)")
            return nil
        }
        return items
    }

    /// A scalar with its parameters filled in; `nil` and a fault where there is none.
    ///
    /// - Parameter others: Names whose `${…}` is left as it stands.
    mutating func text(_ node: SourceTree, key: String, alsoNaming others: [String] = []) -> String? {
        guard case .scalar(let raw, _) = node.content, !node.isEmpty else {
            report(node, key: key, "'\(lastPart(key))' must be a single value, and is \(node.shape)")
            return nil
        }
        do {
            return try Interpolation.expand(raw) { values[$0] ?? (others.contains($0) ? "${\($0)}" : nil) }
        } catch let failure as Interpolation.Failure {
            report(failure, node: node, key: key, alsoNaming: others)
        } catch {
            report(node, key: key, "\(error)")
        }
        return nil
    }

    /// Reports a `${…}` that says nothing.
    mutating func report(
        _ failure: Interpolation.Failure, node: SourceTree, key: String, alsoNaming others: [String] = []
    ) {
        switch failure {
        // A parameter whose own value is faulty has been reported where it stands.
        case .unknown(let name) where tree["parameters"]?[name] != nil: break
        case .unknown(let name):
            report(
                node, key: key, value: name, "no parameter\(others.isEmpty ? "" : " or observation") '\(name)'",
                nearest: scenario.parameters.map(\.name) + others)
        case .malformed(let text):
            report(node, key: key, value: text, "'${\(text)}' is neither a parameter nor a sum such as ${threads + 1}")
        case .unfinished: report(node, key: key, "a '${' without its '}'")
        case .noNumber(let text): report(node, key: key, value: text, "'${\(text)}' has no whole number as its result")
        case .tooLong: report(node, key: key, "the value grows beyond \(Interpolation.maximumBytes) bytes")
        }
    }

    /// A text on one line.
    mutating func line(_ node: SourceTree, key: String, alsoNaming others: [String] = []) -> String? {
        guard let text = text(node, key: key, alsoNaming: others) else { return nil }
        guard !text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7f }), !text.isEmpty, text.utf8.count <= 500 else {
            report(node, key: key, "'\(lastPart(key))' must be one line of at most 500 bytes")
            return nil
        }
        return text
    }

    /// One of some words.
    mutating func word(_ node: SourceTree, key: String, in words: [String], what: String) -> String? {
        guard let text = text(node, key: key) else { return nil }
        if words.contains(text) { return text }
        let choice = words.count <= 8 ? "; it is one of \(words.joined(separator: ", "))" : ""
        report(node, key: key, value: text, "unknown \(what) '\(text)'\(choice)", nearest: words)
        return nil
    }

    /// A whole number within a range.
    mutating func number(_ node: SourceTree, key: String, in range: ClosedRange<Int>) -> Int? {
        guard let text = text(node, key: key) else { return nil }
        guard let number = Int(text) else {
            report(node, key: key, value: text, "'\(lastPart(key))' must be a whole number, and is '\(text)'")
            return nil
        }
        guard range.contains(number) else {
            report(
                node, key: key, value: text,
                "'\(lastPart(key))' must be from \(range.lowerBound) to \(range.upperBound), and is \(number)")
            return nil
        }
        return number
    }

    /// A size within a range, in bytes.
    mutating func size(_ node: SourceTree, key: String, in range: ClosedRange<UInt64>) -> UInt64? {
        guard let text = text(node, key: key) else { return nil }
        guard let size = ByteSize(text) else {
            report(node, key: key, value: text, "'\(lastPart(key))' must be a size such as 64M, and is '\(text)'")
            return nil
        }
        guard range.contains(size.bytes) else {
            let (low, high) = (ByteSize(bytes: range.lowerBound), ByteSize(bytes: range.upperBound))
            report(
                node, key: key, value: text, "'\(lastPart(key))' must be from \(low) to \(high), and is \(text)")
            return nil
        }
        return size.bytes
    }

    /// A span of guest time between two others, given as text.
    mutating func span(_ node: SourceTree, key: String, from low: String, to high: String) -> GuestDuration? {
        guard let text = text(node, key: key) else { return nil }
        guard let span = GuestDuration(text) else {
            report(node, key: key, value: text, "'\(lastPart(key))' must be a time such as 200ms, and is '\(text)'")
            return nil
        }
        guard let least = GuestDuration(low), let most = GuestDuration(high), (least...most).contains(span) else {
            report(node, key: key, value: text, "'\(lastPart(key))' must be from \(low) to \(high), and is \(text)")
            return nil
        }
        return span
    }

    /// A list of different words made of letters, digits, `-` and `_`.
    mutating func names(_ node: SourceTree, key: String, what: String, characters: String) -> [String] {
        var names: [String] = []
        for (index, item) in (list(node, key: key) ?? []).enumerated() {
            let place = "\(key)[\(index)]"
            guard let text = text(item, key: place) else { continue }
            if !Interpolation.isName(text) {
                report(item, key: place, value: text, "'\(text)' is no \(what): up to 40 \(characters)")
            } else if names.contains(text) {
                report(item, key: place, value: text, "\(what) '\(text)' is named twice")
            } else {
                names.append(text)
            }
        }
        return names
    }

    /// A file that may be written: absolute, below `/proc` or `/sys`, with nothing that leads out again.
    mutating func path(_ node: SourceTree, key: String) -> String? {
        guard let text = line(node, key: key) else { return nil }
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        let fits =
            ["/proc/", "/sys/", "/fridge/"].contains { text.hasPrefix($0) }
            && !parts.dropFirst().contains { $0.isEmpty || $0 == "." || $0 == ".." } && text.utf8.count <= 255
        guard fits else {
            report(node, key: key, value: text, "'\(text)' is no file below /proc, /sys or /fridge")
            return nil
        }
        if ["/proc/1/", "/proc/self/", "/proc/thread-self/", "/sys/fs/cgroup/agent/"].contains(where: text.hasPrefix) {
            report(node, key: key, value: text, "'\(text)' is the agent's own, which is no part of the experiment")
            return nil
        }
        return text
    }

    /// `threads` of `processes[0].arguments.threads`.
    func lastPart(_ key: String) -> String {
        // The files of a group have dots in their names.
        if let file = GroupFile.all.first(where: { key.hasSuffix("." + $0.name) }) { return file.name }
        return key.split(separator: ".").last.map(String.init) ?? key
    }
}
