import CLinux
import GuestProtocolEmbedded

/// The plan's kprobe events: the kernel's own badness of every candidate, as trace events of the system `oomlab`.
///
/// Whether they are on is not said in words of the agent's: the kernel's own files are recorded, and its own reason where it refused.
struct Probes {
    private static let definitions: StaticString = "/sys/kernel/tracing/kprobe_events"
    private static let enable: StaticString = "/sys/kernel/tracing/events/oomlab/enable"
    /// The agent's own reading of `/proc/PID/oom_score` computes badness too, and chooses no one.
    private static let notTheAgent: StaticString = "common_pid!=1 && COMM!=\"oomlab-actor\""
    /// Beyond this much trace they are turned off: a kernel that looks for a victim in vain hundreds of times a second must not fill the record file.
    private static let traceAllowance = 2 << 20

    private var areOn = false

    /// Has the kernel take the first of the alternatives that it can, and records what it made of them.
    init(_ alternatives: [Bytes], _ names: FileNames) {
        guard !alternatives.isEmpty else { return }
        areOn = alternatives.contains { Probes.define($0) }
        if areOn {
            _ = Files.write(Probes.notTheAgent, to: "/sys/kernel/tracing/events/oomlab/filter")
            _ = Files.write("1", to: Probes.enable.cString)
        } else {
            names.record("/sys/kernel/tracing/error_log")
        }
        names.record(Probes.definitions)
        names.record(Probes.enable)
    }

    /// Has the actor turn the probes off where too much has been traced.
    mutating func limit(traceBytes: Int, _ errands: Errands) {
        guard areOn, traceBytes > Probes.traceAllowance, errands.post(.endProbes) != 0 else { return }
        areOn = false
    }

    /// Turns the probes off, and records that.
    static func end(_ names: FileNames) {
        _ = Files.write("0", to: enable.cString)
        names.record(enable)
    }

    /// All of one alternative's probes, or none.
    private static func define(_ alternative: Bytes) -> Bool {
        let isWhole = alternative.withUnsafeBytes { Files.write($0, to: definitions.cString) } == 0
        if !isWhole { Files.clear(definitions.cString) }
        return isWhole
    }
}
