/// Everything that the guest needs to know of a run: written by the host, read by the agent from fw_cfg, kept as the run's `plan` file.
///
/// A plan is complete and flat: defaults are filled in, sizes are bytes, times are nanoseconds of guest time, references are indices.
public struct Plan: Equatable, Sendable {
    /// Raised whenever the wire format changes; a guest refuses a plan of another version.
    public static let version: UInt32 = 1

    /// Says which perturbation was applied to this plan; 0 is none.
    public var seed: UInt64 = 0
    /// Virtual CPUs to bring online before the first step (the machine starts with one).
    public var cpus: UInt32 = 1
    /// Time between two samples.
    public var samplingIntervalNs: UInt64 = 5_000_000
    /// The whole run ends here, whatever its steps are waiting for.
    public var deadlineNs: UInt64 = 30_000_000_000
    /// Files written before the groups are made, in order (`/proc/sys/vm/…`).
    public var settings: [FileWrite] = []
    /// Modules to load before the groups are made, as paths in the initramfs, in order of dependence.
    public var modules: [Bytes] = []
    /// Swap on a disk of compressed memory (zram) of this size, turned on after the modules and before the groups; 0 is none.
    public var swapBytes: UInt64 = 0
    /// kprobe events to record besides the kernel's own trace events: alternatives, of which the first counts that the kernel takes, each a text for
    /// tracefs' `kprobe_events` with every event in the system `oomlab`.
    public var probes: [Bytes] = []
    /// What the kernel must have: looked for after the modules are loaded and before anything else is done. Where it lacks one, no step is begun.
    public var needs: [Need] = []
    /// Steps that may run out of time or fail, as indices into `steps`: what follows them is done all the same.
    public var lenientSteps: [UInt32] = []
    /// Functions of the kernel to count the entries of, by their names in kallsyms: who got where.
    public var functions: [Bytes] = []
    /// The groups, parents before children.
    public var groups: [Group] = []
    /// The processes that steps can start.
    public var processes: [Process] = []
    /// What happens, in order.
    public var steps: [Step] = []

    /// An empty plan.
    public init() {}
}

/// One value to be written to one file.
public struct FileWrite: Equatable, Sendable {
    /// An absolute path, or for a group's settings the file's name in the group.
    public var path: Bytes
    /// The bytes to write.
    public var value: Bytes

    /// A write of `value` to `path`.
    public init(path: Bytes, value: Bytes) {
        self.path = path
        self.value = value
    }
}

/// Something that a kernel has or hasn't.
public struct Need: Equatable, Sendable {
    /// How it is told.
    public enum Evidence: Equatable, Sendable {
        /// The file can be opened.
        case file(Bytes)
        /// The word stands in the file, between white space.
        case word(Bytes, file: Bytes)
        /// The system call of this number is there and allowed: with an argument of -1 it fails otherwise than with ENOSYS or EPERM.
        case call(UInt32)
    }

    /// As it is said to people.
    public var name: Bytes
    /// How it is told.
    public var evidence: Evidence

    /// A need with its evidence.
    public init(name: Bytes, evidence: Evidence) {
        self.name = name
        self.evidence = evidence
    }
}

/// A control group, made through libcgroup.
public struct Group: Equatable, Sendable {
    /// Which hierarchy the group lives in.
    public enum Hierarchy: UInt8, Sendable {
        /// The unified hierarchy, with the memory controller.
        case v2 = 0
        /// The v1 `freezer` hierarchy mounted beside it.
        case freezerV1 = 1
    }

    /// The path below the hierarchy's root: `arena`, `arena/child`.
    public var name: Bytes
    /// Where it lives.
    public var hierarchy: Hierarchy
    /// The group's files to set, in order (`memory.max`, `memory.oom.group`).
    public var settings: [FileWrite]

    /// A group with its settings.
    public init(name: Bytes, hierarchy: Hierarchy, settings: [FileWrite]) {
        self.name = name
        self.hierarchy = hierarchy
        self.settings = settings
    }
}

/// A workload process, started by a step.
public struct Process: Equatable, Sendable {
    /// Its role, which is also its name in the kernel's task dump (15 bytes at most).
    public var role: Bytes
    /// The workload: a program of the multi-call binary.
    public var workload: Bytes
    /// The workload's arguments, as `key=value`.
    public var arguments: [Bytes]
    /// Index of its v2 group.
    public var group: UInt32
    /// Written to `oom_score_adj` before the workload starts.
    public var oomScoreAdj: Int32
    /// The virtual CPU on which it starts; from there on it may run anywhere. `nil` leaves that to the kernel.
    public var cpu: UInt32?

    /// A process in its group.
    public init(
        role: Bytes, workload: Bytes, arguments: [Bytes], group: UInt32, oomScoreAdj: Int32, cpu: UInt32? = nil
    ) {
        self.role = role
        self.workload = workload
        self.arguments = arguments
        self.group = group
        self.oomScoreAdj = oomScoreAdj
        self.cpu = cpu
    }
}

/// One step of a scenario. `process` and `group` are indices into the plan's lists.
public enum Step: Equatable, Sendable {
    /// Stands for no process, where a step can do without one.
    public static let nobody = UInt32.max

    /// What a process can be waited for.
    public enum ProcessState: UInt8, Sendable {
        /// The workload says that it holds what it was asked to hold.
        case ready = 0
        /// It has been reaped.
        case exited = 1
    }

    /// What a group can be waited for.
    public enum GroupState: UInt8, Sendable {
        /// Every task is in the fridge.
        case frozen = 0
        /// `oom_kill` of `memory.events` has risen.
        case oomKill = 1
        /// No task is left.
        case empty = 2
    }

    /// Starts the process.
    case start(process: UInt32)
    /// Waits for the process; the step fails after `timeoutNs`.
    case waitProcess(process: UInt32, state: ProcessState, timeoutNs: UInt64)
    /// Waits for the group; the step fails after `timeoutNs`.
    case waitGroup(group: UInt32, state: GroupState, timeoutNs: UInt64)
    /// Freezes `process` in `group`: in a v1 freezer group it is moved there first, in a v2 group the whole group is frozen. Waits until it is frozen.
    /// With `Step.nobody` for a process, only what is in the group already is frozen.
    case freeze(process: UInt32, group: UInt32, timeoutNs: UInt64)
    /// Thaws the group.
    case thaw(group: UInt32)
    /// Sends a signal to the process.
    case kill(process: UInt32, signal: UInt32)
    /// Writes to a file by its absolute path.
    case write(FileWrite)
    /// Lets guest time pass; sampling goes on.
    case sleep(ns: UInt64)
    /// Lets guest time pass as the observation window: what is left at its end is what the judge sees. Where processes are named, it ends `settleNs` after
    /// the last of them was reaped, if that is sooner.
    case observe(ns: UInt64, until: [UInt32] = [], settleNs: UInt64 = 0)
    /// Takes the full `/proc` picture of every workload task, as is done by itself before the first step that can bring pressure and at the end.
    case snapshot
}
