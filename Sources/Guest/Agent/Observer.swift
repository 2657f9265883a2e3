import CLinux

/// Keeps the agent out of the experiment and alive in it.
enum Observer {
    /// Makes the agent unkillable, locked in memory, and first among equals for a processor. Children get none of it.
    ///
    /// Ordinary priority, if the best of it: a real-time recorder could keep a victim from leaving, and that would look like the kernel's fault.
    static func protect() {
        _ = Files.write("-1000", to: "/proc/self/oom_score_adj")
        touchStack()
        // On fault: libcgroup brings megabytes of tables that nothing touches. What is needed later is touched beforehand.
        mlockall(MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT)
        clinux_set_descriptor_limit(descriptors)
        var parameter = sched_param(sched_priority: 0)
        sched_setscheduler(0, SCHED_OTHER | SCHED_RESET_ON_FORK, &parameter)
        setpriority(PRIO_PROCESS, 0, -20)
        clinux_set_timer_slack(1)
        for signal in [SIGPIPE, SIGHUP, SIGINT, SIGTERM, SIGUSR1, SIGUSR2] { clinux_signal_handler(signal, { _ in }) }
        // If PID 1 dies the kernel panics, and that would look like the kernel's fault.
        for signal in [SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE, SIGABRT, SIGSYS] {
            clinux_signal_handler(signal, { _ in RecordFile.end(.agentFailed) })
        }
    }

    /// Eleven of each of a thousand groups, and one of each process.
    private static let descriptors: UInt = 16384
    /// What a process has unless it asks for more.
    private static let usualDescriptors: UInt = 1024

    /// What a child would inherit all the same, it has to give back before it becomes somebody else.
    static func release() { clinux_set_descriptor_limit(usualDescriptors) }

    /// Has the kernel give the stack its pages now.
    private static func touchStack() {
        withUnsafeTemporaryAllocation(byteCount: 64 << 10, alignment: 16) { buffer in
            if let start = buffer.baseAddress { explicit_bzero(start, buffer.count) }
        }
    }

    /// The agent's peak resident set in bytes.
    static func peakRSSBytes() -> UInt64 {
        var usage = rusage()
        getrusage(RUSAGE_SELF, &usage)
        return UInt64(truncatingIfNeeded: usage.ru_maxrss) &* 1024
    }
}
