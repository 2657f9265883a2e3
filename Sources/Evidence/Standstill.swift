/// A span in which the host kept a machine from running, while the machine's clock went on.
public struct Standstill: Codable, Hashable, Sendable {
    /// What kept it.
    public enum Cause: String, Codable, Sendable {
        /// QEMU was stopped by a signal.
        case stopped
        /// The host had no processor to spare for QEMU.
        case starved
        /// Nobody looked after the machine: the command itself was stopped or starved, or the host slept.
        case unwatched
    }

    /// Its ends on the guest's CLOCK_MONOTONIC in nanoseconds, to some tenths of a second; 0 for what came before that clock.
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
