import GuestProtocol
import Vocabulary

/// Watches for a time: observations describe the state at the end of the last of these windows.
struct Observe: StepKind {
    static let verb = "observe"
    static let form = "observe: TIME, or observe: {for: TIME, until: {role: ROLE, state: exited}, [settle: 100ms]}"
    static let about =
        "watches for a time, or until a role has exited; observations describe the end of the last window"

    let span: GuestDuration
    /// Ends sooner, `settle` after every process of this role has exited.
    var untilExited: String?
    var settle = GuestDuration.milliseconds(0)

    var words: String {
        guard let untilExited else { return "observe for \(span)" }
        return "observe until \(settle) after \(untilExited) has exited (at most \(span))"
    }

    static func read(_ node: SourceTree, key: String, by reader: inout ScenarioReader) {
        guard case .mapping = node.content else {
            if let span = reader.passing(node, key: key) { reader.add(Observe(span: span)) }
            return
        }
        guard let fields = reader.fields(node, key: key, known: ["for", "until", "settle"]),
            let length = reader.required(fields, "for", "how long at most"),
            let span = reader.passing(length, key: "\(key).for"),
            let until = reader.required(fields, "until", "what ends it sooner"),
            let role = role(until, key: "\(key).until", by: &reader)
        else { return }
        var settle = GuestDuration.milliseconds(100)
        if let node = fields["settle"] {
            settle = reader.span(node, key: "\(key).settle", from: "0", to: "60m") ?? settle
        }
        reader.add(Observe(span: span, untilExited: role, settle: settle))
    }

    /// The role whose exit ends it.
    private static func role(_ node: SourceTree, key: String, by reader: inout ScenarioReader) -> String? {
        guard let fields = reader.fields(node, key: key, known: ["role", "state"]),
            let roleNode = reader.required(fields, "role", "the process whose exit ends it"),
            let role = reader.startedRole(roleNode, key: "\(key).role", verb: verb),
            let state = reader.required(fields, "state", "what to wait for"),
            reader.word(state, key: "\(key).state", in: ["exited"], what: "end of an observation") != nil
        else { return nil }
        return role
    }

    func planned(by planner: inout Planner) -> [GuestProtocol.Step] {
        let until = untilExited.map { planner.processes($0) } ?? []
        return [.observe(ns: span.nanoseconds, until: until, settleNs: settle.nanoseconds)]
    }
}
