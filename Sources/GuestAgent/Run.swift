import CLinux
import GuestProtocolEmbedded

/// One plan, from its groups to the goodbye: sampling on an absolute rhythm while the steps go on.
final class Run {
    private let plan: Plan
    private let out: RecordFile
    private let names: FileNames
    private let groups: GroupTree
    private let children: Children
    private let pictures: TaskPictures
    private let sampler: Sampler
    private var streams: Streams
    private var probes: Probes
    private let steps: StepMachine
    private var nextTick: UInt64 = 0
    private var startCPUTime: UInt64 = 0
    private var start: UInt64 = 0

    /// Makes the plan's groups and opens every file. Nothing is allocated after this.
    init(_ plan: Plan, _ out: RecordFile) {
        self.plan = plan
        self.out = out
        names = FileNames(out)
        groups = GroupTree(plan.groups, out)
        children = Children(plan.processes, groups, out)
        pictures = TaskPictures(names, out)
        sampler = Sampler(groups, names, out)
        streams = Streams(out)
        probes = Probes(plan.probes, names)
        steps = StepMachine(plan.steps, lenient: plan.lenientSteps, groups, children, pictures, sampler, out)
        Needs.checkFiles(of: plan, out)
    }

    /// A run that ends before it begins, since this kernel lacks something: the kernel's log is recorded, and no group made.
    convenience init(nothingOf plan: Plan, _ out: RecordFile) {
        var nothing = Plan()
        nothing.samplingIntervalNs = plan.samplingIntervalNs
        self.init(nothing, out)
    }

    /// Runs the plan and ends the machine.
    func perform() -> Never {
        recordSystem()
        streams.drainAll()
        if out.hasMissing { endWithoutSteps() }
        sampler.sampleEverything()
        start = Clock.now()
        startCPUTime = Clock.ownCPUTime()
        nextTick = start
        while !steps.isOver {
            tick()
            if Clock.now() &- start >= plan.deadlineNs, !steps.isOver {
                out.mark(.deadline)
                steps.skipRest()
            }
        }
        finish()
    }

    /// One tick: what the kernel said, what has changed, who is ready or dead, and then the steps.
    private func tick() {
        waitForTick()
        streams.drain(now: Clock.now())
        probes.limit(traceBytes: streams.traceBytes)
        sampler.sample(hasTimeToSpare: hasTimeToSpare())
        if let process = children.attend(), process == steps.pressureProcess { pictures.take() }
        steps.advance(now: Clock.now())
    }

    /// Whether the recorder has had less than a sixtieth of the time: the rest of its 2% is for what can't be put off.
    private func hasTimeToSpare() -> Bool {
        (Clock.ownCPUTime() &- startCPUTime) &* 60 < Clock.now() &- start
    }

    /// Ticks that were missed are left out: catching up would only add to the load that delayed them.
    private func waitForTick() {
        nextTick &+= max(plan.samplingIntervalNs, 100_000)
        let now = Clock.now()
        if nextTick < now { nextTick = now }
        Clock.sleep(until: nextTick)
    }

    private func endWithoutSteps() -> Never {
        out.goodbye()
        out.end(.finished)
    }

    private func finish() -> Never {
        out.mark(.stepsEnded)
        recordUsage()
        if hasStalled() { gatherStacks() }
        for _ in 0..<2 { tick() }
        pictures.take()
        sampler.sampleEverything()
        recordSystem()
        streams.drainAll()
        recordUsage()
        out.goodbye()
        out.end(.finished)
    }

    /// What the agent has cost since before the first step.
    private func recordUsage() {
        out.usage(cpuNs: Clock.ownCPUTime() &- startCPUTime, peakRSSBytes: Observer.peakRSSBytes())
    }

    /// Nothing was killed, though a step ran out of time or a charge failed.
    private func hasStalled() -> Bool {
        var isShort = steps.hasTimedOut
        for index in groups.nodes.indices {
            if groups.oomKills(group: index) > 0 { return false }
            if groups.ooms(group: index) > 0 { isShort = true }
        }
        return isShort
    }

    /// Nothing was killed and nothing moved: the kernel's own account of where every task stands.
    private func gatherStacks() {
        for command: StaticString in ["w", "m", "t"] {
            _ = Files.write(command, to: "/proc/sysrq-trigger")
            streams.drainAll()
        }
    }

    /// The system as a whole, at the start and at the end.
    private func recordSystem() {
        names.record("/proc/cmdline")
        names.record("/proc/meminfo")
        names.record("/proc/vmstat")
        names.record("/proc/zoneinfo")
        names.record("/proc/mounts")
    }
}
