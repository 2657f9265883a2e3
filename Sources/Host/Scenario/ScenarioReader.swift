import Vocabulary

/// Turns a source tree into a checked scenario. It goes on after a fault, so that all faults of a file are told at once.
struct ScenarioReader {
    let tree: SourceTree
    let file: String
    /// Whether the negative twin is read instead of the scenario.
    let isTwin: Bool
    /// Parameter values of `--set`.
    let set: [String: String]
    /// RAM of the guest where it is not the scenario's own.
    let memory: UInt64?

    /// What is wrong so far.
    private(set) var errors: [ScenarioError] = []
    /// The parameters' values, for interpolation.
    var values: [String: String] = [:]
    /// What has been read so far.
    var scenario = Scenario()
    /// What the steps read so far have done.
    var story = Story()

    init(
        tree: SourceTree, file: String, isTwin: Bool = false, set: [String: String] = [:], memory: UInt64? = nil
    ) {
        self.tree = tree
        self.file = file
        self.isTwin = isTwin
        self.set = set
        self.memory = memory
    }

    /// Reads everything. What it answers is complete only where `errors` stays empty.
    mutating func read() -> Scenario {
        scenario.tree = tree
        scenario.file = file
        scenario.isTwin = isTwin
        guard let top = fields(tree, key: "", known: Keys.top.names) else { return scenario }
        let twin = top["twin"].flatMap { fields($0, key: "twin", known: Keys.twin.names) }
        scenario.hasTwin = twin != nil
        readParameters(top["parameters"], twin: twin)
        readHeader(top, twin: twin)
        readMachine(top["machine"])
        readNeeds(top["needs"])
        readMeasured(top["measured"], twin: twin)
        if let node = top["settings"] { scenario.settings = settings(node) }
        readGroups(top["groups"])
        readProcesses(top["processes"])
        readSteps(top["steps"], without: isTwin ? verbs(leftOut: twin) : [])
        readReaches(top["reaches"])
        readEffect(top["effect"])
        readExpectations(isTwin ? twin?["expect"] : top["expect"], key: isTwin ? "twin.expect" : "expect")
        if !isTwin { checkWindows(top) }
        return scenario
    }

    private mutating func readHeader(_ top: Fields, twin: Fields?) {
        scenario.name = name(top)
        if isTwin { scenario.name += Words.twinSuffix }
        if let node = required(top, "claim", "a row of the claims ledger") {
            scenario.claim = word(node, key: "claim", in: Words.claims, what: "claim") ?? ""
        }
        if let node = required(top, "summary", "one sentence") { scenario.summary = line(node, key: "summary") ?? "" }
        if isTwin, let twin, let node = required(twin, "summary", "what is left out, in one sentence") {
            scenario.summary = line(node, key: "twin.summary") ?? ""
        }
        if let node = top["description"] { scenario.description = text(node, key: "description") ?? "" }
        if let node = top["tags"] {
            scenario.tags = names(node, key: "tags", what: "tag", characters: "letters, digits and hyphens")
        }
        if let node = top["deadline"], let span = span(node, key: "deadline", from: "100ms", to: "60m") {
            scenario.deadline = span
        }
        if let node = top["sampling"], let span = span(node, key: "sampling", from: "100us", to: "10s") {
            scenario.sampling = span
        }
    }

    private mutating func name(_ top: Fields) -> String {
        guard let node = required(top, "scenario", "its name"), let name = text(node, key: "scenario") else {
            return ""
        }
        let fits =
            name.utf8.count <= 48 && name.utf8.first.map { $0 != 0x2d } == true
            && name.utf8.allSatisfy { (0x61...0x7a).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2d }
        if !fits {
            report(
                node, key: "scenario", value: name,
                "'\(name)' is no scenario name: up to 48 small letters, digits and hyphens, not beginning with a hyphen"
            )
        } else if name.hasSuffix(Words.twinSuffix) {
            report(
                node, key: "scenario", value: name,
                "'\(name)' ends with '\(Words.twinSuffix)', which is kept for twins")
        }
        return name
    }

    private mutating func verbs(leftOut twin: Fields?) -> [String] {
        guard let twin else { return [] }
        if twin["set"] == nil, twin["without"] == nil {
            report(
                twin.position, key: "twin",
                "the twin leaves nothing out: it needs 'set' (other parameter values) or 'without' (steps to leave out)"
            )
        }
        guard let node = twin["without"], let items = list(node, key: "twin.without") else { return [] }
        let used =
            (tree["steps"].flatMap { steps -> [SourceTree]? in
                if case .sequence(let items) = steps.content { items } else { nil }
            } ?? []).compactMap(\.verb)
        var verbs: [String] = []
        for (index, item) in items.enumerated() {
            let key = "twin.without[\(index)]"
            guard let verb = word(item, key: key, in: Scenario.Step.verbs, what: "step") else { continue }
            if !used.contains(verb) {
                report(item, key: key, value: verb, "the scenario has no step '\(verb)' to leave out")
            }
            verbs.append(verb)
        }
        return verbs
    }

    /// Adds a fault at a node.
    mutating func report(
        _ node: SourceTree, key: String, value: String? = nil, _ message: String, nearest: [String]? = nil
    ) {
        report(node.position, key: key, value: value, message, nearest: nearest)
    }

    /// Adds a fault; `nearest` are the words that one may have meant.
    mutating func report(
        _ position: SourceTree.Position?, key: String, value: String? = nil, _ message: String,
        nearest: [String]? = nil
    ) {
        // A value may be hostile and long: a message shows enough of it to be found.
        let shown = message.count > 300 ? String(message.prefix(300)) + "…" : message
        errors.append(
            ScenarioError(
                file: file, line: position?.line, column: position?.column, key: key, value: value,
                message: shown, suggestion: nearest.flatMap { nearestWord(to: value ?? "", in: $0) }))
    }

    /// Adds a fault of a command-line value.
    mutating func reportSet(_ name: String, _ message: String, suggestion: String? = nil) {
        let value = set[name] ?? ""
        errors.append(
            ScenarioError(
                file: "--set \(name)=\(value.prefix(80))", key: name, value: value, message: message,
                suggestion: suggestion))
    }
}
