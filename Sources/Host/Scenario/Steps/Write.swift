import GuestProtocol

/// Writes a value to a file of the kernel.
struct Write: StepKind {
    static let verb = "write"
    static let form = "write: {path: FILE, value: VALUE, [may: fail]}"
    static let about = "writes to a file below /proc or /sys; a write that fails makes the run an ERROR, unless it may"

    let setting: Scenario.Setting

    var words: String { "write \(setting.value) to \(setting.path)" }

    static func read(_ node: SourceTree, key: String, by reader: inout ScenarioReader) {
        guard let setting = reader.setting(node, key: key, alsoKnown: ["may"]) else { return }
        reader.story.hasWritten = true
        reader.add(Write(setting: setting), may: node["may"], Words.fail, key: key)
    }

    func planned(by planner: inout Planner) -> [GuestProtocol.Step] { [.write(setting.write)] }
}
