import GuestProtocol
import Vocabulary

/// Lets time pass, with nothing to be observed in it.
struct Sleep: StepKind {
    static let verb = "sleep"
    static let form = "sleep: TIME"
    static let about = "lets guest time pass"

    let span: GuestDuration

    var words: String { "sleep \(span)" }

    static func read(_ node: SourceTree, key: String, by reader: inout ScenarioReader) {
        if let span = reader.passing(node, key: key) { reader.add(Sleep(span: span)) }
    }

    func planned(by planner: inout Planner) -> [GuestProtocol.Step] { [.sleep(ns: span.nanoseconds)] }
}
