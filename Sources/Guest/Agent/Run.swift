import CLinux
import GuestProtocolEmbedded

/// One plan, from its groups to the goodbye: sampling on an absolute rhythm while the steps go on.
final class Run {
    private let plan: Plan
    private let out: RecordFile
    private let groups: GroupTree
    private let children: Children
    private let errands: Errands
    private let relay: Relay
    private let sampler: Sampler
    private var streams: Streams
    private var probes: Probes
    private let steps: StepMachine
    private var budget = Budget()
    private var nextTick: UInt64 = 0
    private var lastTick: UInt64 = 0
    private var start: UInt64 = 0
    private var hasBegun = false

    /// How long the run waits for the actor where no step does, in guest time.
    private static let patienceNs: UInt64 = 2_000_000_000

    /// Makes the plan's groups, opens every file, and makes the actor. The recorder allocates nothing after this.
    init(_ plan: Plan, _ out: RecordFile) {
        self.plan = plan
        self.out = out
        let names = FileNames(out)
        errands = Errands()
        relay = Relay()
        groups = GroupTree(plan.groups, out)
        sampler = Sampler(groups, names, errands, out)
        streams = Streams(out)
        probes = Probes(plan.probes, names)
        let counts = FunctionCounts(plan.functions, names)
        Needs.checkFiles(of: plan, out)
        let stats = GroupStats(groups, names)
        let roster = Roster(plan.processes, out)
        let actor = Actor.start(plan, groups, roster, stats, counts, errands, relay)
        if actor < 0 { out.trouble("fork", errno: -actor) }
        for index in 0..<roster.count { roster.closeMouth(index) }
        children = Children(roster, actor: actor, out)
        steps = StepMachine(plan.steps, lenient: plan.lenientSteps, groups, children, errands, sampler, out)
        OwnPages.take()
    }

    /// A run that ends before it begins, since this kernel lacks something: the kernel's log is recorded, and no group made.
    convenience init(nothingOf plan: Plan, _ out: RecordFile) {
        var nothing = Plan()
        nothing.samplingIntervalNs = plan.samplingIntervalNs
        self.init(nothing, out)
    }

    /// Runs the plan and ends the machine.
    func perform() -> Never {
        start = Clock.now()
        nextTick = start
        lastTick = start
        demand(.system)
        streams.drainAll()
        if out.hasMissing { endWithoutSteps() }
        sampler.sampleEverything()
        start = Clock.now()
        budget.begin(start)
        hasBegun = true
        while !steps.isOver {
            tick()
            steps.advance(now: Clock.now())
            if Clock.now() &- start >= plan.deadlineNs, !steps.isOver {
                out.mark(.deadline)
                steps.skipRest()
            }
        }
        finish()
    }

    /// One tick: what the kernel said, what has changed, and who is ready or dead.
    private func tick() {
        waitForTick()
        let now = Clock.now()
        budget.refill(now)
        out.appendAll(from: relay)
        if !budget.isSpent { streams.drain(now: now) }
        probes.limit(traceBytes: streams.traceBytes, errands)
        if !budget.isSpent { sampler.sample(hasTimeToSpare: budget.hasTimeToSpare) }
        if let process = children.attend(), process == steps.pressureProcess { _ = errands.post(.picture) }
    }

    /// Ticks that were missed are left out: catching up would only add to the load that delayed them. Where one was, the record says so.
    private func waitForTick() {
        let interval = max(plan.samplingIntervalNs, 100_000)
        nextTick &+= interval
        while errands.sleep(until: nextTick) {
            out.appendAll(from: relay)
            if hasBegun { steps.advance(now: Clock.now()) }
        }
        let now = Clock.now()
        if now &- lastTick > 2 &* interval { out.blind(fromNs: lastTick) }
        if nextTick &+ interval < now { nextTick = now }
        lastTick = now
    }

    /// Has the actor do something, and goes on recording until it has, or time is up.
    private func demand(_ kind: Errands.Kind) {
        let errand = errands.post(kind)
        let began = Clock.now()
        while errand != 0, errands.answer(errand) == nil, Clock.now() &- began < Run.patienceNs { tick() }
        out.appendAll(from: relay)
    }

    private func endWithoutSteps() -> Never {
        out.goodbye()
        out.end(.finished)
    }

    private func finish() -> Never {
        out.mark(.stepsEnded)
        recordUsage()
        if hasStalled() {
            demand(.stacks)
            streams.drainAll()
        }
        for _ in 0..<2 { tick() }
        demand(.picture)
        sampler.sampleEverything()
        demand(.system)
        streams.drainAll()
        recordUsage()
        out.goodbye()
        out.end(.finished)
    }

    /// What the agent has cost since before the first step.
    private func recordUsage() {
        out.usage(cpuNs: budget.usedNs, peakRSSBytes: Observer.peakRSSBytes())
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
}
