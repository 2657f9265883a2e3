import GuestProtocol

// A comment speaks for all the properties below it, up to the next one.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
/// What the scenario did, in words, and when.
public struct Script: Equatable, Sendable {
    /// One step.
    public struct Line: Equatable, Sendable {
        /// Such as `freeze hog in fridge`.
        public let words: String
        public let beganNs: UInt64
        /// When it ended; `nil` where the run ended first.
        public let endedNs: UInt64?
        /// `done`, `timed out`, `failed`, `skipped` or `began`.
        public let outcome: String
    }

    /// A span in which a process was held in a freezer by the scenario.
    public struct Frozen: Equatable, Sendable {
        public let role: String
        public let group: String
        public let fromNs: UInt64
        /// When it was thawed; `nil` where it never was.
        public var toNs: UInt64?
    }

    /// The steps in order.
    public private(set) var lines: [Line] = []
    /// The spans in the order in which they began.
    public private(set) var frozen: [Frozen] = []

    init() {}

    init(_ plan: Plan, _ timeline: Timeline) {
        for step in timeline.steps where plan.steps.indices.contains(step.index) {
            let planned = plan.steps[step.index]
            lines.append(
                Line(
                    words: Script.words(planned, plan), beganNs: step.beganNs, endedNs: step.endedNs,
                    outcome: Script.outcome(step.event)))
            take(planned, plan, step)
        }
    }

    private mutating func take(_ step: Step, _ plan: Plan, _ run: Timeline.StepRun) {
        switch step {
        case .freeze(let process, let group, _) where run.event == .done:
            frozen.append(
                Frozen(
                    role: Script.role(process, plan), group: Script.group(group, plan),
                    fromNs: run.endedNs ?? run.beganNs, toNs: nil))
        case .thaw(let group):
            let name = Script.group(group, plan)
            for index in frozen.indices where frozen[index].group == name && frozen[index].toNs == nil {
                frozen[index].toNs = run.beganNs
            }
        default: break
        }
    }

    private static func words(_ step: Step, _ plan: Plan) -> String {
        switch step {
        case .start(let process): "start \(role(process, plan))"
        case .waitProcess(let process, let state, _): "wait until \(role(process, plan)) is \(state)"
        case .waitGroup(let group, let state, _):
            "wait until \(Script.group(group, plan)) \(state == .oomKill ? "has an oom_kill" : "is \(state)")"
        case .freeze(let process, let group, _): "freeze \(role(process, plan)) in \(Script.group(group, plan))"
        case .thaw(let group): "thaw \(Script.group(group, plan))"
        case .kill(let process, let signal): "send signal \(signal) to \(role(process, plan))"
        case .write(let write):
            "write \(String(decoding: write.value.prefix(80), as: UTF8.self)) to \(String(decoding: write.path.prefix(200), as: UTF8.self))"
        case .sleep(let ns): "sleep \(ns / 1_000_000) ms"
        case .observe(let ns, let until, _):
            "observe \(ns / 1_000_000) ms"
                + (until.isEmpty ? "" : " or until \(until.map { role($0, plan) }.joined(separator: ", ")) exited")
        case .snapshot: "take a picture of /proc"
        }
    }

    private static func outcome(_ event: Record.StepEvent) -> String {
        switch event {
        case .began: "began"
        case .done: "done"
        case .timedOut: "timed out"
        case .failed: "failed"
        case .skipped: "skipped"
        }
    }

    private static func role(_ index: UInt32, _ plan: Plan) -> String {
        if index == Step.nobody { return "everyone there" }
        return Int(index) < plan.processes.count
            ? String(decoding: plan.processes[Int(index)].role, as: UTF8.self) : "?"
    }

    private static func group(_ index: UInt32, _ plan: Plan) -> String {
        Int(index) < plan.groups.count ? String(decoding: plan.groups[Int(index)].name, as: UTF8.self) : "?"
    }
}
