import Vocabulary

extension ScenarioReader {
    /// The smallest and the largest guest: less doesn't boot, more is a slip of the finger.
    static let machineMemory: ClosedRange<UInt64> = (64 << 20)...(64 << 30)

    /// RAM that the guest will really have.
    var machineBytes: UInt64 { memory ?? scenario.machine.memoryBytes }

    mutating func readMachine(_ node: SourceTree?) {
        if let memory, !Self.machineMemory.contains(memory) {
            report(nil, key: "machine.memory", "a guest has 64M to 64G of memory, not \(ByteSize(bytes: memory))")
        }
        guard let node,
            let machine = fields(
                node, key: "machine", known: Keys.machine.names)
        else { return }
        if let node = machine["memory"], let bytes = size(node, key: "machine.memory", in: Self.machineMemory) {
            scenario.machine.memoryBytes = bytes
            if bytes % (1 << 20) != 0 {
                report(node, key: "machine.memory", "'memory' must be whole megabytes, and is \(bytes) bytes")
            }
        }
        if let node = machine["cpus"], let cpus = number(node, key: "machine.cpus", in: 1...64) {
            scenario.machine.cpus = cpus
        }
        if let node = machine["modules"] {
            scenario.machine.modules = names(
                node, key: "machine.modules", what: "module", characters: "letters, digits, '_' and '-'")
        }
        if let node = machine["nodes"], let nodes = number(node, key: "machine.nodes", in: 1...4) {
            scenario.machine.nodes = nodes
            if nodes > 1 { imply(feature: "numa") }
            if scenario.machine.memoryBytes % UInt64(nodes << 20) != 0 {
                report(node, key: "machine.nodes", "'memory' must be whole megabytes for each of \(nodes) nodes")
            }
        }
        if let node = machine["swap"], let bytes = size(node, key: "machine.swap", in: 0...(64 << 30)) {
            scenario.machine.swapBytes = bytes / 4096 * 4096
            if bytes > 0 {
                imply(feature: "zram")
                if !scenario.machine.modules.contains("zram") { scenario.machine.modules.append("zram") }
            }
        }
        if let node = machine["probes"],
            let word = word(node, key: "machine.probes", in: Scenario.Probes.allCases.map(\.rawValue), what: "probe")
        {
            scenario.machine.probes = Scenario.Probes(rawValue: word) ?? .badness
        }
        if let node = machine["command_line"] { readCommandLine(node) }
    }

    private mutating func readCommandLine(_ node: SourceTree) {
        for (index, item) in (list(node, key: "machine.command_line") ?? []).enumerated() {
            let key = "machine.command_line[\(index)]"
            guard let word = line(item, key: key) else { continue }
            let name = String(word.prefix { $0 != "=" })
            if !word.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f && $0 != 0x22 && $0 != 0x2c }) {
                report(item, key: key, value: word, "'\(word)' is no single kernel parameter")
            } else if Words.ownedKernelParameters.contains(name) {
                report(item, key: key, value: word, "the kernel parameter '\(name)' belongs to the lab")
            } else {
                scenario.machine.commandLine.append(word)
            }
        }
    }

    mutating func readNeeds(_ node: SourceTree?) {
        guard let node, let needs = fields(node, key: "needs", known: Keys.needs.names) else {
            return
        }
        if let node = needs["kernel"] { scenario.needs.kernel = range(node, key: "needs.kernel") }
        for (index, item) in (needs["controllers"].flatMap { list($0, key: "needs.controllers") } ?? []).enumerated() {
            let key = "needs.controllers[\(index)]"
            if let word = word(item, key: key, in: Words.controllers, what: "controller") { imply(controller: word) }
        }
        for (index, item) in (needs["features"].flatMap { list($0, key: "needs.features") } ?? []).enumerated() {
            let key = "needs.features[\(index)]"
            guard let word = word(item, key: key, in: Words.features, what: "feature") else { continue }
            imply(feature: word)
            noticeModule(of: word, "the feature '\(word)'", item, key: key)
        }
    }

    /// Notes that a feature comes as a module on most kernels, which the scenario doesn't load.
    mutating func noticeModule(of feature: String, _ what: String, _ node: SourceTree, key: String) {
        guard let module = Feature.named(feature)?.module, !scenario.machine.modules.contains(module) else { return }
        let modules = (scenario.machine.modules + [module]).joined(separator: ", ")
        scenario.notices.append(
            ScenarioError(
                file: file, line: node.position.line, column: node.position.column, key: key, value: feature,
                message:
                    "\(what) needs the module '\(module)', which most kernels don't have built in: add 'modules: [\(modules)]' to 'machine'"
            ))
    }

    mutating func imply(controller: String) {
        if !scenario.needs.controllers.contains(controller) { scenario.needs.controllers.append(controller) }
    }

    mutating func imply(feature: String) {
        if !scenario.needs.features.contains(feature) { scenario.needs.features.append(feature) }
    }

    /// A kernel range such as `>=5.10` or `5.10..6.12`.
    mutating func range(_ node: SourceTree, key: String) -> KernelRange? {
        guard let text = text(node, key: key) else { return nil }
        if let range = KernelRange(text) { return range }
        report(
            node, key: key, value: text, "'\(text)' is no kernel range: write 6.12, >=5.10, <6.18, 5.10..6.12 or all")
        return nil
    }

    /// A list of `{path, value}`.
    mutating func settings(_ node: SourceTree) -> [Scenario.Setting] {
        var settings: [Scenario.Setting] = []
        for (index, item) in (list(node, key: "settings") ?? []).enumerated() {
            if let setting = setting(item, key: "settings[\(index)]") { settings.append(setting) }
        }
        return settings
    }

    /// One `{path, value}`.
    ///
    /// - Parameter others: Keys that the caller reads itself.
    mutating func setting(_ node: SourceTree, key: String, alsoKnown others: [String] = []) -> Scenario.Setting? {
        guard let fields = fields(node, key: key, known: Keys.setting.names + others) else { return nil }
        let path = required(fields, "path", "the file to write").flatMap { self.path($0, key: "\(key).path") }
        let value = required(fields, "value", "what to write").flatMap { line($0, key: "\(key).value") }
        guard let path, let value else { return nil }
        if path.hasSuffix("/cgroup.procs") || path.hasSuffix("/cgroup.threads") || path.hasSuffix("/tasks"),
            ["0", "1"].contains(value)
        {
            report(node, key: key, value: value, "process '\(value)' is the agent, which is no part of the experiment")
        }
        return .init(path: path, value: value)
    }
}
