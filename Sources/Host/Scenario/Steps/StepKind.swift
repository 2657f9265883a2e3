import GuestProtocol

/// A kind of step, with everything about it in one place: how a scenario writes it, what the guest does for it, and how people read it.
///
/// A new kind is a type in this folder and a line in `all`. What the guest does must be a `GuestProtocol.Step`: if none will do, that and the agent's
/// `StepMachine` come first.
protocol StepKind: Sendable, Equatable {
    /// The verb: the only key of a step.
    static var verb: String { get }
    /// How it is written, optional parts in brackets.
    static var form: String { get }
    /// What it does: a phrase without a full stop.
    static var about: String { get }

    /// Reads what stands behind the verb, reports what is wrong with it, and adds the steps that it makes.
    ///
    /// - Parameter key: Where it stands, for messages: `steps[3].wait`.
    static func read(_ node: SourceTree, key: String, by reader: inout ScenarioReader)

    /// What the guest is to do: several steps if a name stands for several processes or groups.
    func planned(by planner: inout Planner) -> [GuestProtocol.Step]

    /// The step as people read it: `wait until hog is ready (at most 20s)`.
    var words: String { get }
}

extension Scenario.Step {
    /// Every kind, in the order in which they are listed for people.
    static let all: [any StepKind.Type] = [
        Start.self, Wait.self, Freeze.self, Thaw.self, Kill.self, Write.self, Sleep.self, Observe.self, Snapshot.self,
    ]

    /// Their verbs.
    static let verbs = all.map { $0.verb }
}
