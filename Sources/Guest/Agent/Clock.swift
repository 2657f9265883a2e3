import CLinux

/// The guest's clocks, in nanoseconds.
enum Clock {
    /// CLOCK_MONOTONIC: the time of every frame, of the trace and of the plan's deadlines.
    static func now() -> UInt64 { read(CLOCK_MONOTONIC) }

    /// The processor time that the agent itself has used.
    static func ownCPUTime() -> UInt64 { read(CLOCK_PROCESS_CPUTIME_ID) }

    /// Sleeps until the monotonic clock shows `deadline`.
    static func sleep(until deadline: UInt64) {
        var time = timespec(
            tv_sec: Int(truncatingIfNeeded: deadline / 1_000_000_000),
            tv_nsec: Int(truncatingIfNeeded: deadline % 1_000_000_000))
        while clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, nil) == EINTR {}
    }

    private static func read(_ clock: clockid_t) -> UInt64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return UInt64(truncatingIfNeeded: time.tv_sec) &* 1_000_000_000 &+ UInt64(truncatingIfNeeded: time.tv_nsec)
    }
}
