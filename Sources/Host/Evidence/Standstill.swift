/// A span in which the host kept a machine from running, while the machine's clock went on.
public struct Standstill: Codable, Hashable, Sendable {
    /// What kept it.
    public enum Cause: String, Codable, Sendable {
        /// QEMU was stopped by a signal.
        case stopped
        /// The host had no processor to spare for QEMU, or QEMU waited for the host's disk or memory.
        case starved
        /// Nobody looked after the machine: the command itself was stopped or starved, or the host slept.
        case unwatched
    }

    /// Its ends on the guest's CLOCK_MONOTONIC in nanoseconds, to a tenth of a second or two; 0 for what came before that clock.
    public var beganNs: UInt64
    /// See `beganNs`.
    public var endedNs: UInt64
    /// How much of the host's time was lost in it, in nanoseconds.
    public var lostNs: UInt64
    /// What kept the machine from running.
    public var cause: Cause

    /// A span with every field.
    public init(beganNs: UInt64, endedNs: UInt64, lostNs: UInt64, cause: Cause) {
        self.beganNs = beganNs
        self.endedNs = endedNs
        self.lostNs = lostNs
        self.cause = cause
    }
}

extension Standstill {
    /// The one measure of what a host may withhold: a deadline of which a tenth was lost says nothing. Whatever could add up to that is noted.
    public static let spoilingPart: UInt64 = 10
    /// How often a machine is looked at, in nanoseconds. A stop that begins and ends between two looks isn't seen.
    public static let lookNs: UInt64 = 100_000_000
    /// The most that a look may find lost and not note, in nanoseconds: a hundredth of it.
    public static let grainNs: UInt64 = 1_000_000

    /// The most that may have been lost in a span of `ns` nanoseconds without a note: a grain in each look that it touches.
    public static func unnoted(in ns: UInt64) -> UInt64 { (ns / lookNs + 2) * grainNs }

    /// Whether a deadline at the end of `ns` nanoseconds says nothing when `notedNs` of them are noted as lost.
    public static func spoils(lost notedNs: UInt64, of ns: UInt64) -> Bool {
        let bearable = ns / spoilingPart
        return notedNs > 0 && notedNs >= bearable - min(bearable, unnoted(in: ns))
    }
}
