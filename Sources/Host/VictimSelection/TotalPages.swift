import KernelLog

/// What a choice is about, in pages: `constrained_alloc()` in `mm/oom_kill.c` and `mem_cgroup_get_max()` in `mm/memcontrol.c`.
///
/// A group's limit and the swap it may use; or the machine's memory, or its nodes', and all swap. It scales oom_score_adj.
public struct TotalPages: Sendable, Equatable {
    /// Pages, at least 1.
    public let pages: Int
    /// Whether the log states all that goes into it.
    public let isExact: Bool
    /// What went into it, in words.
    public let source: String

    /// From a report; nil where it doesn't say how much there is.
    public init?(_ report: OOMReport, pageKB: Int) {
        let parts: Parts?
        switch report.kind {
        case .memcg: parts = Self.group(report)
        case .cpuset: parts = Self.nodes(report, list: report.memsAllowed, "the cpuset's nodes")
        case .mempolicy: parts = Self.nodes(report, list: report.nodemask, "the memory policy's nodes")
        case .global, .sysrq, .unknown: parts = Self.machine(report)
        }
        guard let parts else { return nil }
        pages = max(1, parts.kilobytes.over(max(1, pageKB)) ?? 1)
        isExact = parts.isExact
        source = parts.source
    }

    /// From numbers that are known otherwise.
    public init(pages: Int, isExact: Bool, source: String) {
        self.pages = max(1, pages)
        self.isExact = isExact
        self.source = source
    }

    private struct Parts {
        var kilobytes: Int
        var isExact = true
        var source: String
    }

    /// Limits from which on there is none: `PAGE_COUNTER_MAX` in kB, for pages of any size.
    package static let noLimitKB = 1 << 50

    private static func group(_ report: OOMReport) -> Parts? {
        guard let limit = report.limits["memory"]?.limitKB, limit < noLimitKB else { return machine(report) }
        var parts = Parts(kilobytes: limit, source: "the group's limit")
        let allowance: Int
        if let both = report.limits["memory+swap"]?.limitKB {
            allowance = max(0, both.minus(limit))
        } else if let swap = report.limits["swap"]?.limitKB {
            allowance = swap
        } else {
            return parts
        }
        if allowance == 0 { return parts }
        guard let machine = report.memory?.totalSwapKB else {
            // A group's report doesn't say how much swap the machine has; without any in use there may be none.
            let used = report.limits["swap"]?.usageKB ?? report.tasks.reduce(0) { $0.plus($1.swapents ?? 0) }
            parts.isExact = false
            if used > 0, allowance < noLimitKB {
                parts.kilobytes = limit.plus(allowance)
                parts.source += " and its swap limit"
            } else {
                parts.source += ", taking swap as none, since the log does not say how much there is"
            }
            return parts
        }
        parts.kilobytes = limit.plus(min(allowance, machine))
        parts.source += " and the swap that it may use"
        return parts
    }

    private static func machine(_ report: OOMReport) -> Parts? {
        guard let memory = report.memory else { return nil }
        let managed = memory.zones.reduce(0) { $0.plus($1.others["managed"] ?? 0) }
        let swap = memory.totalSwapKB ?? 0
        if managed > 0 {
            return Parts(
                kilobytes: managed.plus(swap), isExact: memory.totalSwapKB != nil,
                source: "the zones' managed memory and all swap")
        }
        // Before 3.10 or so zones state only what is present.
        let present = memory.zones.reduce(0) { $0.plus($1.others["present"] ?? 0) }
        guard present > 0 else { return nil }
        return Parts(
            kilobytes: present.plus(swap), isExact: false, source: "the zones' present memory and all swap")
    }

    private static func nodes(_ report: OOMReport, list: String?, _ name: String) -> Parts? {
        guard let memory = report.memory, let list, let wanted = NodeList(list) else { return machine(report) }
        let present = memory.zones.reduce(0) { sum, zone in
            wanted.contains(zone.node ?? 0) ? sum.plus(zone.others["present"] ?? 0) : sum
        }
        guard present > 0 else { return machine(report) }
        return Parts(
            kilobytes: present.plus(memory.totalSwapKB ?? 0), isExact: memory.totalSwapKB != nil,
            source: "the present memory of \(name) and all swap")
    }
}

/// A list of nodes as the kernel prints it: `0-1,3`.
struct NodeList {
    private var ranges: [ClosedRange<Int>] = []

    init?(_ text: String) {
        guard text.utf8.count <= 256 else { return nil }
        for part in text.split(separator: ",") {
            let ends = part.split(separator: "-").map { Int($0) }
            guard let low = ends.first ?? nil, let high = ends.last ?? nil, ends.count <= 2, low <= high else {
                return nil
            }
            ranges.append(low...high)
        }
        if ranges.isEmpty { return nil }
    }

    func contains(_ node: Int) -> Bool { ranges.contains { $0.contains(node) } }
}

extension Array where Element == MemcgLimit {
    /// A group's counter by the kernel's name for it.
    package subscript(name: String) -> MemcgLimit? { first { $0.name == name } }
}
