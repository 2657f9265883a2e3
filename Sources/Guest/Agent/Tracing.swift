import CLinux

/// The trace events that every run records, with the clock of everything else.
enum Tracing {
    /// Events that some kernels lack: a missing one is no trouble, the host sees which are there by what was written.
    private static let events: [StaticString] = [
        "oom/mark_victim", "oom/wake_reaper", "oom/start_task_reaping", "oom/finish_task_reaping",
        "oom/skip_task_reaping", "oom/oom_score_adj_update", "oom/reclaim_retry_zone", "signal/signal_generate",
        "sched/sched_process_exit", "sched/sched_process_exec", "task/task_newtask",
    ]

    /// Prepares the ring buffer and switches the events on. The buffer holds the ten thousand reclaim_retry_zone that come while the agent itself waits for
    /// memory. Among the signals SIGKILL is of interest, and SIGCHLD: the word to the parent that the whole process is gone, which every kernel sends
    /// at the same place of the exit (sched_process_exit has moved).
    static func start() {
        set("buffer_size_kb", "1024")
        set("trace_clock", "mono")
        set("events/signal/signal_generate/filter", "sig==9||sig==17")
        var path = Text(capacity: 128)
        for event in events {
            path.truncate(to: 0)
            path.append("events/")
            path.append(event.cString)
            path.append("/enable")
            set(path.cString, "1")
        }
        set("tracing_on", "1")
    }

    /// The stream of trace text, which never blocks.
    static func open() -> Int32 { clinux_open("/sys/kernel/tracing/trace_pipe", O_RDONLY | O_NONBLOCK) }

    private static func set(_ file: UnsafePointer<CChar>, _ value: StaticString) {
        var path = Text(capacity: 192)
        path.append(Filesystems.tracing)
        path.append(byte: UInt8(ascii: "/"))
        path.append(file)
        _ = Files.write(value, to: path.cString)
        path.start.deallocate()
    }
}
