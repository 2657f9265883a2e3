import Vocabulary

/// What the host knows of a run and the guest doesn't: kept raw as `host.json`, so that a run can be judged again without the host.
public struct HostAccount: Codable, Equatable, Sendable {
    /// The run's name, which is also its folder's.
    public var id: String
    /// When the command started the machine: ISO 8601, UTC.
    public var started: String
    /// From there to the machine's end, retries included.
    public var wallSeconds: Double
    /// The plan's seed.
    public var seed: UInt64
    /// The scenario's name.
    public var scenarioName: String
    /// Its file as someone named it; `nil` for a scenario of the installation.
    public var scenarioFile: String?
    /// The scenario's parameters as they were used.
    public var parameters: [String: String]
    /// The kernel that was booted.
    public var kernel: KernelIdentity
    /// The machine it was booted on.
    public var machine: MachineIdentity
    /// How the machine ended.
    public var ending: Ending
    /// How often the machine was started; more than 1 where a spurious failure of the emulator early in boot was retried.
    public var boots: Int
    /// Which cell of a matrix the run is: equal for runs that were asked for in the same way. `nil` in an account older than this field.
    public var cell: String?
    /// Why the plan asks for no probes; `nil` where it asks for some, and in an account older than this field.
    public var noProbes: String?
    /// Which oomlab made the run: `0.1.0 (1a2b3c4d5e6f)`; `nil` in an account older than this field.
    public var oomlab: String?
    /// When the host kept a machine from running whose clock went on; `nil` if it never did, and where instructions are counted.
    public var standstills: [Standstill]?

    /// An account with every field.
    public init(
        id: String, started: String, wallSeconds: Double, seed: UInt64, scenarioName: String,
        parameters: [String: String], kernel: KernelIdentity, machine: MachineIdentity, ending: Ending, boots: Int,
        scenarioFile: String? = nil, cell: String? = nil, noProbes: String? = nil
    ) {
        self.id = id
        self.started = started
        self.wallSeconds = wallSeconds
        self.seed = seed
        self.scenarioName = scenarioName
        self.scenarioFile = scenarioFile
        self.parameters = parameters
        self.kernel = kernel
        self.machine = machine
        self.ending = ending
        self.boots = boots
        self.cell = cell
        self.noProbes = noProbes
    }
}

/// A kernel, as exactly as it can be named.
public struct KernelIdentity: Codable, Hashable, Sendable {
    /// `uname -r`.
    public var release: String
    /// The build string: `uname -v`, or what the image's header says.
    public var version: String
    /// The package it came in; `nil` for a kernel that was added by hand.
    public var package: String?
    /// That package's version.
    public var packageVersion: String?
    /// SHA-256 of the bzImage, in hexadecimal digits.
    public var sha256: String
    /// The version by which scenarios and reports refer to it: `6.12`, `6.12.57`.
    public var flavour: String

    /// An identity with every field.
    public init(
        release: String, version: String, package: String? = nil, packageVersion: String? = nil, sha256: String,
        flavour: String
    ) {
        self.release = release
        self.version = version
        self.package = package
        self.packageVersion = packageVersion
        self.sha256 = sha256
        self.flavour = flavour
    }
}

/// The virtual machine of a run.
public struct MachineIdentity: Codable, Hashable, Sendable {
    /// `deterministic` or `realtime`.
    public var mode: RunMode
    /// QEMU's `-accel` value.
    public var accelerator: String
    /// Virtual CPUs.
    public var cpus: Int
    /// RAM.
    public var memoryBytes: UInt64
    /// QEMU's own version line.
    public var qemu: String
    /// Whether the run continued a snapshot instead of booting.
    public var restored: Bool
    /// SHA-256 of the machine's kept state that the run continued; `nil` where it booted. Runs of one snapshot are comparable to the nanosecond.
    public var snapshot: String?
    /// SHA-256 of the initramfs, which holds the agent and the workload; `nil` in an account older than this field.
    public var initramfs: String?

    /// An identity with every field.
    public init(
        mode: RunMode, accelerator: String, cpus: Int, memoryBytes: UInt64, qemu: String, restored: Bool,
        snapshot: String? = nil, initramfs: String? = nil
    ) {
        self.mode = mode
        self.accelerator = accelerator
        self.cpus = cpus
        self.memoryBytes = memoryBytes
        self.qemu = qemu
        self.restored = restored
        self.snapshot = snapshot
        self.initramfs = initramfs
    }
}

/// How a machine ended. Only `finished` and, for scenarios that expect a panic, `guestReset` say something about the kernel by themselves.
public struct Ending: Codable, Hashable, Sendable {
    /// The ways a machine can end.
    public enum Kind: String, Codable, Sendable {
        /// The agent said that it was done.
        case finished
        /// The guest reset itself or switched itself off: after a panic (`panic=-1`), or because somebody in it asked for that.
        case guestReset
        /// Neither evidence nor console grew for too long, or the wall deadline passed.
        case guestSilent
        /// QEMU failed, or the agent gave up with a status of its own: the harness's fault, never the kernel's.
        case emulatorFailed
        /// Something on the host ended QEMU, or kept it from running until it was given up: the host's fault, never the kernel's.
        case hostEnded
        /// The command was told to stop.
        case interrupted
    }

    /// Which of them.
    public var kind: Kind
    /// QEMU's exit status; 128 + N where signal N killed it; `nil` where the host ended it.
    public var exitStatus: Int?
    /// What a reader needs to know: QEMU's message, or the last console lines.
    public var detail: String

    /// An ending with every field.
    public init(kind: Kind, exitStatus: Int?, detail: String) {
        self.kind = kind
        self.exitStatus = exitStatus
        self.detail = detail
    }
}
