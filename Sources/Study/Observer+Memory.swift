import GuestProtocol
import KernelLog
import Vocabulary

/// What a kill gave back, what the reaper did, and how deep the reserves were used.
extension Observer {
    /// The group whose memory a kill is about: the group at its limit, or for a global kill the victim's top group.
    private func group(of kill: Kill) -> String? {
        let path = kill.kind == .memcg || kill.kind == .group ? kill.oomMemcg : kill.taskMemcg
        let names = sources.plan.groups.filter { $0.hierarchy == .v2 }.map { String(decoding: $0.name, as: UTF8.self) }
        guard let path = path?.drop(while: { $0 == "/" }) else { return facts.topGroup }
        if kill.kind == .memcg || kill.kind == .group, names.contains(String(path)) { return String(path) }
        return names.first { path == $0 || path.hasPrefix($0 + "/") } ?? facts.topGroup
    }

    /// The first kill, the file that shows its group's usage, and the usage at the kill; `nil` where any of them is unknown.
    private var firstRelease: (kill: Kill, path: String, before: UInt64)? {
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

    /// From the first kill until usage was first seen below half of what it was then; `nil` where it never was.
    var killToReleaseNs: UInt64? {
        guard let (kill, path, before) = firstRelease else { return nil }
        let end = facts.timeline.windowEndNs
        let released = sources.files.all(path).first { reading in
            guard reading.timeNs > kill.atNs, reading.timeNs <= end, reading.errno == 0 else { return false }
            return (KernelFiles.single(reading.text) ?? .max) < before / 2
        }
        return released.map { $0.timeNs - kill.atNs }
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
        return all
    }

    /// The deepest fall below the min watermarks: by `/proc/zoneinfo` and the reports' own zones zone by zone, and by
    /// `/proc/buddyinfo` against the sum of the watermarks. `nil` where no watermark is known.
    var reserveUse: Int? {
        var falls: [Int] = []
        var minimum: UInt64?
        for path in sources.files.paths where path == "/proc/zoneinfo" {
            for reading in sources.files.all(path) where reading.errno == 0 {
                let zones = KernelFiles.zones(zoneinfo: reading.text)
                guard !zones.isEmpty else { continue }
                minimum = minimum ?? zones.reduce(UInt64(0)) { $0.plus($1.min) }
                falls.append(zones.reduce(0) { $0.plus(Int(clamping: $1.min.minus($1.free))) })
            }
        }
        let pageKb = max(1, sources.pageSize / 1024)
        for report in sources.messages.reports where report.timeNs ?? 0 <= facts.timeline.windowEndNs {
            guard let zones = report.memory?.zones, !zones.isEmpty else { continue }
            let minimumKb = zones.reduce(0) { $0.plus(max(0, ($1.minKB ?? 0).minus($1.boostKB ?? 0))) }
            minimum = minimum ?? UInt64(clamping: minimumKb / pageKb)
            falls.append(
                zones.reduce(0) { sum, zone in
                    guard let free = zone.freeKB, let min = zone.minKB else { return sum }
                    return sum.plus(max(0, min.minus(zone.boostKB ?? 0).minus(free)) / pageKb)
                })
        }
        guard let minimum else { return nil }
        for reading in sources.files.all("/proc/buddyinfo") where reading.timeNs <= facts.timeline.windowEndNs {
            guard let free = KernelFiles.freePages(buddyinfo: reading.text) else { continue }
            falls.append(Int(clamping: minimum.minus(free)))
        }
        return falls.max()
    }
}
