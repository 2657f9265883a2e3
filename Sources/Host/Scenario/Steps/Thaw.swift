import GuestProtocol

/// Thaws a group.
struct Thaw: StepKind {
    static let verb = "thaw"
    static let form = "thaw: GROUP"
    static let about = "thaws everybody in a group"

    let group: String

    var words: String { "thaw \(group)" }

    static func read(_ node: SourceTree, key: String, by reader: inout ScenarioReader) {
        if let group = reader.group(named: node, key: key) { reader.add(Thaw(group: group.name)) }
    }

    func planned(by planner: inout Planner) -> [GuestProtocol.Step] { planner.groups(group).map { .thaw(group: $0) } }
}
