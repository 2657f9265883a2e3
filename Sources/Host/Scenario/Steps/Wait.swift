import GuestProtocol
import Vocabulary

/// Waits until a process or a group is in a state.
struct Wait: StepKind {
    static let verb = "wait"
    static let form =
        "wait: {role: ROLE, state: ready|exited} or {group: GROUP, state: frozen|oom_kill|empty}, [timeout: 20s], [may: time out]"
    static let about = "waits for a process or a group; a wait that runs out makes the run an ERROR, unless it may"

    let target: Target
    let timeout: GuestDuration

    /// Who is waited for, and in which state.
    enum Target: Equatable {
        case role(String, Scenario.ProcessState)
        case group(String, Scenario.GroupState)
    }

    var words: String {
        let what =
            switch target {
            case .role(let role, let state): "wait until \(role) is \(state.rawValue)"
            case .group(let group, .oomKill): "wait for an OOM kill in \(group)"
            case .group(let group, let state): "wait until \(group) is \(state.rawValue)"
            }
        return what + " (at most \(timeout))"
    }

    static func read(_ node: SourceTree, key: String, by reader: inout ScenarioReader) {
        guard let fields = reader.fields(node, key: key, known: ["role", "group", "state", "timeout", "may"]) else {
            return
        }
        let timeout = reader.timeout(fields, key: key)
        let state = reader.required(fields, "state", "what to wait for")
        let target: Target
        switch (fields["role"], fields["group"]) {
        case (let node?, nil):
            let state = state.flatMap {
                reader.choice($0, key: "\(key).state", among: Scenario.ProcessState.self, what: "state of a process")
            }
            guard let role = reader.startedRole(node, key: "\(key).role", verb: verb), let state else { return }
            target = .role(role, state)
        case (nil, let node?):
            let state = state.flatMap {
                reader.choice($0, key: "\(key).state", among: Scenario.GroupState.self, what: "state of a group")
            }
            guard let group = reader.group(named: node, key: "\(key).group"), let state else { return }
            check(node, key: "\(key).group", group: group, state: state, by: &reader)
            target = .group(group.name, state)
        default:
            reader.report(fields.position, key: key, "a wait is for a 'role' or for a 'group': name one of them")
            return
        }
        reader.add(Wait(target: target, timeout: timeout), may: fields["may"], Words.timeOut, key: key)
    }

    /// Reports a state that the group can't be in.
    private static func check(
        _ node: SourceTree, key: String, group: Scenario.Group, state: Scenario.GroupState,
        by reader: inout ScenarioReader
    ) {
        if state == .frozen, !group.names.allSatisfy(reader.story.frozen.contains), !reader.story.hasWritten {
            reader.report(
                node, key: key, value: group.name,
                "group '\(group.name)' is waited for to be frozen, and no step before has frozen it")
        }
        if state == .oomKill, group.isFreezerV1 {
            reader.report(
                node, key: key, value: group.name,
                "group '\(group.name)' is in the v1 freezer hierarchy, which has no memory.events")
        }
    }

    func planned(by planner: inout Planner) -> [GuestProtocol.Step] {
        switch target {
        case .role(let role, let state):
            planner.processes(role).map {
                .waitProcess(process: $0, state: state.wire, timeoutNs: timeout.nanoseconds)
            }
        case .group(let group, let state):
            planner.groups(group).map { .waitGroup(group: $0, state: state.wire, timeoutNs: timeout.nanoseconds) }
        }
    }
}

extension Scenario.ProcessState {
    fileprivate var wire: GuestProtocol.Step.ProcessState {
        switch self {
        case .ready: .ready
        case .exited: .exited
        }
    }
}

extension Scenario.GroupState {
    fileprivate var wire: GuestProtocol.Step.GroupState {
        switch self {
        case .frozen: .frozen
        case .oomKill: .oomKill
        case .empty: .empty
        }
    }
}
