import KernelLog

/// What the harness did to the experiment, by the kernel's own words: kills, panics and reports of the OOM killer that the agent or its helper
/// asked for, and kills of its helper. Nothing is known about the kernel then.
enum AgentHits {
    /// The name of the agent's helper, which carries out the scenario's steps.
    private static let helper = "oomlab-actor"

    /// In words, in the order of the log; empty in a sound run.
    static func all(_ messages: KernelMessages) -> [String] {
        messages.reports.compactMap(invocation) + messages.reports.flatMap(\.victims).compactMap(kill)
            + messages.events.compactMap { panic($0, messages) }
    }

    private static func invocation(_ report: OOMReport) -> String? {
        guard isHarness(report.invokerPID, report.invoker), !report.isAsked else { return nil }
        return "\(who(report.invokerPID, report.invoker)) invoked the OOM killer"
    }

    private static func kill(_ victim: KilledProcess) -> String? {
        victim.pid == 1 || victim.name == helper ? "\(who(victim.pid, victim.name)) was killed" : nil
    }

    private static func panic(_ event: KernelEvent, _ messages: KernelMessages) -> String? {
        guard event.kind == .panic, isHarness(event.pid, event.task), !event.text.contains("sysrq"),
            messages.reports.last?.isAsked != true
        else { return nil }
        return "the kernel panicked in \(who(event.pid, event.task)): \(event.text)"
    }

    /// PID 1 is the agent; of its helper the name is known.
    private static func isHarness(_ pid: Int?, _ name: String?) -> Bool { pid == 1 || name == helper }

    private static func who(_ pid: Int?, _ name: String?) -> String {
        let words = pid == 1 ? "the agent itself" : "the agent's helper"
        return "\(words) (\(name ?? "?"), pid \(pid.map(String.init) ?? "unknown"))"
    }
}

extension OOMReport {
    /// Whether a step of the scenario asked for it: SysRq-f, or a limit below what is charged (`memory_max_write` in mm/memcontrol.c;
    /// `mem_cgroup_resize_max` of cgroup v1).
    fileprivate var isAsked: Bool {
        kind == .sysrq || callTrace.contains { $0 == "memory_max_write" || $0 == "mem_cgroup_resize_max" }
    }
}
