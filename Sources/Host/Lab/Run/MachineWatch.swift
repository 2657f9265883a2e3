import Evidence
import Foundation
import Runs

/// Follows a machine from outside until there is no more hope for it: its records, its console, and what the host does to it.
struct MachineWatch {
    /// What the watch ends with.
    struct Report: Sendable {
        /// Why there is no more hope; `nil` if nobody waits for the machine any longer.
        var stop: MachineExit.Stop?
        /// When the host kept the machine from running.
        var standstills: [Standstill] = []
    }

    /// How often it is looked at. The end of QEMU is noticed at once.
    private static let interval = Duration.nanoseconds(Int64(Standstill.lookNs))

    /// How long QEMU has to end when its guest has switched itself off. Where instructions are counted it never does: the guest executes a loop until
    /// the power goes, and QEMU's main thread, which would end it, waits for the guest's rest.
    private static let afterPowerOff = Duration.seconds(5)

    let folder: RunFolder
    let limits: WallLimits
    /// The guard of the machine.
    let guardPid: pid_t
    /// When the machine was started, on both clocks. A watch that begins late has missed what was before.
    private let began = (ContinuousClock.now, SuspendingClock.now)

    /// A watch that begins now.
    init(folder: RunFolder, limits: WallLimits, guardPid: pid_t) {
        self.folder = folder
        self.limits = limits
        self.guardPid = guardPid
    }

    /// Returns when there is no more hope for the guest, or when the task is cancelled. Throws if the record file is missing.
    func report() async throws -> Report {
        var follower = try ProgressFollower(folder)
        defer { follower.close() }
        var host = HostWatch(guardPid: guardPid)
        var patience = Patience(limits)
        var log = StandstillLog()
        let clock = ContinuousClock()
        let guestLike = SuspendingClock()
        let start = began.1
        var last = began.0
        while true {
            let isCancelled = await MachineWatch.pause(clock)
            let now = clock.now
            let gap = last.duration(to: now)
            last = now
            let hostNs = start.duration(to: guestLike.now).wholeNanoseconds
            let loss = host.loss(in: gap)
            if let loss { log.add(loss, gap: gap, at: hostNs) }
            let isAlive = follower.advance()
            if isAlive, let stamp = follower.stampNs { log.note(guestNs: stamp, at: hostNs) }
            if isCancelled { return Report(standstills: log.standstills) }
            let stop: MachineExit.Stop? =
                follower.progress.consoleBytes > VirtualMachine.consoleLimit
                ? .consoleFlood : patience.add(gap, loss, isAlive: isAlive)
            if let stop { return Report(stop: stop, standstills: log.standstills) }
            if patience.silent > MachineWatch.afterPowerOff, follower.saysPowerOff {
                return Report(stop: .poweredOff, standstills: log.standstills)
            }
        }
    }

    /// Whether the task was cancelled.
    private static func pause(_ clock: ContinuousClock) async -> Bool {
        do {
            try await clock.sleep(for: interval, tolerance: interval / 20)
            return false
        } catch {
            return true
        }
    }
}
