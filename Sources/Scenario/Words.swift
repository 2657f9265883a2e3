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
    public static let features = [
        "freezer_v1", "freezer_v2", "swap", "zram", "psi", "fuse", "userfaultfd", "io_uring", "pm_freezer",
        "huge_pages", "numa", "ram_disk",
    ]

    /// What a process can be waited for.
    static let processStates = ["ready", "exited"]
    /// What a group can be waited for.
    static let groupStates = ["frozen", "oom_kill", "empty"]

    /// Kernel parameters that the lab itself gives: a scenario must not give others.
    static let ownedKernelParameters = [
        "panic", "maxcpus", "console", "init", "rdinit", "initrd", "nokaslr", "tsc", "root", "nr_cpus", "earlyprintk",
    ]

    /// Signals by name and number, as on x86-64.
    static let signals: [(name: String, number: Int)] = [
        ("HUP", 1), ("INT", 2), ("QUIT", 3), ("ABRT", 6), ("KILL", 9), ("USR1", 10), ("SEGV", 11), ("USR2", 12),
        ("PIPE", 13), ("ALRM", 14), ("TERM", 15), ("CHLD", 17), ("CONT", 18), ("STOP", 19), ("TSTP", 20),
    ]
}
