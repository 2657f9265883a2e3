import GuestProtocol

/// Sends a signal to a role's processes.
struct Kill: StepKind {
    static let verb = "kill"
    static let form = "kill: {role: ROLE, [signal: KILL]}"
    static let about = "sends a signal, by name or number, to the processes of a role"

    let role: String
    let signal: Int

    var words: String { "send signal \(signal) to \(role)" }

    static func read(_ node: SourceTree, key: String, by reader: inout ScenarioReader) {
        guard let fields = reader.fields(node, key: key, known: ["role", "signal"]),
            let roleNode = reader.required(fields, "role", "the process to signal"),
            let role = reader.startedRole(roleNode, key: "\(key).role", verb: verb)
        else { return }
        var signal = 9
        if let node = fields["signal"], let text = reader.text(node, key: "\(key).signal") {
            if let number = number(of: text) {
                signal = number
            } else {
                reader.report(
                    node, key: "\(key).signal", value: text, "unknown signal '\(text)'",
                    nearest: Words.signals.flatMap { [$0.name, "SIG" + $0.name] })
            }
        }
        reader.add(Kill(role: role, signal: signal))
    }

    /// The number of `9`, `KILL` or `SIGKILL`.
    private static func number(of text: String) -> Int? {
        if let number = Int(text), (1...64).contains(number) { return number }
        let name = text.hasPrefix("SIG") ? String(text.dropFirst(3)) : text
        return Words.signals.first { $0.name == name }?.number
    }

    func planned(by planner: inout Planner) -> [GuestProtocol.Step] {
        planner.processes(role).map { .kill(process: $0, signal: UInt32(signal)) }
    }
}
