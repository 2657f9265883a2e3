import Vocabulary

/// The virtual machine that a run asks for.
public struct Machine: Hashable, Sendable {
    /// How guest time passes.
    public typealias Mode = RunMode

    /// RAM.
    public var memoryBytes: UInt64
    /// Virtual CPUs. The machine starts with one; the agent brings the others online as the plan says.
    public var cpus: Int
    /// NUMA nodes, each with an equal part of the RAM; the CPUs are in the first.
    public var nodes: Int
    /// How guest time passes.
    public var mode: Mode
    /// More words for the kernel's command line.
    public var commandLine: [String]

    /// A machine with every field.
    public init(
        memoryBytes: UInt64, cpus: Int = 1, nodes: Int = 1, mode: Mode = .deterministic, commandLine: [String] = []
    ) {
        self.memoryBytes = memoryBytes
        self.cpus = cpus
        self.nodes = nodes
        self.mode = mode
        self.commandLine = commandLine
    }
}

/// What carries out the guest's instructions.
public enum Accelerator: String, Codable, Sendable {
    /// One thread that counts instructions.
    case counting
    /// A thread for each virtual CPU, in software.
    case threads
    /// The host's own CPUs.
    case kvm

    /// The QEMU arguments that choose it.
    var arguments: [String] {
        switch self {
        case .counting:
            // Two nanoseconds an instruction; idle time is skipped, so nothing depends on the host's clock.
            [
                "-accel", "tcg,thread=single", "-icount", "shift=1,sleep=off", "-rtc", "base=2026-01-01,clock=vm",
                "-cpu", Accelerator.processor,
            ]
        case .threads:
            // With cmpxchg16b the spurious early oops of multi-threaded emulation is more frequent.
            ["-accel", "tcg,thread=multi", "-cpu", "\(Accelerator.processor),cx16=off"]
        case .kvm:
            ["-accel", "kvm", "-cpu", "host"]
        }
    }

    /// The emulated processor, which is the same in every QEMU from 7.2 on: a model whose version is named, and what 7.2 can emulate of today's servers.
    ///
    /// Left out are rdrand and rdseed, since no randomness of the host may reach the guest; 5-level paging, which few machines use; mwait, by which an
    /// idle guest would keep the host busy; and "enhanced rep movsb": with it a kernel clears a page by one instruction of 4096 rounds, which
    /// emulation carries out, and counts, one by one; without it there are 512. A page fault then costs a third less, as counted, and half as much,
    /// as waited for.
    private static let processor = (["qemu64-v1", "-svm"] + features.map { "+\($0)" }).joined(separator: ",")

    private static let features = [
        "abm", "adx", "aes", "arat", "avx", "avx2", "bmi1", "bmi2", "clflushopt", "clwb", "f16c", "fma", "fsgsbase",
        "movbe",
        "pclmulqdq", "pdpe1gb", "pku", "popcnt", "rdtscp", "smap", "smep", "sse4.1", "sse4.2", "ssse3", "umip",
        "xgetbv1",
        "xsave", "xsaveopt",
    ]

    /// Its name in a record: QEMU's own `-accel` value.
    public var name: String { arguments[1] }
}
