import KernelLog
import VictimSelection

/// One OOM report in its place among the others of a log.
public struct Incident: Sendable {
    /// Its place among the reports of the log, from 1.
    public let number: Int
    /// What the log says.
    public let report: OOMReport
    /// Who had been killed by the reports before it.
    public let killedBefore: [Int]

    /// Who died of what, in one line.
    public var headline: String { Headline.text(report) }

    /// The time of it as the log has it, or its first line.
    public var when: String {
        report.timeNs.map(Amount.seconds) ?? report.stamp.map(\.plainText) ?? "line \(report.firstLine)"
    }
}

/// One OOM report with what follows from it.
public struct Explanation: Sendable {
    /// Its place among the reports of the log, from 1.
    public let number: Int
    /// What the log says.
    public let report: OOMReport
    /// The kernel's choice, computed again.
    public let selection: VictimSelection
    /// Where the memory was; nil where the report doesn't say.
    public let memory: MemoryAccount?

    /// Who died of what, in one line.
    public var headline: String { Headline.text(report) }

    /// What happened, who died, why that one, which limit fired and what was given back; what the log said is escaped for a terminal.
    public var sentences: [String] { Narrative(self).sentences }

    /// Computes what follows from a report.
    public init(_ incident: Incident) {
        number = incident.number
        report = incident.report
        selection = VictimSelection(report, dead: Set(incident.killedBefore))
        memory = MemoryAccount(report, pageKB: selection.page.kilobytes)
    }
}

/// Counts the reports of one log, and remembers who died.
struct History: Sendable {
    private var count = 0
    private var dead: [(pid: Int, timeNs: UInt64?)] = []

    /// Victims that are remembered.
    private static let most = 32
    /// A pid that comes back later than this is taken for another process.
    private static let recentNs: UInt64 = 60_000_000_000

    /// The next report in its place.
    mutating func place(_ report: OOMReport) -> Incident {
        count += 1
        let now = report.timeNs
        var known: [Int] = []
        for victim in dead where Self.isRecent(victim.timeNs, now) { known.append(victim.pid) }
        for victim in report.victims.prefix(Self.most) { dead.append((victim.pid, victim.timeNs ?? now)) }
        if dead.count > 2 * Self.most { dead.removeFirst(dead.count - Self.most) }
        return Incident(number: count, report: report, killedBefore: known)
    }

    /// A time that runs backwards is another boot; without times nothing tells.
    private static func isRecent(_ killed: UInt64?, _ now: UInt64?) -> Bool {
        guard let killed, let now else { return killed == nil && now == nil }
        return now >= killed && now - killed < recentNs
    }
}
