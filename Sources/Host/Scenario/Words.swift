/// The words of the scenario format that are no keys: what a value can be.
public enum Words {
    /// Rows of the claims ledger, and `baseline` for behaviour that nobody doubts.
    public static let claims = Claim.all.map(\.name)

    /// What all scenarios that answer a claim are called together.
    public static let ledger = "ledger"

    /// The tag of scenarios that are there to be timed.
    static let benchmark = "bench"

    /// What a twin's name ends with.
    public static let twinSuffix = "-twin"

    /// cgroup v2 controllers.
    public static let controllers = ["memory", "pids", "cpu", "cpuset", "io"]

    /// What a scenario can need of a kernel beyond its version.
    public static let features = Feature.all.map(\.name)

    /// What `may` allows a wait, and what it allows a process or a write.
    static let timeOut = "time out"
    static let fail = "fail"

    /// Kernel parameters that the lab itself gives: a scenario must not give others.
    static let ownedKernelParameters = [
        "panic", "maxcpus", "console", "init", "rdinit", "initrd", "nokaslr", "tsc", "root", "nr_cpus", "earlyprintk",
    ]

    /// Signals by name and number, as on x86-64.
    static let signals: [(name: String, number: Int)] = [
        ("HUP", 1), ("INT", 2), ("QUIT", 3), ("ILL", 4), ("TRAP", 5), ("ABRT", 6), ("BUS", 7), ("FPE", 8), ("KILL", 9),
        ("USR1", 10), ("SEGV", 11), ("USR2", 12), ("PIPE", 13), ("ALRM", 14), ("TERM", 15), ("CHLD", 17), ("CONT", 18),
        ("STOP", 19), ("TSTP", 20), ("SYS", 31),
    ]

    /// A signal's name, such as `SIGSEGV`; `signal 40` for one that has none.
    public static func signal(_ number: Int) -> String {
        signals.first { $0.number == number }.map { "SIG\($0.name)" } ?? "signal \(number)"
    }
}
