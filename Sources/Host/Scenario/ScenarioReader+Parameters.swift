extension ScenarioReader {
    /// Reads the parameters, puts the twin's and the command line's values in force, and follows references between them.
    mutating func readParameters(_ node: SourceTree?, twin: Fields?) {
        var raw: [String: SourceTree] = [:]
        if let node, case .mapping(let pairs) = node.content {
            for pair in pairs { declare(pair, in: &raw) }
        } else if let node {
            report(node, key: "parameters", "'parameters' must be a map, and is \(node.shape)")
        }
        let defaults = raw
        let twinValues = twin.flatMap { twinSet($0, declared: raw) } ?? [:]
        if isTwin { raw.merge(twinValues) { _, new in new } }
        checkNames(of: scenario.parameters.map(\.name))
        for (name, value) in set where raw[name] != nil && !(isTwin && twinValues[name] != nil) {
            raw[name] = SourceTree(
                content: .scalar(value, quoted: true), position: raw[name]?.position ?? tree.position)
        }
        let defaultValues = resolved(defaults, reporting: false)
        values = resolved(raw, reporting: true)
        if isTwin { checkTwin(Set(twinValues.keys)) }
        for index in scenario.parameters.indices {
            let name = scenario.parameters[index].name
            scenario.parameters[index].value = values[name] ?? ""
            scenario.parameters[index].defaultValue = (isTwin ? values[name] : defaultValues[name]) ?? ""
        }
    }

    private mutating func declare(_ pair: SourceTree.Pair, in raw: inout [String: SourceTree]) {
        let key = "parameters.\(pair.key)"
        guard Interpolation.isName(pair.key) else {
            report(
                pair.keyPosition, key: key, value: pair.key,
                "'\(pair.key)' is no parameter name: a letter, then up to 39 letters, digits, '_' or '-'")
            return
        }
        scenario.parameters.append(.init(name: pair.key, value: "", defaultValue: ""))
        guard case .scalar = pair.value.content, !pair.value.isEmpty else {
            report(
                pair.value, key: key, "parameter '\(pair.key)' must have a single value, and has \(pair.value.shape)")
            return
        }
        raw[pair.key] = pair.value
    }

    private mutating func twinSet(_ twin: Fields, declared: [String: SourceTree]) -> [String: SourceTree]? {
        guard let node = twin["set"] else { return nil }
        guard let fields = fields(node, key: "twin.set", known: scenario.parameters.map(\.name)) else { return nil }
        var values: [String: SourceTree] = [:]
        for pair in fields.pairs {
            guard case .scalar = pair.value.content, !pair.value.isEmpty else {
                report(pair.value, key: "twin.set.\(pair.key)", "'\(pair.key)' must be a single value")
                continue
            }
            values[pair.key] = pair.value
        }
        return values
    }

    private mutating func checkNames(of names: [String]) {
        for name in set.keys.sorted() where !names.contains(name) {
            let known = names.isEmpty ? "it has none" : "it has \(names.joined(separator: ", "))"
            reportSet(
                name, "the scenario has no parameter '\(name)'; \(known)",
                suggestion: nearestWord(to: name, in: names))
        }
    }

    /// What the twin leaves out can't be set to anything else; a saved run names the twin's own value, which is fine.
    private mutating func checkTwin(_ leftOut: Set<String>) {
        for name in leftOut.sorted() where set[name] != nil && set[name] != values[name] {
            reportSet(name, "'\(name)' is what the twin leaves out; set it on the scenario itself")
        }
    }

    /// Every parameter's value with the references to others filled in.
    private mutating func resolved(_ raw: [String: SourceTree], reporting: Bool) -> [String: String] {
        var done: [String: String] = [:]
        for parameter in scenario.parameters {
            var path: [String] = []
            do {
                _ = try resolve(parameter.name, raw: raw, done: &done, path: &path)
            } catch let failure as Interpolation.Failure {
                if reporting, let node = raw[path.last ?? parameter.name] {
                    report(failure, node: node, key: "parameters.\(path.last ?? parameter.name)")
                }
            } catch let cycle as Cycle {
                if reporting, let node = raw[cycle.names.sorted().first ?? ""] {
                    report(
                        node, key: "parameters.\(cycle.names.sorted()[0])",
                        "parameters that refer to each other in a circle: \(cycle.names.sorted().joined(separator: ", "))"
                    )
                }
            } catch {
                report(tree, key: "parameters", "\(error)")
            }
        }
        return done
    }

    private struct Cycle: Error {
        var names: [String]
    }

    private func resolve(
        _ name: String, raw: [String: SourceTree], done: inout [String: String], path: inout [String]
    ) throws -> String? {
        if let value = done[name] { return value }
        guard let node = raw[name], case .scalar(let text, _) = node.content else { return nil }
        if let start = path.firstIndex(of: name) { throw Cycle(names: Array(path[start...])) }
        path.append(name)
        let value = try Interpolation.expand(text) { try resolve($0, raw: raw, done: &done, path: &path) }
        path.removeLast()
        done[name] = value
        return value
    }
}
