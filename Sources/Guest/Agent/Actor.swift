import CLinux
import GuestProtocolEmbedded

/// The ordinary process that carries out the plan's steps and takes pictures: everything that opens a file, allocates, or may wait for memory.
///
/// It has no priority over the experiment, sits in a group of its own, and never calls for the OOM killer: its requests for memory are GFP_NOIO
/// (PR_SET_IO_FLUSHER, kernel/sys.c), for which out_of_memory() in mm/oom_kill.c kills nobody.
final class Actor {
    /// Its name in the kernel's own words.
    private static let name: StaticString = "oomlab-actor"

    private let plan: Plan
    private let groups: GroupTree
    private let launcher: Launcher
    private let stats: GroupStats
    private let counts: FunctionCounts
    private let errands: Errands
    private let out: RecordFile
    private let names: FileNames
    private let pictures: TaskPictures

    /// Makes it out of the agent as it is: its pid, or a negative errno. It comes back in the agent only.
    static func start(
        _ plan: Plan, _ groups: GroupTree, _ roster: Roster, _ stats: GroupStats, _ counts: FunctionCounts,
        _ errands: Errands, _ relay: Relay
    ) -> Int32 {
        let launcher = Launcher(plan.processes, roster, groups)
        let pid = fork()
        guard pid == 0 else { return pid < 0 ? -clinux_errno() : pid }
        Actor(plan, groups, launcher, stats, counts, errands, RecordFile(relay)).work()
    }

    private init(
        _ plan: Plan, _ groups: GroupTree, _ launcher: Launcher, _ stats: GroupStats,
        _ counts: FunctionCounts, _ errands: Errands, _ out: RecordFile
    ) {
        self.plan = plan
        self.groups = groups
        self.launcher = launcher
        self.stats = stats
        self.counts = counts
        self.errands = errands
        self.out = out
        names = FileNames(out)
        clinux_set_name(Actor.name.cString)
        pictures = TaskPictures(names, out)
        let moved = Files.write("0", to: "/sys/fs/cgroup/actor/cgroup.procs")
        if moved != 0 { out.trouble("the actor's group", errno: -moved) }
        if !Actor.setFlusher(true) { out.trouble("PR_SET_IO_FLUSHER", errno: clinux_errno()) }
    }

    /// Whether requests for memory are to be GFP_NOIO. A child inherits it, also across execve(2).
    static func setFlusher(_ isFlusher: Bool) -> Bool { clinux_set_io_flusher(isFlusher ? 1 : 0) == 0 }

    private func work() -> Never {
        while true {
            if let number = errands.next {
                errands.finish(number, errands.errand(number).map(carryOut) ?? -EINVAL)
            } else if let group = errands.statWanted {
                stats.read(group: group, out)
                errands.finishStat()
            } else {
                errands.awaitPost()
            }
        }
    }

    /// What the errand is for, or a negative errno.
    private func carryOut(_ errand: Errands.Errand) -> Int32 {
        let group = Int(errand.first)
        switch errand.kind {
        case .start: return launcher.start(Int(errand.first), out)
        case .freeze: return freeze(group: group, pid: errand.second)
        case .thaw: return groups.setFrozen(false, group: group)
        case .signal: return send(errand.second, to: errand.first)
        case .write: return write(step: Int(errand.first))
        case .picture:
            pictures.take()
            counts.record(names)
        case .system: recordSystem()
        case .stacks: gatherStacks()
        case .endProbes: Probes.end(names)
        }
        return 0
    }

    /// In a v1 freezer group the process is moved there first; in a v2 group the whole group is frozen.
    private func freeze(group: Int, pid: Int32) -> Int32 {
        guard groups.nodes.indices.contains(group) else { return -EINVAL }
        if pid > 0, groups.nodes[group].hierarchy == .freezerV1 {
            let moved = groups.move(pid: pid, toGroup: group)
            if moved < 0 { return moved }
        }
        return groups.setFrozen(true, group: group)
    }

    /// A process that is gone already is no trouble: that it died is in the records.
    private func send(_ signal: Int32, to pid: Int32) -> Int32 {
        kill(pid, signal) == 0 || clinux_errno() == ESRCH ? 0 : -clinux_errno()
    }

    /// What the scenario writes it writes as anybody would: reclaim for a lowered limit may swap.
    private func write(step: Int) -> Int32 {
        guard plan.steps.indices.contains(step), case .write(let write) = plan.steps[step] else { return -EINVAL }
        _ = Actor.setFlusher(false)
        defer { _ = Actor.setFlusher(true) }
        return Files.write(write.value, toPath: write.path)
    }

    private func recordSystem() {
        names.record("/proc/cmdline")
        names.record("/proc/meminfo")
        names.record("/proc/vmstat")
        names.record("/proc/mounts")
        names.record("/sys/kernel/debug/sched/preempt")
        stats.readAll(out)
    }

    /// Nothing was killed and nothing moved: the kernel's own account of where every task stands.
    private func gatherStacks() {
        for command: StaticString in ["w", "m", "t"] { _ = Files.write(command, to: "/proc/sysrq-trigger") }
    }
}
