import GuestProtocol
import Vocabulary

/// Freezes a role's processes, or whoever is in a group, and waits until they are frozen.
struct Freeze: StepKind {
    static let verb = "freeze"
    static let form = "freeze: {role: ROLE, [group: GROUP]} or {group: GROUP}, [timeout: 20s], [may: time out]"
    static let about = "freezes a role in its group or in a v1 freezer group, or everybody in a group, and waits for it"

    /// `nil` if only what is in the group already is frozen.
    let role: String?
    let group: String
    let timeout: GuestDuration

    var words: String { role.map { "freeze \($0) in \(group)" } ?? "freeze \(group)" }

    static func read(_ node: SourceTree, key: String, by reader: inout ScenarioReader) {
        guard let fields = reader.fields(node, key: key, known: ["role", "group", "timeout", "may"]) else { return }
        var role: String?
        if fields["group"] == nil || fields["role"] != nil {
            guard let roleNode = reader.required(fields, "role", "the process to freeze"),
                let started = reader.startedRole(roleNode, key: "\(key).role", verb: verb)
            else { return }
            role = started
        }
        let timeout = reader.timeout(fields, key: key)
        let home = role.map { reader.home($0) } ?? ""
        var frozen = reader.scenario.group(home)
        if let node = fields["group"] {
            guard let group = reader.group(named: node, key: "\(key).group") else { return }
            frozen = group
            if let role { check(node, key: "\(key).group", role: role, of: home, in: group, by: &reader) }
        }
        if let frozen {
            if !frozen.isFreezerV1 { reader.imply(feature: "freezer_v2") }
            reader.story.frozen.formUnion(frozen.names)
        }
        let step = Freeze(role: role, group: frozen?.name ?? home, timeout: timeout)
        reader.add(step, may: fields["may"], Words.timeOut, key: key)
    }

    /// Reports a group in which the role can't be frozen.
    private static func check(
        _ node: SourceTree, key: String, role: String, of home: String, in group: Scenario.Group,
        by reader: inout ScenarioReader
    ) {
        reader.checkPairs(of: reader.roles(role).count, in: group, node, key: key)
        guard !group.isFreezerV1, group.name != home, !home.hasPrefix(group.name + "/"), !home.isEmpty else { return }
        reader.report(
            node, key: key, value: group.name,
            "role '\(role)' runs in group '\(home)', and a v2 group freezes only its own processes")
    }

    func planned(by planner: inout Planner) -> [GuestProtocol.Step] {
        pairs(planner).map { .freeze(process: $0, group: $1, timeoutNs: timeout.nanoseconds) }
    }

    /// Every process in the one group, each in its own of as many, or whoever is in the groups.
    private func pairs(_ planner: Planner) -> [(process: UInt32, group: UInt32)] {
        let groups = planner.groups(group)
        guard let role else { return groups.map { (GuestProtocol.Step.nobody, $0) } }
        let processes = planner.processes(role)
        return groups.count == 1 ? processes.map { ($0, groups[0]) } : Array(zip(processes, groups))
    }
}
