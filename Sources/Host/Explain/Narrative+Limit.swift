import KernelLog
import SafeText
import VictimSelection

/// Which limit fired.
extension Narrative {
    /// The counter that was full, or the zones that were empty.
    var limit: String? {
        if report.kind == .memcg { return groupLimit }
        guard let memory = report.memory else { return nil }
        return machineLimit(memory)
    }

    private var groupLimit: String? {
        let full = report.limits.filter { $0.isFull }
        let hit = full.first ?? report.limits.first { $0.name == "memory" }
        guard let hit, let usage = hit.usageKB else { return nil }
        var text = "The limit that fired is \(hit.file) of that group"
        if let limit = hit.limitText { text += ": \(Amount.kilobytes(usage)) of \(limit) in use" }
        if let count = hit.failcnt { text += ", hit \(Amount.count(count, "time", "times")) so far" }
        for other in full.dropFirst() { text += "; \(other.file) was full too (\(other.limitText ?? "no limit"))" }
        if let ancestor = ancestry { text += "; \(ancestor)" }
        if let swap = swapText { text += "; \(swap)" }
        return text + "."
    }

    /// The victim's group may lie below the one at its limit.
    private var ancestry: String? {
        guard let full = report.oomMemcg, let task = report.taskMemcg, full != task else { return nil }
        return "the victim's own group is \(Plain.text(task))"
    }

    private var swapText: String? {
        guard let swap = report.limits.first(where: { $0.name == "swap" }), !swap.isFull, let usage = swap.usageKB
        else {
            return nil
        }
        return usage == 0 ? "no swap was in use" : "\(Amount.kilobytes(usage)) of swap was in use"
    }

    private func machineLimit(_ memory: MemoryInfo) -> String? {
        let low = memory.zones.filter { ($0.freeKB ?? .max) < ($0.minKB ?? .min) }
        var parts: [String] = []
        if !low.isEmpty {
            let zones = low.prefix(4).map { zone in
                "\(Plain.text(zone.label)) (\(Amount.kilobytes(zone.freeKB ?? 0)) free, min \(Amount.kilobytes(zone.minKB ?? 0)))"
            }
            parts.append("Free memory was below the min watermark in \(zones.joined(separator: ", "))")
        } else if let free = memory.zones.compactMap(\.freeKB).reduce(nil, { ($0 ?? 0).plus($1) }) as Int? {
            let why =
                (report.order ?? 0) > 0
                ? ", but not in one piece of \(Amount.kilobytes((1 << min(report.order ?? 0, 20)).times(selection.page.kilobytes)))"
                : ""
            parts.append("\(Amount.kilobytes(free)) was free\(why)")
        }
        if let total = memory.totalSwapKB {
            let free = memory.freeSwapKB ?? 0
            parts.append(
                total == 0
                    ? "the machine has no swap"
                    : "\(Amount.kilobytes(free)) of \(Amount.kilobytes(total)) swap was free")
        }
        guard let first = parts.first else { return nil }
        return ([first.capitalisedFirst] + parts.dropFirst()).joined(separator: "; ") + "."
    }
}

extension MemcgLimit {
    /// Whether it is used up; limits that mean "none" never are.
    var isFull: Bool {
        guard let usageKB, let limitKB, limitKB < TotalPages.noLimitKB else { return false }
        // A page may be missing: the charge that failed was for more.
        return limitKB > 0 && usageKB >= limitKB.minus(max(64, limitKB / 1000)) || limitKB == 0 && usageKB > 0
    }

    /// The limit as people read it.
    var limitText: String? {
        limitKB.map { $0 < TotalPages.noLimitKB ? Amount.kilobytes($0) : "no limit" }
    }

    /// The file that sets it.
    var file: String {
        switch name {
        case "memory": "the memory limit"
        case "memory+swap": "the limit of memory and swap together"
        case "swap": "the swap limit"
        case "kmem": "the kernel memory limit"
        default: Plain.text(name)
        }
    }
}

extension ZoneMemory {
    /// "Normal", with its node where there is one.
    var label: String { node.map { "node \($0) \(name)" } ?? name }
}
