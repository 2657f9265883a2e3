import KernelLog
import SafeText

/// A report in one line: who died of what.
enum Headline {
    static func text(_ report: OOMReport) -> String {
        let place = domain(report).map { " in \($0)" } ?? ""
        return "\(kind(report.kind))\(place): \(ending(report))"
    }

    private static func ending(_ report: OOMReport) -> String {
        switch report.outcome {
        case .killed:
            let first = report.victims.first.map { who($0.pid, $0.name) } ?? "n/a"
            let others = report.victims.count - 1
            return first + (others > 0 ? " and \(Amount.count(others, "other", "others"))" : "") + " killed"
        case .panic: return "the kernel panicked"
        case .noKillable: return "no process could be killed"
        case .alreadyExiting: return "the chosen process was exiting already"
        case .unknown: return "the log does not say who died"
        }
    }

    /// A process as a reader knows it.
    static func who(_ pid: Int?, _ name: String?) -> String {
        let known = name.map(Plain.text)
        guard let pid else { return known ?? "a process" }
        return known.map { "\($0) (pid \(pid))" } ?? "pid \(pid)"
    }

    /// Where memory ran out, where it was a group.
    static func domain(_ report: OOMReport) -> String? {
        report.kind == .memcg ? report.oomMemcg.map(Plain.text) : nil
    }

    private static func kind(_ kind: OOMReport.Kind) -> String {
        switch kind {
        case .memcg: "memcg OOM"
        case .global: "global OOM"
        case .cpuset: "cpuset OOM"
        case .mempolicy: "mempolicy OOM"
        case .sysrq: "SysRq OOM"
        case .unknown: "OOM"
        }
    }
}
