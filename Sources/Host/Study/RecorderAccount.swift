import Evidence
import GuestProtocol
import Vocabulary

/// What the recorder cost the guest, and when it could not look.
public struct RecorderAccount: Equatable, Sendable {
    /// Processor time from before the first step to its last word on it, in nanoseconds; `nil` where it never said.
    public private(set) var cpuNs: UInt64?
    /// The spans in which nothing was sampled though it should have been, in order; of a recorder that looks away all the time the first ones.
    public private(set) var blind: [Timeline.Window] = []
    /// Nanoseconds of all blind spans together.
    public private(set) var blindNs: UInt64 = 0
    /// How many there were.
    public private(set) var blindSpans = 0

    /// More than any run has; what a guest says beyond is counted, and not kept.
    private static let mostSpans = 4096

    /// The account in `entries`.
    public init(_ entries: [Evidence.Entry] = []) {
        for entry in entries {
            switch entry.record {
            case .usage(let usage): cpuNs = usage.cpuNs
            case .blind(let fromNs): take(from: min(fromNs, entry.timeNs), to: entry.timeNs)
            default: break
            }
        }
    }

    private mutating func take(from: UInt64, to: UInt64) {
        blindSpans = blindSpans.plus(1)
        blindNs = blindNs.plus(to - from)
        if blind.count < RecorderAccount.mostSpans { blind.append(Timeline.Window(beganNs: from, endedNs: to)) }
    }
}
