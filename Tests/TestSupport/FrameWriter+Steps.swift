import Evidence
import GuestProtocol

extension FrameWriter {
    /// Every step of `plan` begins and comes to its end, all at one time.
    public mutating func appendSteps(of plan: Plan, timeNs: UInt64) {
        for index in plan.steps.indices {
            append(.step(index: UInt32(index), event: .began), timeNs: timeNs)
            append(.step(index: UInt32(index), event: .done), timeNs: timeNs)
        }
    }
}
