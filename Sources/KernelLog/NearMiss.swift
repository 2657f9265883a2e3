/// Lines that speak of memory running out and are no word of the kernel's OOM killer.
enum NearMiss {
    /// User-space killers (earlyoom, systemd-oomd, oomd), runtimes (JVM, Go, container engines), quotations by other programs.
    static func isOne(_ text: Text, foreign: Bool) -> Bool {
        if text.contains("OutOfMemoryError") || text.contains("insufficient memory for the Java")
            || text.contains("OOMKilled") || text.contains("low memory! at or below SIG")
            || text.contains("sending SIGTERM to process") || text.contains("sending SIGKILL to process")
            || text.contains("systemd-oomd killed") || text.contains("memory pressure for ")
        {
            return true
        }
        return text.contains("Killed process ")
            || foreign && (text.contains("ut of memory") || text.contains("oom-kill"))
    }
}
