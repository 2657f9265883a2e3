import GuestProtocol
import KernelLog
import Vocabulary

/// What the killed held and still hold: the group's usage beyond what its living processes map.
extension Observer {
    /// `pinned_by_dead_bytes` and `released_by_dead_bytes`; a measure that the evidence lacks is left out.
    var held: [ObservationName: ObservationValue] {
        guard let (kill, path, before) = firstRelease, let group = group(of: kill),
            let after = sources.files.last(path, at: facts.timeline.windowEndNs).flatMap({ KernelFiles.single($0.text) }
            ),
            let picture = sources.endPicture
        else { return [:] }
        let survivors = picture.processes.filter { isSurvivor($0, of: group) }
        let pinned = Int(clamping: after.minus(mapped(by: survivors, in: group)))
        var all: [ObservationName: ObservationValue] = [.pinnedByDeadBytes: .count(pinned)]
        if let theirs = mappedAtKill(kill, by: Set(survivors.map(\.tgid))) {
            all[.releasedByDeadBytes] = .count(Int(clamping: before.minus(theirs)).minus(pinned))
        }
        return all
    }

    /// Alive at the end of the window, in the group or below, and not sent SIGKILL by the kernel.
    private func isSurvivor(_ process: TaskSnapshot.Process, of group: String) -> Bool {
        guard let path = process.cgroup, path == "/\(group)" || path.hasPrefix("/\(group)/"),
            process.threads.contains(where: \.alive)
        else { return false }
        let killed = kills.contains { $0.victim.tgid == process.tgid }
        return !killed && self.process(process.tgid)?.killedByKernelNs == nil
    }

    /// Bytes that the group's processes map, each mm once. What they map of files and of shared memory may be charged elsewhere (their own
    /// program is): it counts no further than the group's memory.stat does.
    private func mapped(by processes: [TaskSnapshot.Process], in group: String) -> UInt64 {
        let distinct = processes.filter { one in
            !(process(one.tgid)?.sharesMmWith ?? []).contains { other in
                other < one.tgid && processes.contains { $0.tgid == other }
            }
        }
        let stat = sources.files.path(group: group, file: "memory.stat")
            .flatMap { sources.files.last($0, at: facts.timeline.windowEndNs) }.map { KernelFiles.flatKeyed($0.text) }
        func sum(_ value: (TaskSnapshot.Process) -> UInt64?) -> UInt64 {
            distinct.reduce(0) { $0.plus(value($1)?.times(1024) ?? 0) }
        }
        let shmem = min(sum(\.rssShmemKb), stat?["shmem"] ?? .max)
        let file = min(sum(\.rssFileKb), stat?["file"].map { $0.minus(stat?["shmem"] ?? 0) } ?? .max)
        return sum(\.rssAnonKb).plus(sum(\.pgtablesKb)).plus(shmem).plus(file)
    }

    /// Bytes that these processes mapped when the killer looked, by its own table: anonymous memory where the table tells it apart (6.8 and
    /// later), else all. `nil` without a table.
    private func mappedAtKill(_ kill: Kill, by survivors: Set<Int32>) -> UInt64? {
        let pid = Int(kill.victim.pid)
        guard let report = sources.messages.reports.first(where: { $0.victims.contains { $0.pid == pid } }),
            !report.tasks.isEmpty
        else { return nil }
        let theirs = report.tasks.filter { survivors.contains(Int32(clamping: $0.pid)) }
        return theirs.reduce(0) { sum, row in
            let pages = max(0, row.rssAnon ?? row.rss ?? 0).times(sources.pageSize)
            return sum.plus(UInt64(pages)).plus(UInt64(clamping: row.pgtablesBytes ?? 0))
        }
    }
}
