/// A line that speaks of memory running out and is no word of the kernel's OOM killer.
public enum NearMiss: String, Sendable, CaseIterable {
    /// earlyoom's own messages.
    case earlyoom
    /// systemd-oomd's.
    case systemdOOMD = "systemd-oomd"
    /// Another killer in user space: oomd, nohang, lmkd.
    case userSpaceKiller = "user-space killer"
    /// A runtime that ran out of its own heap: JVM, node, Go, Python.
    case runtime
    /// A container engine or a service manager that reports a kill.
    case report = "report by another program"
    /// The kernel's words in another program's mouth.
    case quotation

    /// What it is, in words.
    public var words: String {
        switch self {
        case .earlyoom: "earlyoom: a killer in user space"
        case .systemdOOMD: "systemd-oomd: a killer in user space"
        case .userSpaceKiller: "a killer in user space"
        case .runtime: "a runtime ran out of its own memory"
        case .report: "another program's report of a kill"
        case .quotation: "the kernel's words, quoted by another program"
        }
    }

    /// What a line is, if it is one. `foreign` lines carry another program's name.
    init?(_ text: Text, foreign: Bool) {
        if text.contains("low memory! at or below SIG") || text.contains(" mem avail: ") {
            self = .earlyoom
        } else if text.contains("systemd-oomd killed") || text.contains("memory pressure for ")
            || text.contains("systemd-oomd Swap") || text.contains("due to memory used (")
        {
            self = .systemdOOMD
        } else if text.contains("sending SIGTERM to process") || text.contains("sending SIGKILL to process") {
            self = .earlyoom
        } else if text.contains("oomd kill: ") || text.contains("lowmemorykiller: ") || text.contains("lmkd") {
            self = .userSpaceKiller
        } else if text.contains("OutOfMemoryError") || text.contains("insufficient memory for the Java")
            || text.contains("JavaScript heap out of memory") || text.contains("runtime: out of memory")
            || text.contains("fatal error: out of memory")
        {
            self = .runtime
        } else if text.contains("OOMKilled") || text.contains("oom-kill'") || text.contains("killed by the OOM killer")
        {
            self = .report
        } else if text.contains("Killed process ")
            || foreign && (text.contains("ut of memory") || text.contains("oom-kill") || text.contains("ut Of Memory"))
        {
            self = .quotation
        } else {
            return nil
        }
    }
}
