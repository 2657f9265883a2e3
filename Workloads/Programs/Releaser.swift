import CLinux

/// Kills another process and has its memory reaped at once (process_mrelease(2), since 5.15), as user-space killers do.
///
/// It reports before the kill, and leaves with status 0 when the memory is released, with the errno of the call where it isn't.
///
/// - `target`: the role to kill.
/// - `releases`: 0 kills only, for the negative twin.
/// - `delay`: time between the report and the kill (20 ms).
struct Releaser {
    private static let pidfdOpen = 434
    private static let pidfdSendSignal = 424
    private static let processMrelease = 448

    let arguments: Arguments

    func run() -> Never {
        guard let target = arguments.text("target"), let pid = Others.pid(of: target) else {
            fail("find the process", arguments.text("target"), errno: ESRCH)
        }
        let process = clinux_call(Releaser.pidfdOpen, Int(pid), 0, 0, 0, 0)
        guard process >= 0 else { fail("pidfd_open") }
        Threads.reportReady()
        Threads.sleep(ns: arguments.number("delay") ?? 20_000_000)
        if clinux_call(Releaser.pidfdSendSignal, process, Int(SIGKILL), 0, 0, 0) != 0 { fail("pidfd_send_signal") }
        if arguments.number("releases") != 0 { release(process) }
        exit(0)
    }

    /// EAGAIN is a lock that was taken: the manual page says to try again. ESRCH is a process that is gone, which is as good.
    private func release(_ process: Int) {
        for _ in 0..<100 {
            if clinux_call(Releaser.processMrelease, process, 0, 0, 0, 0) == 0 { return }
            let failure = clinux_errno()
            if failure == ESRCH { return }
            guard failure == EAGAIN else { fail("process_mrelease", status: failure) }
            Threads.sleep(ns: 10_000_000)
        }
        fail("process_mrelease", errno: EAGAIN, status: EAGAIN)
    }
}
