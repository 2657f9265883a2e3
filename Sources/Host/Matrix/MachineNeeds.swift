import GuestProtocol
import Lab

/// What a run's machine takes of a host. The plan says it all.
public struct MachineNeeds: Hashable, Sendable {
    /// The guest's RAM and what QEMU needs beside it.
    public let memoryBytes: UInt64
    /// Host processors that it keeps busy.
    public let processors: Int
    /// The longest that it can take before the lab gives it up.
    public let wallSeconds: Int

    /// What QEMU takes beside the guest's RAM: translated code, the record file, itself. Measured: 120 to 190 MB for a guest of 512 MB.
    static let emulatorBytes: UInt64 = 256 << 20

    /// The needs of a machine of this shape with this plan.
    init(plan: Plan, memoryBytes: UInt64, mode: Machine.Mode) {
        self.memoryBytes = memoryBytes.addingReportingOverflow(MachineNeeds.emulatorBytes).partialValue
        // Where instructions are counted, all virtual CPUs share one thread.
        processors = mode == .deterministic ? 1 : max(1, Int(plan.cpus))
        wallSeconds = Int(WallLimits.suiting(plan).total.components.seconds)
    }
}
