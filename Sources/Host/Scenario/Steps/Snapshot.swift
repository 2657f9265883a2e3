import GuestProtocol

/// Takes a picture of every task.
struct Snapshot: StepKind {
    static let verb = "snapshot"
    static let form = "snapshot"
    static let about = "takes a picture of every task: its state, where it waits, its memory"

    var words: String { "take a picture of every task" }

    static func read(_ node: SourceTree, key: String, by reader: inout ScenarioReader) {
        if !node.isEmpty { reader.report(node, key: key, "'snapshot' takes no value") }
        reader.add(Snapshot())
    }

    func planned(by planner: inout Planner) -> [GuestProtocol.Step] { [.snapshot] }
}
