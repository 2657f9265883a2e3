import KernelLog

/// What else a log held: near misses, and lines inside reports that nothing explains. Both lists are bounded.
public struct LogSummary: Sendable {
    /// Something that looks like an OOM kill and is none.
    public struct NearMiss: Sendable, Equatable {
        /// Line number, counted from 1.
        public let line: Int
        /// What it is, in words.
        public let kind: String
        /// The message.
        public let text: String
    }

    /// Entries of a list that are kept.
    public static let most = 256

    /// Lines read.
    public internal(set) var lines = 0
    /// OOM reports found.
    public internal(set) var reportCount = 0
    /// The first near misses, and how many there were.
    public private(set) var nearMisses: [NearMiss] = []
    /// All of them.
    public private(set) var nearMissCount = 0
    /// The first lines inside reports that were not recognised.
    public private(set) var unrecognised: [UnrecognisedLine] = []
    /// All of them.
    public private(set) var unrecognisedCount = 0
    /// Failures of the kernel that are none of memory: oops, hung task, and the like.
    public private(set) var failures: [KernelEvent] = []

    /// What the OOM reaper said when its report had been told already.
    public private(set) var lateReapings: [KernelEvent] = []

    mutating func take(_ report: OOMReport) {
        reportCount += 1
        unrecognisedCount += report.unrecognisedCount
        unrecognised += report.unrecognised.prefix(max(0, Self.most - unrecognised.count))
    }

    mutating func take(_ event: KernelEvent) {
        if let kind = event.nearMissWord {
            nearMissCount += 1
            guard nearMisses.count < Self.most else { return }
            nearMisses.append(NearMiss(line: event.line, kind: kind, text: event.text))
        } else if event.kind == .reaped || event.kind == .unableToReap {
            if lateReapings.count < Self.most { lateReapings.append(event) }
        } else if event.kind.failureWord != nil, failures.count < Self.most {
            failures.append(event)
        }
    }
}

extension KernelEvent {
    /// What a near miss is, in words; nil for events of another kind.
    var nearMissWord: String? {
        switch kind {
        case .nearMiss: nearMiss?.words ?? "looks like an OOM kill, and is none"
        case .allocationFailure: "page allocation failure: an allocation was given up, nothing was killed"
        case .allocationStall: "page allocation stall: an allocation waited long, nothing was killed"
        case .sysrqOOM: "SysRq-f without a report"
        default: nil
        }
    }
}
