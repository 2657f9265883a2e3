import Evidence
import GuestProtocol

// A comment speaks for all the properties below it, up to the next one.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
/// When the run's steps, marks and windows were.
public struct Timeline: Equatable, Sendable {
    /// One step of the plan, as it went.
    public struct StepRun: Equatable, Sendable {
        /// Index into the plan's steps.
        public let index: Int
        /// When it began.
        public let beganNs: UInt64
        /// When it ended; `nil` where the run ended first.
        public fileprivate(set) var endedNs: UInt64?
        /// How it ended.
        public fileprivate(set) var event: Record.StepEvent
        /// Why it failed; `nil` where it didn't, or nothing tells.
        public fileprivate(set) var errno: Int32?
        /// Whether it began, which a step that was skipped may not have.
        public let hasBegun: Bool
    }

    /// A span of guest time, both ends included.
    public struct Window: Equatable, Sendable {
        /// Its ends.
        public let beganNs: UInt64
        public let endedNs: UInt64
    }

    /// The steps that began, in order.
    public private(set) var steps: [StepRun] = []
    /// The observation windows, in order; one that the run's end cut off ends there.
    public private(set) var observations: [Window] = []
    /// When the first workload process was started.
    public private(set) var firstStartNs: UInt64?
    /// When the steps were over, and when the deadline cut them off.
    public private(set) var stepsEndedNs: UInt64?
    public private(set) var deadlineNs: UInt64?
    /// The first and the last stamp.
    public private(set) var beganNs: UInt64 = 0
    public private(set) var endedNs: UInt64 = 0

    /// The moment whose state the observations describe: the end of the last observation window, else the end of the steps, else the end of the records.
    public var windowEndNs: UInt64 { observations.last?.endedNs ?? stepsEndedNs ?? endedNs }

    /// The timeline of `entries`.
    public init(_ entries: [Evidence.Entry]) {
        beganNs = entries.first?.timeNs ?? 0
        endedNs = entries.map(\.timeNs).max() ?? 0
        var observing: UInt64?
        var open: [Int: [Int]] = [:]
        var errno: Int32?
        for entry in entries {
            switch entry.record {
            case .stepError(_, let reason): errno = reason
            // Older agents told so why a step failed.
            case .trouble(_, let reason): errno = reason
            case .step(let index, let event):
                take(step: Int(index), event, errno, at: entry.timeNs, &open)
                errno = nil
            case .started: firstStartNs = firstStartNs ?? entry.timeNs
            case .mark(.observationBegan): observing = entry.timeNs
            case .mark(.observationEnded):
                observations.append(Window(beganNs: observing ?? entry.timeNs, endedNs: entry.timeNs))
                observing = nil
            case .mark(.stepsEnded): stepsEndedNs = entry.timeNs
            case .mark(.deadline): deadlineNs = entry.timeNs
            default: break
            }
        }
        if let observing {
            observations.append(Window(beganNs: observing, endedNs: max(observing, stepsEndedNs ?? endedNs)))
        }
    }

    /// - Parameter open: Where in `steps` each step is that has begun and not ended; a guest may say of one several times that it begins.
    private mutating func take(
        step index: Int, _ event: Record.StepEvent, _ errno: Int32?, at time: UInt64, _ open: inout [Int: [Int]]
    ) {
        if event == .began {
            open[index, default: []].append(steps.count)
            steps.append(StepRun(index: index, beganNs: time, endedNs: nil, event: .began, hasBegun: true))
            return
        }
        let place = open[index]?.popLast() ?? steps.count
        if place == steps.count {
            steps.append(StepRun(index: index, beganNs: time, endedNs: nil, event: event, hasBegun: false))
        }
        steps[place].endedNs = time
        steps[place].event = event
        if event == .failed { steps[place].errno = errno }
    }
}
