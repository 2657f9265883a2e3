import CLinux
import GuestProtocolEmbedded

/// Decides which file is read on which tick, so that the recorder stays below 2% of the guest's time at 5 ms a tick.
///
/// Nothing is opened here once the run goes on, and nothing that is read makes the kernel allocate: memory.stat, which does, is read by the actor.
///
/// Counted in instructions on 6.18: memory.current 2,000, memory.events 5,000, memory pressure 9,000, buddyinfo 16,000, memory.stat 75,000; a tick's
/// budget is 50,000. So memory.current and memory.events are read on every tick (of at most four groups in turn), and one of the dearer files on
/// each tick, in turn: with one group each of them comes every 30 ms, and less often where the recorder has had its share. A kill is followed by
/// everything: at once with half a dozen groups, and with hundreds, which fall one after the other, in as many ticks as it takes.
final class Sampler {
    private struct GroupFiles {
        var current: SampledFile?
        var events: SampledFile?
        var hasChanged = true
        var kills = 0
    }

    private struct SlowFile {
        /// `nil` stands for the group's memory.stat.
        var file: SampledFile?
        /// The group whose change makes a reading worth while; `nil` for files that are always read.
        let group: Int?
    }

    private static let groupsPerTick = 4
    private static let filesAfterKill = 32

    private var groups: [GroupFiles] = []
    private var slow: [SlowFile] = []
    private var nextGroup = 0
    private var nextSlow = 0
    /// Slow files that the last kill has left to read.
    private var overdue = 0
    private let out: RecordFile
    private let errands: Errands

    /// Opens the system's files and those of every v2 group.
    init(_ tree: GroupTree, _ names: FileNames, _ errands: Errands, _ out: RecordFile) {
        self.out = out
        self.errands = errands
        groups.reserveCapacity(tree.nodes.count)
        slow.reserveCapacity(3 + tree.nodes.count * 5)
        let system = Text(capacity: 64)
        add(SampledFile(system, "/proc/pressure/memory", names))
        add(SampledFile(system, "/proc/buddyinfo", names))
        add(SampledFile(system, "/proc/zoneinfo", names))
        for node in tree.nodes where node.hierarchy == .v2 {
            let index = groups.count
            groups.append(
                GroupFiles(
                    current: SampledFile(node.folder, "/memory.current", names),
                    events: SampledFile(node.folder, "/memory.events", names)))
            slow.append(SlowFile(file: nil, group: index))
            add(SampledFile(node.folder, "/memory.events.local", names))
            add(SampledFile(node.folder, "/cgroup.events", names))
            add(SampledFile(node.folder, "/memory.pressure", names))
            add(SampledFile(node.folder, "/memory.swap.current", names))
        }
    }

    /// Reads what is due on this tick; of the dearer files only what a kill asks for, unless there is time to spare.
    func sample(hasTimeToSpare: Bool) {
        var sawKill = false
        for _ in 0..<min(Sampler.groupsPerTick, groups.count) {
            nextGroup = nextGroup &+ 1 < groups.count ? nextGroup &+ 1 : 0
            if readGroup(nextGroup) { sawKill = true }
        }
        if sawKill { overdue = slow.count }
        if overdue > 0 {
            readOverdue()
        } else if hasTimeToSpare {
            readNextSlow()
        }
    }

    /// Reads what every group holds and what has happened in it, so that an observation of hundreds of groups ends with the last kill in it counted.
    func sampleGroups() {
        for index in groups.indices where readGroup(index) { overdue = slow.count }
    }

    /// Reads every file.
    func sampleEverything() {
        sampleGroups()
        for index in slow.indices { readSlow(index) }
    }

    /// Whether `oom_kill` has risen.
    private func readGroup(_ index: Int) -> Bool {
        if groups[index].current?.read(out) != nil { groups[index].hasChanged = true }
        guard let count = groups[index].events?.read(out) else { return false }
        groups[index].hasChanged = true
        let kills = KeyedValues.number(of: "oom_kill ", in: out.contentArea, count) ?? 0
        defer { groups[index].kills = kills }
        return kills > groups[index].kills
    }

    private func readOverdue() {
        for _ in 0..<min(Sampler.filesAfterKill, overdue) {
            advanceSlow()
            readSlow(nextSlow)
            overdue &-= 1
        }
    }

    private func advanceSlow() { nextSlow = nextSlow &+ 1 < slow.count ? nextSlow &+ 1 : 0 }

    private func readNextSlow() {
        for _ in 0..<slow.count {
            advanceSlow()
            if let group = slow[nextSlow].group {
                guard groups[group].hasChanged else { continue }
                groups[group].hasChanged = false
            }
            readSlow(nextSlow)
            return
        }
    }

    private func readSlow(_ index: Int) {
        if slow[index].file != nil {
            _ = slow[index].file?.read(out)
        } else if let group = slow[index].group {
            errands.wantStat(group: group)
        }
    }

    private func add(_ file: SampledFile?) {
        if let file { slow.append(SlowFile(file: file, group: nil)) }
    }
}
