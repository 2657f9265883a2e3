import GuestProtocol
import Vocabulary

/// Who died besides the first victim, and whose fault that was.
extension Observer {
    /// The first victim's process and those that share its mm.
    private var firstFamily: Set<Int32> {
        guard let kill = kills.first else { return [] }
        return Set([kill.victim.tgid] + (firstVictim?.sharesMmWith ?? []))
    }

    /// The roles of processes that the kernel sent SIGKILL within the window, in order of time, the first victim and its mm's sharers left out;
    /// `nil` without a kill. Where the trace has no SIGKILL it is the log's victims.
    var furtherDeaths: [String]? {
        guard !kills.isEmpty else { return nil }
        let family = firstFamily
        let killed = facts.processes.filter { ($0.killedByKernelNs ?? .max) <= endNs }
        guard !killed.isEmpty else { return kills.map(\.victim).filter { !family.contains($0.tgid) }.map(\.role) }
        return killed.filter { !family.contains($0.tgid) }
            .sorted { ($0.killedByKernelNs ?? 0, $0.tgid) < ($1.killedByKernelNs ?? 0, $1.tgid) }.map(\.role)
    }

    /// The hog is the role of that name, else the first process of the plan; with everyone who shares its mm.
    var hogFamily: Set<Int32> {
        let first = sources.plan.processes.first.map { String(decoding: $0.role, as: UTF8.self) }
        let hogRole = facts.processes.contains { $0.role == "hog" } ? "hog" : first
        let hogs = facts.processes.filter { $0.role == hogRole }
        return Set(hogs.flatMap { [$0.tgid] + $0.sharesMmWith })
    }

    /// Kills whose victim is neither the hog nor one of several hogs or pushers (`pusher`, `hog-2`): those that fill a group or drive it over its
    /// limit are part of what the kernel has to end.
    var innocents: Int {
        let family = hogFamily
        return kills.count { !family.contains($0.victim.tgid) && !Observer.drives($0.victim.role) }
    }

    private static func drives(_ role: String) -> Bool {
        ["hog", "pusher"].contains { role == $0 || role.hasPrefix($0 + "-") }
    }
}
