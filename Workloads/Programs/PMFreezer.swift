import CLinux

/// Freezes every other user process as suspend does (SNAPSHOT_FREEZE on /dev/snapshot), which switches the OOM killer off, and thaws again.
///
/// The agent is frozen as well: no samples are taken meanwhile, and the kernel's log tells the story. It stays if the freeze
/// succeeds. If the freeze fails, it says how long the ioctl took and leaves with its errno as status.
///
/// - `hold`: how long everything stays frozen (100 ms).
/// - `size`: anonymous memory to take while the OOM killer is off (0). A fault that can't be served is repeated for ever; the thaw comes by a signal all the same.
/// - `delay`: time between the report and the freeze (20 ms).
struct PMFreezer {
    private static let freeze: UInt = 0x3301
    private static let unfreeze: UInt = 0x3302
    // The signal handler has no other way to know it. Written once, before the timer is set.
    nonisolated(unsafe) private static var device: Int32 = -1

    let arguments: Arguments

    func run() -> Never {
        let device = clinux_open(CText("/dev/snapshot").cString, O_RDONLY)
        guard device >= 0 else { fail("open /dev/snapshot") }
        PMFreezer.device = device
        Threads.reportReady()
        Threads.sleep(ns: arguments.number("delay") ?? 20_000_000)
        let began = Threads.nowNs()
        guard clinux_ioctl(device, PMFreezer.freeze, nil) == 0 else {
            let failure = clinux_errno()
            var span = CText("after ")
            span.append((Threads.nowNs() - began) / 1_000_000)
            span.append(" ms")
            fail("ioctl SNAPSHOT_FREEZE", span.cString, errno: failure, status: failure)
        }
        thaw(afterNs: max(arguments.number("hold") ?? 100_000_000, 1_000_000))
        if let size = arguments.number("size"), size > 0 { Hoard(arguments).fill(size) }
        Threads.sleepForever()
    }

    /// Only this thread runs now: other threads of the process are frozen as well, so that nothing but a signal can do it.
    private func thaw(afterNs ns: Int) {
        let failure = clinux_signal_handler(
            SIGALRM,
            { _ in
                if clinux_ioctl(PMFreezer.device, PMFreezer.unfreeze, nil) != 0 {
                    fail("ioctl SNAPSHOT_UNFREEZE", status: clinux_errno())
                }
            })
        if failure != 0 || clinux_set_timer(ns / 1000) != 0 { fail("setitimer") }
    }
}
