import CLinux
import GuestProtocolEmbedded

/// Carries out the plan's steps, one after the other, a little on every tick. It never blocks.
final class StepMachine {
    private enum Progress {
        case waiting
        case finished(Record.StepEvent)
    }

    private let steps: [Step]
    /// Which of them may run out of time or fail.
    private let lenient: [Bool]
    private let groups: GroupTree
    private let children: Children
    private let pictures: TaskPictures
    private let sampler: Sampler
    private let out: RecordFile

    private var current = 0
    private var hasBegun = false
    private var began: UInt64 = 0
    /// When the last of the processes that an observation waits for was seen to be gone.
    private var goneSince: UInt64?
    /// Why the current step could not begin to freeze; 0 where it could.
    private var freezeFailure: Int32 = 0
    /// The step before which the picture of the tasks is taken by itself.
    private let pressureStep: Int?
    /// Kills in each group that an earlier wait has already seen.
    private var killsSeen: [Int]
    /// Whether a wait ran out: unless it may, the steps after it are skipped.
    private(set) var hasTimedOut = false

    init(
        _ steps: [Step], lenient: [UInt32], _ groups: GroupTree, _ children: Children, _ pictures: TaskPictures,
        _ sampler: Sampler, _ out: RecordFile
    ) {
        self.steps = steps
        self.lenient = steps.indices.map { lenient.contains(UInt32($0)) }
        self.groups = groups
        self.children = children
        self.pictures = pictures
        self.sampler = sampler
        self.out = out
        pressureStep = StepMachine.pressureStep(of: steps)
        killsSeen = [Int](repeating: 0, count: groups.nodes.count)
    }

    /// The last process to be started before anything is observed: the one that brings the pressure. Nobody else is watched for its readiness.
    var pressureProcess: Int? {
        guard let pressureStep, case .start(let process) = steps[pressureStep] else { return nil }
        return Int(process)
    }

    var isOver: Bool { current >= steps.count }

    /// Goes on as far as possible at the time `now`.
    func advance(now: UInt64) {
        while current < steps.count {
            if !hasBegun { begin(now) }
            guard case .finished(let event) = carryOut(steps[current], now) else { return }
            if case .observe = steps[current] { endObservation() }
            out.step(current, event)
            hasBegun = false
            let mayGoOn = lenient[current] || event == .done || event == .failed
            if event == .timedOut { hasTimedOut = true }
            current &+= 1
            if !mayGoOn { skipRest() }
        }
    }

    /// Writes down that the steps left will not be done.
    func skipRest() {
        if hasBegun, current < steps.count, case .observe = steps[current] { endObservation() }
        while current < steps.count {
            out.step(current, .skipped)
            current &+= 1
        }
    }

    private func begin(_ now: UInt64) {
        hasBegun = true
        began = now
        goneSince = nil
        if current == pressureStep { pictures.take() }
        out.step(current, .began)
        if case .observe = steps[current] { out.mark(.observationBegan) }
        freezeFailure = 0
        guard case .freeze(let process, let group, _) = steps[current] else { return }
        freezeFailure = freeze(process: process == Step.nobody ? nil : Int(process), group: Int(group))
    }

    private func endObservation() {
        pictures.take()
        sampler.sampleGroups()
        out.mark(.observationEnded)
    }

    private func carryOut(_ step: Step, _ now: UInt64) -> Progress {
        switch step {
        case .start(let process): return done(children.start(Int(process)))
        case .waitProcess(let process, let state, let timeoutNs):
            let reached = state == .ready ? children.isReady(Int(process)) : children.hasExited(Int(process))
            if !reached, children.hasExited(Int(process)) { return .finished(.left) }
            return wait(reached, timeoutNs, now)
        case .waitGroup(let group, let state, let timeoutNs):
            return wait(hasReached(state, group: Int(group)), timeoutNs, now)
        case .freeze(_, let group, let timeoutNs):
            if freezeFailure != 0 { return done(freezeFailure) }
            return wait(groups.isFrozen(group: Int(group)), timeoutNs, now)
        case .thaw(let group): return done(-groups.setFrozen(false, group: Int(group)))
        case .kill(let process, let signal): return done(send(signal, to: Int(process)))
        case .write(let write): return done(-Files.write(write.value, toPath: write.path))
        case .sleep(let ns): return now &- began >= ns ? .finished(.done) : .waiting
        case .observe(let ns, let until, let settleNs):
            let isOver = now &- began >= ns || hasSettled(until, settleNs, now)
            return isOver ? .finished(.done) : .waiting
        case .snapshot:
            pictures.take()
            return .finished(.done)
        }
    }

    private func wait(_ reached: Bool, _ timeoutNs: UInt64, _ now: UInt64) -> Progress {
        if reached { return .finished(.done) }
        return now &- began >= timeoutNs ? .finished(.timedOut) : .waiting
    }

    /// Whether processes have been gone for a while. Without processes it never is so.
    private func hasSettled(_ processes: [UInt32], _ settleNs: UInt64, _ now: UInt64) -> Bool {
        guard !processes.isEmpty, processes.allSatisfy({ children.hasExited(Int($0)) }) else { return false }
        let since = goneSince ?? now
        goneSince = since
        return now &- since >= settleNs
    }

    private func done(_ errno: Int32) -> Progress {
        guard errno != 0 else { return .finished(.done) }
        out.pair(.stepError, Int32(truncatingIfNeeded: current), errno)
        return .finished(.failed)
    }

    private func hasReached(_ state: Step.GroupState, group: Int) -> Bool {
        switch state {
        case .frozen: return groups.isFrozen(group: group)
        case .empty: return groups.isEmpty(group: group)
        case .oomKill:
            let kills = groups.oomKills(group: group)
            guard killsSeen.indices.contains(group), kills > killsSeen[group] else { return false }
            killsSeen[group] = kills
            return true
        }
    }

    /// 0, or the errno of what could not be done.
    private func freeze(process: Int?, group: Int) -> Int32 {
        guard groups.nodes.indices.contains(group) else { return EINVAL }
        if let process, groups.nodes[group].hierarchy == .freezerV1 {
            guard let pid = children.pid(process) else { return ESRCH }
            let moved = groups.move(pid: pid, toGroup: group)
            if moved < 0 { return -moved }
        }
        return -groups.setFrozen(true, group: group)
    }

    /// A process that is gone already is no trouble: that it died is in the records.
    private func send(_ signal: UInt32, to process: Int) -> Int32 {
        guard let pid = children.pid(process) else { return 0 }
        return kill(pid, Int32(truncatingIfNeeded: signal)) == 0 || clinux_errno() == ESRCH ? 0 : clinux_errno()
    }

    /// The last `start` before the first `observe` or wait for a group's kill.
    private static func pressureStep(of steps: [Step]) -> Int? {
        var last: Int?
        for (index, step) in steps.enumerated() {
            switch step {
            case .start: last = index
            case .observe, .waitGroup(_, .oomKill, _): return last
            default: break
            }
        }
        return last
    }
}
