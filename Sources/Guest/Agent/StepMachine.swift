import CLinux
import GuestProtocolEmbedded

/// Goes through the plan's steps, one after the other, a little on every tick: it looks and waits itself, and has the actor do the rest. It never blocks.
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
    private let errands: Errands
    private let sampler: Sampler
    private let out: RecordFile

    private var current = 0
    private var hasBegun = false
    private var began: UInt64 = 0
    /// The current step's errand; 0 while there is none.
    private var errand: UInt64 = 0
    /// How long an observation waits for its last picture, past its end.
    private static let picturePatienceNs: UInt64 = 1_000_000_000
    /// When the observation's time was over.
    private var observedNs: UInt64?
    /// When the last of the processes that an observation waits for was seen to be gone.
    private var goneSince: UInt64?
    /// The step before which the picture of the tasks is taken by itself.
    private let pressureStep: Int?
    /// Kills in each group that an earlier wait has already seen.
    private var killsSeen: [Int]
    /// Whether a wait ran out: unless it may, the steps after it are skipped.
    private(set) var hasTimedOut = false

    init(
        _ steps: [Step], lenient: [UInt32], _ groups: GroupTree, _ children: Children, _ errands: Errands,
        _ sampler: Sampler, _ out: RecordFile
    ) {
        self.steps = steps
        self.lenient = steps.indices.map { lenient.contains(UInt32($0)) }
        self.groups = groups
        self.children = children
        self.errands = errands
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
            if case .observe = steps[current] { out.mark(.observationEnded) }
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
        if hasBegun, current < steps.count, case .observe = steps[current] { out.mark(.observationEnded) }
        while current < steps.count {
            out.step(current, .skipped)
            current &+= 1
        }
    }

    private func begin(_ now: UInt64) {
        hasBegun = true
        began = now
        goneSince = nil
        errand = 0
        observedNs = nil
        if current == pressureStep { _ = errands.post(.picture) }
        out.step(current, .began)
        if case .observe = steps[current] { out.mark(.observationBegan) }
    }

    private func carryOut(_ step: Step, _ now: UInt64) -> Progress {
        switch step {
        case .start(let process): return progress { errands.post(.start, Int32(truncatingIfNeeded: process)) }
        case .waitProcess(let process, let state, let timeoutNs):
            let reached = state == .ready ? children.isReady(Int(process)) : children.hasExited(Int(process))
            if !reached, children.hasExited(Int(process)) { return .finished(.left) }
            return wait(reached, timeoutNs, now)
        case .waitGroup(let group, let state, let timeoutNs):
            return wait(hasReached(state, group: Int(group)), timeoutNs, now)
        case .freeze(let process, let group, let timeoutNs): return freeze(process, group, timeoutNs, now)
        case .thaw(let group): return progress { errands.post(.thaw, Int32(truncatingIfNeeded: group)) }
        case .kill(let process, let signal): return send(signal, to: Int(process))
        case .write: return progress { errands.post(.write, Int32(truncatingIfNeeded: current)) }
        case .sleep(let ns): return now &- began >= ns ? .finished(.done) : .waiting
        case .observe(let ns, let until, let settleNs):
            let isOver = observedNs != nil || now &- began >= ns || hasSettled(until, settleNs, now)
            return isOver ? endObservation(now) : .waiting
        case .snapshot: return progress { errands.post(.picture) }
        }
    }

    /// The window stays open until its last picture is taken; where the actor can't take one in time, it has none.
    private func endObservation(_ now: UInt64) -> Progress {
        let since = observedNs ?? now
        observedNs = since
        if case .waiting = progress({ errands.post(.picture) }), now &- since < StepMachine.picturePatienceNs {
            return .waiting
        }
        sampler.sampleGroups()
        return .finished(.done)
    }

    /// Posts the step's errand once, and looks for the answer.
    private func progress(_ post: () -> UInt64) -> Progress {
        if errand == 0 { errand = post() }
        guard errand != 0, let answer = errands.answer(errand) else { return .waiting }
        return done(answer < 0 ? -answer : 0)
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

    private func freeze(_ process: UInt32, _ group: UInt32, _ timeoutNs: UInt64, _ now: UInt64) -> Progress {
        let pid = process == Step.nobody ? 0 : children.pid(Int(process))
        guard let pid else { return done(ESRCH) }
        let progress = progress { errands.post(.freeze, Int32(truncatingIfNeeded: group), pid) }
        guard case .finished(.done) = progress else { return progress }
        return wait(groups.isFrozen(group: Int(group)), timeoutNs, now)
    }

    private func send(_ signal: UInt32, to process: Int) -> Progress {
        guard let pid = children.pid(process) else { return .finished(.done) }
        return progress { errands.post(.signal, pid, Int32(truncatingIfNeeded: signal)) }
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
