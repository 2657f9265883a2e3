/// How time passes in a guest.
public enum RunMode: String, Codable, CaseIterable, Sendable, Comparable {
    /// Time counts instructions: the same plan and kernel give the same evidence, on any host, under any load.
    case deterministic
    /// Time is the host's: races on real CPUs, statistics over repeats.
    case realtime

    /// By name.
    public static func < (left: RunMode, right: RunMode) -> Bool { left.rawValue < right.rawValue }
}
