import CLinux

/// Traces every thread of another process, and never waits for it again.
///
/// What it holds: nothing of its own; the victim, which can't pass a stop. What frees it: the tracer's end.
///
/// - `target`: the role to trace.
/// - `stop`: `exit` (the default: the threads stop in their exit, before they let go of the mm) or `now` (they stop at once).
struct Tracer {
    private static let seize: Int32 = 0x4206
    private static let interrupt: Int32 = 0x4207
    private static let traceExit = 0x40

    let arguments: Arguments

    func run() -> Never {
        guard let target = arguments.text("target"), let pid = Others.pid(of: target) else {
            fail("find the process", arguments.text("target"), errno: ESRCH)
        }
        let stopsNow = arguments.word("stop", otherwise: "exit") == "now"
        var path = CText("/proc/")
        path.append(Int(pid))
        path.append("/task")
        guard let folder = opendir(path.cString) else { fail("opendir", path.cString) }
        while let entry = readdir(folder) {
            let thread = Int32(truncatingIfNeeded: strtol(clinux_entry_name(entry), nil, 10))
            guard thread > 0 else { continue }
            if clinux_ptrace(Tracer.seize, thread, stopsNow ? 0 : Tracer.traceExit) != 0 {
                fail("ptrace PTRACE_SEIZE")
            }
            if stopsNow, clinux_ptrace(Tracer.interrupt, thread, 0) != 0 { fail("ptrace PTRACE_INTERRUPT") }
        }
        closedir(folder)
        Threads.sleep(ns: 10_000_000)
        Threads.reportReady()
        Threads.sleepForever()
    }
}
