// A comment speaks for all the properties below it, up to the next one.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
/// One process that the OOM killer killed, with everything that is known about the choice.
public struct Kill: Equatable, Sendable {
    /// What ran out, or why this one died.
    public enum Kind: String, Codable, Sendable {
        case memcg, global, cpuset, mempolicy, group, sysrq
    }

    /// The victim as the kernel's log names it.
    public struct Victim: Equatable, Sendable {
        /// The pid of the log, which is a thread's where the leader had exited before.
        public let pid: Int32
        /// Its process.
        public let tgid: Int32
        /// Its name and role.
        public let name: String
        public let role: String
        /// Sizes by the "Killed process" line; `nil` where the line lacks them.
        public let rssAnonKb: Int?
        public let rssFileKb: Int?
        public let rssShmemKb: Int?
        public let pgtablesKb: Int?
        public let oomScoreAdj: Int?
    }

    /// One process that could have been chosen.
    public struct Candidate: Equatable, Sendable {
        /// Who.
        public let pid: Int32
        public let role: String
        /// Badness by the kernel's formula, in pages; `nil` where it can't be computed.
        public let predictedPoints: Int?
        /// Badness as the kernel itself computed it, in pages; `nil` where no probe recorded it, or the kernel gave none.
        public let kernelPoints: Int?
        /// Whether the kernel itself gave points; `nil` where no probe recorded that.
        public let kernelEligible: Bool?
        /// Whether it could be killed at all, and why or why not.
        public let eligible: Bool
        public let why: String
    }

    /// Who the formula names.
    public struct Predicted: Equatable, Sendable {
        /// Who, and with how many points.
        public let pid: Int32
        public let points: Int
        /// The next eligible process of another mm.
        public let runnerUp: RunnerUp?
    }

    /// The next best.
    public struct RunnerUp: Equatable, Sendable {
        /// Who, and with how many points.
        public let pid: Int32
        public let points: Int
    }

    /// Whether formula and kernel agree.
    public enum Prediction: String, Codable, Sendable {
        case match, mismatch, unavailable
    }

    /// When, on CLOCK_MONOTONIC: by the trace, else by the log's clock, which is near it.
    public let atNs: UInt64
    /// How long before that the killer was invoked, by the log's clock alone; `nil` where the log does not say.
    public let invokedBeforeNs: UInt64?
    /// What kind of kill.
    public let kind: Kind
    /// The task whose allocation failed; `nil` where the log does not say.
    public let invoker: String?
    /// The kernel's word, as printed.
    public let constraint: String?
    /// The group at its limit, and the victim's.
    public let oomMemcg: String?
    public let taskMemcg: String?
    /// Who died.
    public let victim: Victim
    /// Who was there.
    public let candidates: [Candidate]
    /// Who should have died.
    public let predicted: Predicted?
    /// Whether they are the same.
    public let prediction: Prediction
}
