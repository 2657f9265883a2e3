/// A span of a run that is worth comparing between kernels, in guest time.
public struct Phase: Equatable, Sendable {
    /// The spans. The raw values are public names and never change.
    public enum Name: String, Codable, Sendable, CaseIterable {
        /// From the first start of a workload to the first kill; where nothing is killed, to the end of the last process that exits by itself.
        case work
        /// From the first kill until the victim's parent is told that the whole process is gone.
        case killToExit = "kill_to_exit"
        /// From the first kill until its group's usage is below half of what it was.
        case killToRelease = "kill_to_release"
    }

    /// Which span.
    public let name: Name
    /// How long it took on the guest's CLOCK_MONOTONIC.
    public let nanoseconds: UInt64
    /// What it cost; `nil` where time is not counted in instructions.
    public let instructions: Int?

    /// A span of `nanoseconds`; `isCounted` where virtual time is instructions: `-icount shift=1` makes one of them 2 ns, idle time included.
    init(name: Name, nanoseconds: UInt64, isCounted: Bool) {
        self.name = name
        self.nanoseconds = nanoseconds
        instructions = isCounted ? Int(clamping: nanoseconds / 2) : nil
    }
}
