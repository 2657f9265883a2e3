import CLinux

/// The recorder's share of a processor: a sixtieth of the run is for what can be put off, and no span of 100 ms may cost more than a tenth of it, whatever
/// the kernel has to say.
struct Budget {
    private static let spanNs: UInt64 = 100_000_000
    private static let mostNs: UInt64 = 10_000_000

    private var began: UInt64 = 0
    private var usedBefore: UInt64 = 0
    private var spanBegan: UInt64 = 0
    private var usedBeforeSpan: UInt64 = 0

    /// Counts from now on.
    mutating func begin(_ now: UInt64) {
        began = now
        usedBefore = Clock.ownCPUTime()
        refill(now)
    }

    /// Begins a new span where the last one is over.
    mutating func refill(_ now: UInt64) {
        guard now &- spanBegan >= Budget.spanNs else { return }
        spanBegan = now
        usedBeforeSpan = Clock.ownCPUTime()
    }

    /// Processor time since the beginning, in nanoseconds.
    var usedNs: UInt64 { Clock.ownCPUTime() &- usedBefore }

    /// Whether this span's share is used up.
    var isSpent: Bool { Clock.ownCPUTime() &- usedBeforeSpan > Budget.mostNs }

    /// Whether the whole run's share is not.
    var hasTimeToSpare: Bool { usedNs &* 60 < Clock.now() &- began }
}
