import GuestProtocol
import KernelLog
import Vocabulary

/// What a kill gave back, and what the reaper did.
extension Observer {
    /// The group whose memory a kill is about: the group at its limit, or for a global kill the victim's top group.
    func group(of kill: Kill) -> String? {
        let path = kill.kind == .memcg || kill.kind == .group ? kill.oomMemcg : kill.taskMemcg
        let names = sources.plan.groups.filter { $0.hierarchy == .v2 }.map { String(decoding: $0.name, as: UTF8.self) }
        guard let path = path?.drop(while: { $0 == "/" }) else { return facts.topGroup }
        if kill.kind == .memcg || kill.kind == .group, names.contains(String(path)) { return String(path) }
        return names.first { path == $0 || path.hasPrefix($0 + "/") } ?? facts.topGroup
    }

    /// The first kill, the file that shows its group's usage, and the usage at the kill; `nil` where any of them is unknown.
    var firstRelease: (kill: Kill, path: String, before: UInt64)? {
        guard let kill = kills.first, let group = group(of: kill),
            let path = sources.files.path(group: group, file: "memory.current"),
            let before = sources.files.last(path, at: kill.atNs).flatMap({ KernelFiles.single($0.text) })
        else { return nil }
        return (kill, path, before)
    }

    /// The first kill's release, by samples of its group's memory.current.
    var memory: [ObservationName: ObservationValue] {
        guard let (_, path, before) = firstRelease,
            let last = sources.files.last(path, at: facts.timeline.windowEndNs),
            let after = KernelFiles.single(last.text)
        else { return [:] }
        return [
            .releasedBytes: .count(Int(clamping: before).minus(Int(clamping: after))),
            .pinnedBytes: .count(Int(clamping: after)),
        ]
    }

    /// The most that the top group held, by samples of its memory.current; `nil` without one.
    var peakBytes: Int? {
        guard let path = facts.topGroup.flatMap({ sources.files.path(group: $0, file: "memory.current") }) else {
            return nil
        }
        let end = facts.timeline.windowEndNs
        let usage = sources.files.all(path).lazy.filter { $0.timeNs <= end && $0.errno == 0 }
            .compactMap { KernelFiles.single($0.text) }
        return usage.max().map { Int(clamping: $0) }
    }

    /// From the first kill until usage was first seen below half of what it was then; `nil` where it never was, or where the sampler stood still then.
    var killToReleaseNs: UInt64? {
        guard let kill = kills.first, let seen = releaseSeenNs, sources.stops.hiding(seen) == nil else { return nil }
        return seen - kill.atNs
    }

    /// When usage was first seen below half of what it was at the first kill.
    private var releaseSeenNs: UInt64? {
        guard let (kill, path, before) = firstRelease else { return nil }
        return sources.files.all(path).first { reading in
            guard reading.timeNs > kill.atNs, reading.timeNs <= endNs, reading.errno == 0 else { return false }
            return (KernelFiles.single(reading.text) ?? .max) < before / 2
        }?.timeNs
    }

    /// Why observations are absent that there is something to say about, by name.
    var absences: [ObservationName: String] {
        guard let seen = releaseSeenNs, let stop = sources.stops.hiding(seen) else { return [:] }
        let span = "from \(Observer.seconds(stop.beganNs)) to \(Observer.seconds(stop.endedNs))"
        return [.killToReleaseMs: "the sampler stood still \(span), and the memory came back in between"]
    }

    /// `7.680 s`.
    private static func seconds(_ ns: UInt64) -> String {
        let fraction = String(ns / 1_000_000 % 1000)
        return "\(ns / 1_000_000_000).\(String(repeating: "0", count: 3 - fraction.count))\(fraction) s"
    }

    /// What the OOM reaper did to the first victim: the log's words, else the trace's.
    var reaping: [ObservationName: ObservationValue] {
        guard let kill = kills.first else { return [:] }
        let end = facts.timeline.windowEndNs
        let tids = (firstVictim?.tids ?? []).union([kill.victim.pid])
        func traced(_ name: String) -> TraceEvent? {
            sources.trace.events.last { event in
                event.name == name && event.timeNs >= kill.atNs && event.timeNs <= end
                    && event.subject.map { tids.contains($0) } ?? false
            }
        }
        let cameByTrace = ["wake_reaper", "start_task_reaping", "finish_task_reaping", "skip_task_reaping"]
            .contains { traced($0) != nil }
        let reports = sources.messages.reports
        let reaped = reports.flatMap(\.reapings).first { tids.contains(Int32(truncatingIfNeeded: $0.pid)) }
        let unable = reports.flatMap(\.unableToReap).contains { tids.contains(Int32(truncatingIfNeeded: $0)) }
        var all: [ObservationName: ObservationValue] = [:]
        if reaped != nil || (traced("finish_task_reaping") != nil && !unable) {
            all[.reaper] = .word("reaped")
            if let time = traced("finish_task_reaping")?.timeNs ?? reaped?.timeNs, time >= kill.atNs {
                all[.killToReapMs] = .number(Observer.milliseconds(time - kill.atNs))
            }
        } else if unable {
            all[.reaper] = .word("unable")
        } else {
            all[.reaper] = .word(traced("skip_task_reaping") == nil ? "none" : "skipped")
        }
        all[.reaperTurn] = .word(reaperTurn(of: kill, came: cameByTrace || reaped != nil || unable))
        return all
    }

    /// The reaper's turn comes 2 s after the kill (OOM_REAPER_DELAY in mm/oom_kill.c).
    private static let reaperDelayNs: UInt64 = 2_000_000_000

    /// Whether the reaper's turn came, and if not, why.
    private func reaperTurn(of kill: Kill, came: Bool) -> String {
        if came { return "came" }
        let turn = kill.atNs.plus(Observer.reaperDelayNs)
        if let gone = firstVictim?.goneNs ?? firstVictim?.exit?.atNs, gone <= turn { return "not_needed" }
        return endNs < turn ? "not_awaited" : "not_called"
    }
}
