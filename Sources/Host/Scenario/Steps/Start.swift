import GuestProtocol

/// Starts the processes of a role.
struct Start: StepKind {
    static let verb = "start"
    static let form = "start: ROLE, or start: [ROLE, …]"
    static let about = "starts the processes of a role, in its group"

    let role: String

    var words: String { "start \(role)" }

    static func read(_ node: SourceTree, key: String, by reader: inout ScenarioReader) {
        var items = [node]
        if case .sequence(let list) = node.content { items = list }
        for item in items {
            guard let role = reader.role(named: item, key: key) else { continue }
            let all = reader.roles(role)
            if all.contains(where: reader.story.started.contains) {
                reader.report(item, key: key, value: role, "role '\(role)' is started a second time")
            }
            reader.story.started.formUnion(all)
            reader.add(Start(role: role))
        }
    }

    func planned(by planner: inout Planner) -> [GuestProtocol.Step] {
        planner.processes(role).flatMap { process -> [GuestProtocol.Step] in
            let delay = planner.startDelay()
            return delay == 0 ? [.start(process: process)] : [.sleep(ns: delay), .start(process: process)]
        }
    }
}
