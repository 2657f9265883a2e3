import GuestProtocol
import Vocabulary

// A comment speaks for all the properties below it, up to the next one.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
/// What the scenario did, in words, and when.
public struct Script: Equatable, Sendable {
    /// Whose time was up when a step ended.
    public enum TimeUp: Equatable, Sendable {
        /// The step's own: what it waited for did not come.
        case step
        /// The step's own, which was all that it was to do: an observation that lasted its whole time.
        case observation
        /// The run's deadline came into it.
        case run
    }

    /// One step.
    public struct Line: Equatable, Sendable {
        /// Such as `freeze hog in fridge`.
        public let words: String
        public let beganNs: UInt64
        /// When it ended; `nil` where the run ended first.
        public let endedNs: UInt64?
        /// `done`, `timed out`, `failed`, `left`, `skipped` or `began`.
        public let outcome: String
        /// Why it failed, such as `Invalid argument (EINVAL)`; `nil` where it didn't, or nothing tells.
        public var error: String?
        /// Index into the plan's steps.
        public var index = 0
        /// Index into the plan's processes of the one that it is about; `nil` where it is about none.
        public var process: Int?
        /// The signal that it sends; `nil` where it sends none.
        public var signal: Int?
        /// Whether the scenario lets it run out of time or fail.
        public var isLenient = false
        /// Whether it waits for something to happen in the guest.
        public var isWait = false
        /// Whether it waits for a kill.
        public var waitsForKill = false
        /// Whose time was up; `nil` where something else ended it.
        public var timeUp: TimeUp?
        /// Whether a wait ran out while its group stood at its limit without a kill (`stalled`).
        public var stoodStill = false

        /// Whether it began, and was cut off by the end of the run or its deadline.
        public var wasCut = false

        /// Whether it waited in vain, until its own time or the run's was up.
        public var waitedInVain: Bool { isWait && (timeUp == .step || timeUp == .run) }
    }

    /// A span in which a process was held in a freezer by the scenario.
    public struct Frozen: Equatable, Sendable {
        public let role: String
        public let group: String
        public let fromNs: UInt64
        /// When it was thawed; `nil` where it never was.
        public var toNs: UInt64?
    }

    /// The steps in order, those that the run never came to left out.
    public private(set) var lines: [Line] = []
    /// How many steps the plan has.
    public private(set) var planned = 0
    /// The spans in the order in which they began.
    public private(set) var frozen: [Frozen] = []
    /// The spans that are not at their end yet, by group: where they stand in `frozen`.
    private var held: [String: [Int]] = [:]

    init() {}

    init(_ plan: Plan, _ timeline: Timeline) {
        planned = plan.steps.count
        let lenient = Set(plan.lenientSteps.map(Int.init))
        // A step says the same however often it ran.
        let words = plan.steps.map { Script.words($0, plan) }
        for step in timeline.steps where plan.steps.indices.contains(step.index) {
            let planned = plan.steps[step.index]
            var line = Line(
                words: words[step.index], beganNs: step.beganNs, endedNs: step.endedNs,
                outcome: Script.outcome(step.event), error: step.errno.map(ErrnoText.text), index: step.index)
            line.isLenient = lenient.contains(step.index)
            line.process = Script.process(of: planned)
            if case .kill(_, let signal) = planned { line.signal = Int(signal) }
            line.isWait = planned.isWait
            if case .waitGroup(_, .oomKill, _) = planned { line.waitsForKill = true }
            line.wasCut = step.hasBegun && (step.event == .began || step.event == .skipped)
            line.timeUp = Script.timeUp(step, planned, timeline)
            lines.append(line)
            take(planned, plan, step)
        }
    }

    /// Notes in which lines the group stood still.
    mutating func note(stoodStill: (Line) -> Bool) {
        for index in lines.indices { lines[index].stoodStill = stoodStill(lines[index]) }
    }

    private static func timeUp(_ run: Timeline.StepRun, _ step: Step, _ timeline: Timeline) -> TimeUp? {
        if run.event == .timedOut { return .step }
        if run.hasBegun, run.event == .began || run.event == .skipped { return timeline.deadlineNs == nil ? nil : .run }
        guard case .observe(let ns, _, _) = step, let ended = run.endedNs else { return nil }
        return ended.minus(run.beganNs) >= ns ? .observation : nil
    }

    private mutating func take(_ step: Step, _ plan: Plan, _ run: Timeline.StepRun) {
        switch step {
        case .freeze(let process, let group, _) where run.event == .done:
            let name = Script.group(group, plan)
            held[name, default: []].append(frozen.count)
            frozen.append(
                Frozen(
                    role: Script.role(process, plan), group: name,
                    fromNs: run.endedNs ?? run.beganNs, toNs: nil))
        case .thaw(let group):
            for index in held.removeValue(forKey: Script.group(group, plan)) ?? [] {
                frozen[index].toNs = run.beganNs
            }
        default: break
        }
    }

    private static func process(of step: Step) -> Int? {
        switch step {
        case .start(let process), .waitProcess(let process, _, _), .kill(let process, _): Int(process)
        case .freeze(let process, _, _): process == Step.nobody ? nil : Int(process)
        default: nil
        }
    }

    private static func words(_ step: Step, _ plan: Plan) -> String {
        switch step {
        case .start(let process): "start \(role(process, plan))"
        case .waitProcess(let process, let state, _):
            "wait until \(role(process, plan)) \(state == .exited ? "has exited" : "is \(state)")"
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
        case .left: "left"
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

extension Step {
    /// Whether it ends when something happens in the guest.
    fileprivate var isWait: Bool {
        switch self {
        case .waitProcess, .waitGroup, .freeze: true
        default: false
        }
    }
}
