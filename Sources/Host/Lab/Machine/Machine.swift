import Kernels
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
                "-cpu", Architecture.current.processor,
            ]
        case .threads:
            // With cmpxchg16b the spurious early oops of multi-threaded emulation is more frequent.
            ["-accel", "tcg,thread=multi", "-cpu", "\(Architecture.current.processor),cx16=off"]
        case .kvm:
            ["-accel", "kvm", "-cpu", "host"]
        }
    }

    /// Its name in a record: QEMU's own `-accel` value.
    public var name: String { arguments[1] }
}
