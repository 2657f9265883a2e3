import Vocabulary

extension ScenarioReader {
    /// The agent keeps files of every group open, with numbers of their own, and the record has room for so many.
    private static let mostGroups = 1000

    mutating func readGroups(_ node: SourceTree?) {
        guard let node else {
            report(tree, key: "groups", "'groups' is missing: at least one group for the processes")
            return
        }
        let items = list(node, key: "groups") ?? []
        for (index, item) in items.prefix(Self.mostGroups).enumerated() {
            if let group = group(item, key: "groups[\(index)]") { scenario.groups.append(group) }
        }
        let total = max(items.count, scenario.groups.reduce(0) { $0 + $1.names.count })
        if total > Self.mostGroups {
            report(node, key: "groups", "'groups' has \(total) groups; at most \(Self.mostGroups)")
        }
        if items.isEmpty, node.shape == "a list" {
            report(node, key: "groups", "'groups' is empty: at least one group for the processes")
        }
        // Parents first: the order of names does that, and a stable sort by depth keeps the file's order otherwise.
        let depth = { (group: Scenario.Group) in group.name.utf8.count { $0 == UInt8(ascii: "/") } }
        scenario.groups = scenario.groups.enumerated().sorted {
            (depth($0.element), $0.offset) < (depth($1.element), $1.offset)
        }.map(\.element)
    }

    private mutating func group(_ node: SourceTree, key: String) -> Scenario.Group? {
        let known = Keys.group.names + GroupFile.all.map(\.name)
        guard let fields = fields(node, key: key, known: known), let nameNode = required(fields, "name", "its name")
        else { return nil }
        let count = fields["count"].flatMap { number($0, key: "\(key).count", in: 1...512) }
        guard let name = groupName(nameNode, key: "\(key).name", count: count) else { return nil }
        var group = Scenario.Group(name: name, count: count)
        if let node = fields["freezer"],
            word(node, key: "\(key).freezer", in: ["v1"], what: "freezer hierarchy") != nil
        {
            group.isFreezerV1 = true
            imply(feature: "freezer_v1")
        }
        for pair in fields.pairs {
            guard let file = GroupFile.named(pair.key) else { continue }
            if group.isFreezerV1 {
                report(
                    pair.keyPosition, key: "\(key).\(pair.key)",
                    "group '\(name)' is in the v1 freezer hierarchy, which has no '\(pair.key)'")
            } else if let value = value(of: file, node: pair.value, key: "\(key).\(pair.key)") {
                group.settings.append(.init(path: file.name, value: value))
                if let controller = file.controller { imply(controller: controller) }
            }
        }
        return group
    }

    private mutating func groupName(_ node: SourceTree, key: String, count: Int?) -> String? {
        guard let name = text(node, key: key) else { return nil }
        let names = Scenario.Group(name: name, count: count).names
        let longest = names.last ?? name
        let parts = longest.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard longest.utf8.count <= 200, parts.count <= 16, parts.allSatisfy(isGroupPart) else {
            report(
                node, key: key, value: name,
                "'\(name)' is no group name: letters, digits, '_', '-' and '.', with '/' between parent and child")
            return nil
        }
        let taken = Set(scenario.groups.flatMap { $0.names + [$0.name] })
        if let twice = (names + [name]).first(where: taken.contains) {
            report(node, key: key, value: name, "a second group '\(twice)'")
            return nil
        }
        checkParent(parts.dropLast().joined(separator: "/"), of: name, node, key: key)
        return name
    }

    private mutating func checkParent(_ parent: String, of name: String, _ node: SourceTree, key: String) {
        if parent.isEmpty { return }
        guard let group = scenario.groups.first(where: { $0.name == parent || $0.names.contains(parent) }) else {
            return report(node, key: key, value: name, "group '\(name)' has no parent: declare '\(parent)' before it")
        }
        if let count = group.count {
            report(
                node, key: key, value: name,
                "group '\(name)' can't be in '\(parent)': a group with a count (\(group.name), \(count)) has no children"
            )
        }
    }

    private func isGroupPart(_ part: String) -> Bool {
        guard let first = part.utf8.first, first != UInt8(ascii: "."), part.utf8.count <= 64 else { return false }
        let reserved = ["cgroup.", "memory.", "pids.", "cpu.", "cpuset.", "io.", "oomlab"]
        // "agent" is where the agent itself lives.
        return part != "agent" && !reserved.contains { part.hasPrefix($0) }
            && part.unicodeScalars.allSatisfy { isWordScalar($0) || $0 == "." }
    }

    /// A letter, a digit, `_` or `-`.
    func isWordScalar(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII
            && (scalar.properties.isAlphabetic || (scalar.value >= 0x30 && scalar.value <= 0x39) || scalar == "_"
                || scalar == "-")
    }

    private mutating func value(of file: GroupFile, node: SourceTree, key: String) -> String? {
        guard let text = text(node, key: key) else { return nil }
        switch file.kind {
        case .limit(let reachable):
            if text == "max" { return text }
            return limit(file, node: node, key: key, reachable: reachable)
        case .bytes:
            if text == "max" { return text }
            return size(node, key: key, in: 0...(1 << 50)).map(String.init)
        case .flag:
            if let flag = ["0": "0", "1": "1", "false": "0", "true": "1"][text] { return flag }
            report(node, key: key, value: text, "'\(file.name)' must be 0 or 1, and is '\(text)'")
            return nil
        case .count:
            if text == "max" { return text }
            return number(node, key: key, in: 0...Int(Int32.max)).map(String.init)
        case .text: return line(node, key: key)
        }
    }

    private mutating func limit(_ file: GroupFile, node: SourceTree, key: String, reachable: Bool) -> String? {
        guard let bytes = size(node, key: key, in: 0...(1 << 50)) else { return nil }
        if bytes < 4096 {
            report(node, key: key, value: "\(bytes)", "'\(file.name)' is \(bytes) bytes, which is less than one page")
            return nil
        }
        if reachable, bytes > machineBytes {
            report(
                node, key: key, value: "\(bytes)",
                "'\(file.name)' is \(ByteSize(bytes: bytes)), which a machine of \(ByteSize(bytes: machineBytes)) never reaches"
            )
            return nil
        }
        return "\(bytes)"
    }
}
