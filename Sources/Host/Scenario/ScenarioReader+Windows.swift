import Vocabulary

extension ScenarioReader {
    /// What the kernel itself waits: the reaper starts two seconds after a kill and tries for one (OOM_REAPER_DELAY and MAX_OOM_REAP_RETRIES,
    /// mm/oom_kill.c); and as long again, before one may say that something never comes.
    private static let shortestWindow = GuestDuration.seconds(6)

    /// Notes where the file says that something never comes, and watches for less time than the kernel takes for it.
    mutating func checkWindows(_ top: Fields) {
        let windows = scenario.steps.compactMap { step -> GuestDuration? in
            guard let window = step.kind as? Observe, window.untilExited == nil else { return nil }
            return window.span
        }
        guard let longest = windows.max(), longest < Self.shortestWindow else { return }
        if let effect = scenario.effect, case .holds(let op, let values) = effect.test,
            Self.saysNever(effect.observation, op, values)
        {
            note(top["effect"], key: "effect", effect.observation, longest)
        }
        for expectation in scenario.expectations
        where Self.saysNever(expectation.observation, expectation.op, expectation.expected) {
            note(top["expect"], key: "expect", expectation.observation, longest)
            return
        }
    }

    private mutating func note(_ node: SourceTree?, key: String, _ name: ObservationName, _ longest: GuestDuration) {
        scenario.notices.append(
            ScenarioError(
                file: file, line: node?.position.line, column: node?.position.column, key: key, value: name.rawValue,
                message:
                    "'\(name.rawValue)' says that something never comes, and is watched for \(longest): the reaper starts 2 s after a kill and tries for 1 s, and as long again should pass (observe: 6s)"
            ))
    }

    private static func saysNever(_ name: ObservationName, _ op: Expectation.Operator, _ values: [ObservationValue])
        -> Bool
    {
        switch name {
        case .killToExitMs, .killToReleaseMs, .killToReapMs: op == .absent
        case .stalled: values.contains(.flag(true))
        case .threadsLeft:
            [.equals, .atLeast, .above, .oneOf].contains(op)
                && values.contains { ($0.numeric ?? 0) > 0 || op == .above }
        default: false
        }
    }
}
