import Evidence
import GuestProtocol
import SystemPackage

/// Everything that one run needs to know.
public struct RunRequest: Sendable {
    /// The kernel, as the record will name it.
    public var kernel: KernelIdentity
    /// The file to boot: an ELF image with a PVH entry where there is one, which boots quickest, else the bzImage.
    public var bootImage: FilePath
    /// Kernel modules for `/modules/0.ko`, …: unpacked, in order of dependence.
    public var modules: [[UInt8]]
    /// Why the plan asks for no probes; `nil` where it asks for some.
    public var noProbes: String?
    /// What the guest is to do.
    public var plan: Plan
    /// The scenario's name.
    public var scenarioName: String
    /// The scenario's YAML text, kept with the run.
    public var scenarioSource: String
    /// Its file, where the name alone doesn't find it.
    public var scenarioFile: String?
    /// The scenario's parameters as they were used.
    public var parameters: [String: String]
    /// The machine.
    public var machine: Machine
    /// When to give up; `nil` takes what suits the plan.
    public var limits: WallLimits?
    /// Which cell of a matrix this is, for the host's account; `nil` for a run by itself.
    public var cell: String?

    /// A request with every field.
    public init(
        kernel: KernelIdentity, bootImage: FilePath, modules: [[UInt8]] = [], plan: Plan, scenarioName: String,
        scenarioSource: String, parameters: [String: String] = [:], machine: Machine, limits: WallLimits? = nil
    ) {
        self.kernel = kernel
        self.bootImage = bootImage
        self.modules = modules
        self.plan = plan
        self.scenarioName = scenarioName
        self.scenarioSource = scenarioSource
        self.parameters = parameters
        self.machine = machine
        self.limits = limits
    }
}

/// How long the host waits, in its own time. The guest has deadlines of its own in guest time, which normally come first.
public struct WallLimits: Hashable, Sendable {
    /// The whole boot and run.
    public var total: Duration
    /// Without a new record and a new console byte.
    public var silence: Duration

    /// Limits of this length.
    public init(total: Duration, silence: Duration) {
        self.total = total
        self.silence = silence
    }

    /// Limits that a healthy guest with this plan stays far below, even emulated on an overloaded host.
    public static func suiting(_ plan: Plan) -> WallLimits {
        let guest = Duration.nanoseconds(Int64(clamping: min(plan.deadlineNs, 86_400_000_000_000)))
        // A busy guest runs at a half to a tenth of the pace of guest time where instructions are counted on a shared host. In real time, a
        // guest that only waits for the end of a step writes nothing until then.
        return WallLimits(total: .seconds(120) + guest * 10, silence: .seconds(60) + guest)
    }
}
