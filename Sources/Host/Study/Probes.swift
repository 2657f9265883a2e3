import GuestProtocol

/// Which of the kernel's functions had a probe, as tracefs showed it to the agent, and why points may be missing.
public struct Probes: Equatable, Sendable {
    private static let tracing = "/sys/kernel/tracing/"

    /// The function whose result is the kernel's own badness; `nil` where none was probed.
    public var badness: String?
    /// Why there is no probe, or not all the time; `nil` where it was on throughout.
    public var reason: String?

    init() {}

    init(_ files: FileSeries, _ input: StudyInput) {
        guard !input.plan.probes.isEmpty else {
            reason = input.host.noProbes ?? "the plan asks for none"
            return
        }
        guard let definitions = files.all(Probes.tracing + "kprobe_events").last else {
            reason = "the run ended before the probes were set"
            return
        }
        let states = files.all(Probes.tracing + "events/oomlab/enable")
        let wasOn = states.first.map { $0.errno == 0 && $0.text.hasPrefix("1") } ?? false
        if definitions.errno != 0 {
            reason = "this kernel has no kprobe events (errno \(definitions.errno))"
        } else if let function = Probes.function(definitions.text), wasOn {
            badness = function
            let isOn = states.last.map { $0.text.hasPrefix("1") } ?? false
            reason = isOn ? nil : "the probes were turned off where they had written too much"
        } else {
            reason = "the kernel refused them: \(Probes.refusal(files))"
        }
    }

    /// From `r:oomlab/badness_points oom_badness points=$retval:s64`; kernels write more behind the letter (`r10:…`).
    private static func function(_ definitions: String) -> String? {
        for line in definitions.split(separator: "\n") {
            let words = line.split(separator: " ")
            guard words.count >= 2, words[0].hasPrefix("r"), words[0].hasSuffix(":oomlab/badness_points") else {
                continue
            }
            return String(words[1].prefix(64))
        }
        return nil
    }

    /// The last reason that the kernel's `error_log` gives: `[ 1.234567] trace_kprobe: error: Invalid probed address or symbol`.
    private static func refusal(_ files: FileSeries) -> String {
        let log = files.last(tracing + "error_log")?.text ?? ""
        let line = log.split(separator: "\n").last { $0.contains(": error: ") }
        return line.map { String($0.prefix(200)) } ?? "it says no more"
    }
}
