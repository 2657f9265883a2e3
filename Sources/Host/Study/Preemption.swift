/// The kernel's preemption model, by its own words.
enum Preemption {
    /// `none voluntary (full) lazy` of sched/preempt in debugfs, where the model in force stands in brackets (kernel/sched/debug.c, 5.12 and later);
    /// kernels without the file have one model for good, and say in their version where it is more than voluntary.
    static func model(_ files: FileSeries, version: String?) -> String? {
        let choice = files.last("/sys/kernel/debug/sched/preempt")?.text ?? ""
        if let open = choice.firstIndex(of: "("), let close = choice[open...].firstIndex(of: ")") {
            return String(choice[choice.index(after: open)..<close].prefix(16))
        }
        guard let words = version?.split(separator: " ") else { return nil }
        if words.contains("PREEMPT_RT") { return "rt" }
        if words.contains("PREEMPT_LAZY") { return "lazy" }
        if words.contains("PREEMPT") { return "full" }
        return words.contains("PREEMPT_DYNAMIC") ? nil : "none or voluntary"
    }
}
