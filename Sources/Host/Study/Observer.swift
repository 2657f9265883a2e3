import GuestProtocol
import KernelLog
import Vocabulary

/// Computes the observations of a run. One that can't be computed is left out: absent is not zero.
struct Observer {
    let facts: Facts
    let sources: Sources
    /// Where each process stands among the facts, and the kills of each, by process id.
    private let places: [Int32: Int]
    let killPlaces: [Int32: KillPlaces]
    /// When somebody was killed, in order.
    let killTimes: [UInt64]

    init(_ facts: Facts, _ sources: Sources) {
        self.facts = facts
        self.sources = sources
        places = facts.processPlaces
        killTimes = facts.kills.map(\.atNs).sorted()
        killPlaces = Dictionary(grouping: facts.kills.indices, by: { facts.kills[$0].victim.tgid })
            .mapValues { KillPlaces($0, of: facts.kills) }
    }

    /// The end of the observation window; where the machine died in it, whatever its console has of later moments is within it too.
    var endNs: UInt64 {
        let end = facts.timeline.windowEndNs
        return sources.died && end >= facts.timeline.endedNs ? .max : end
    }

    /// The kills up to the end of the observation window; later ones belong to clearing up.
    var kills: [Kill] { facts.kills.filter { $0.atNs <= endNs } }
    var firstVictim: ProcessFact? { kills.first.flatMap { process($0.victim.tgid) } }

    /// Every observation that the evidence allows.
    var observations: [ObservationName: ObservationValue] {
        // Without a word of the agent there is nothing but the console.
        var all: [ObservationName: ObservationValue] = [.kernelFailure: .word(facts.kernelFailure?.word ?? "none")]
        // Where the kernel lacks something, no step was begun, and nothing could be seen.
        guard facts.integrity.missing.isEmpty else { return [:] }
        guard facts.integrity.agentSpoke else { return facts.kernelFailure == nil ? [:] : all }
        all[.kills] = .count(kills.count)
        all[.victims] = .words(kills.map(\.victim.role))
        all[.sigkilled] = sigkilled.map { .count($0) }
        all[.bystandersKilled] = .count(bystanders)
        all[.innocentsKilled] = .count(innocents)
        all[.furtherDeaths] = furtherDeaths.map { .words($0) }
        all[.firstVictim] = kills.first.map { .words([$0.victim.role]) }
        all[.predictionMatches] = predictionMatches.map { .number($0) }
        all[.kernelPointsMatches] = kernelPointsMatches.map { .number($0) }
        all[.tasksListed] = firstReport.map { .count($0.tasks.count) }
        all.merge(ends) { _, new in new }
        all[.allocationFailures] = .count(sources.messages.events.count { $0.kind == .allocationFailure })
        let events = facts.topGroup.flatMap { facts.memoryEvents[$0] }
        all[.oomEvents] = events?.oom.map { .count($0) }
        all[.oomKillEvents] = events?.oomKill.map { .count($0) }
        all[.oomGroupKillEvents] = events?.oomGroupKill.map { .count($0) }
        all[.stalled] = stalled.map { .flag($0) }
        all[.standstillMs] = standstillNs.map { .number(Observer.milliseconds($0)) }
        all[.watchedMs] = watchedNs.map { .number(Observer.milliseconds($0)) }
        all[.threadsLeft] = threadsLeft.map { .count($0) }
        all.merge(memory) { _, new in new }
        all.merge(held) { _, new in new }
        all[.peakBytes] = peakBytes.map { .count($0) }
        all.merge(reaping) { _, new in new }
        all.merge(reserveUse) { _, new in new }
        all.merge(speed) { _, new in new }
        return all
    }

    private var firstReport: OOMReport? {
        sources.messages.reports.first { ($0.timeNs ?? 0) <= endNs }
    }

    /// From the first kill to the end of the window, or of the records where the machine died in it.
    private var watchedNs: UInt64? {
        kills.first.map { min(endNs, max(facts.timeline.windowEndNs, facts.timeline.endedNs)).minus($0.atNs) }
    }

    func process(_ tgid: Int32) -> ProcessFact? { places[tgid].map { facts.processes[$0] } }

    /// Nanoseconds as milliseconds, exact to the nanosecond.
    static func milliseconds(_ ns: UInt64) -> Double { Double(ns) / 1_000_000 }

    // MARK: Who died

    /// Processes that the kernel sent SIGKILL and that were gone by the end of the window.
    private var sigkilled: Int? {
        let end = facts.timeline.windowEndNs
        let traced = !sources.trace.events.isEmpty && sources.trace.lost == 0
        return facts.processes.count { process in
            if traced && process.killedByKernelNs == nil { return false }
            if let exit = process.exit { return exit.signal == 9 && exit.atNs <= end }
            // Not reaped by the agent (its parent lives on): the trace shows that every thread has gone.
            return traced && !process.tids.isEmpty
                && process.tids.allSatisfy { (process.threadExits[$0] ?? .max) <= end }
        }
    }

    private var bystanders: Int {
        let family = hogFamily
        return kills.count { !family.contains($0.victim.tgid) }
    }

    /// Members of a group that dies as one are not chosen one by one, so they don't count.
    private var predictionMatches: Double? {
        let judged = kills.filter { $0.prediction != .unavailable }
        guard !judged.isEmpty else { return nil }
        return Double(judged.count { $0.prediction == .match }) / Double(judged.count)
    }

    /// Of every victim, and of every process that shares a victim's mm and was sent SIGKILL with it.
    private var threadsLeft: Int? {
        guard !kills.isEmpty else { return nil }
        var family: Set<Int32> = []
        for kill in kills {
            family.insert(kill.victim.tgid)
            let sharers = process(kill.victim.tgid)?.sharesMmWith ?? []
            family.formUnion(sharers.filter { process($0)?.killedByKernelNs != nil })
        }
        var left = 0
        for tgid in family {
            guard let threads = process(tgid)?.threadsLeft else { return nil }
            left += threads.count
        }
        return left
    }
}

/// The kills of one process, by their places among all.
struct KillPlaces {
    /// The first of them.
    let first: Int
    /// Their times in order, and of each the highest place up to there.
    private var times: [UInt64] = []
    private var highest: [Int] = []

    /// - Parameter places: In order, and not empty.
    init(_ places: [Int], of kills: [Kill]) {
        first = places[0]
        for place in places.sorted(by: { (kills[$0].atNs, $0) < (kills[$1].atNs, $1) }) {
            times.append(kills[place].atNs)
            highest.append(Swift.max(place, highest.last ?? place))
        }
    }

    /// The last one in the log of those that were at or before `time`.
    func last(at time: UInt64) -> Int? {
        let later = times.partitioned { $0 <= time }
        return later == 0 ? nil : highest[later - 1]
    }
}
