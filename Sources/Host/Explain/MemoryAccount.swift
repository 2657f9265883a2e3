import KernelLog
import VictimSelection

/// Where the memory was when it ran out, by kind, with the rest that nothing explains.
public struct MemoryAccount: Sendable, Equatable {
    /// One kind of memory.
    public struct Kind: Sendable, Equatable {
        /// What it is, in words.
        public let name: String
        /// How much, in kB.
        public let kilobytes: Int
        /// Whether a process can own it: then its death gives it back.
        public let isProcessMemory: Bool
    }

    /// What the account is about: a group's path, or nil for the machine.
    public let memcg: String?
    /// All of it, in kB: what is charged to the group, or the memory that the machine manages.
    public let totalKB: Int
    /// Kinds that don't overlap, the largest first; none is zero.
    public let kinds: [Kind]
    /// What is in no counter: negative where counters overlap.
    public let unexplainedKB: Int
    /// Resident memory of the processes in the task table; shared pages count once for each. nil without a table.
    public let residentKB: Int?

    /// From a report; nil where it doesn't say.
    public init?(_ report: OOMReport, pageKB: Int) {
        guard let counted = report.kind == .memcg ? Self.group(report) : Self.machine(report, pageKB) else {
            return nil
        }
        memcg = report.kind == .memcg ? report.oomMemcg ?? "" : nil
        totalKB = counted.total
        kinds = counted.kinds.filter { $0.kilobytes != 0 }.sorted { ($0.kilobytes, $1.name) > ($1.kilobytes, $0.name) }
        unexplainedKB = counted.kinds.reduce(counted.total) { $0.minus($1.kilobytes) }
        let resident = report.tasks.compactMap(\.rss)
        residentKB = resident.isEmpty ? nil : resident.reduce(0) { $0.plus($1) }.times(pageKB)
    }

    private struct Counted {
        var total: Int
        var kinds: [Kind] = []

        mutating func add(_ name: String, _ kilobytes: Int?, ofProcess: Bool = false) {
            guard let kilobytes else { return }
            kinds.append(Kind(name: name, kilobytes: kilobytes, isProcessMemory: ofProcess))
        }
    }

    // MARK: A group

    private static func group(_ report: OOMReport) -> Counted? {
        guard let usage = report.limits["memory"]?.usageKB else { return nil }
        var counted = Counted(total: usage)
        let stats = GroupStats(report)
        // Without the statistics nothing could be told from what they would have explained.
        if stats.isEmpty { return nil }
        if stats["anon"] != nil || stats["file"] != nil {
            addCurrent(stats, to: &counted)
        } else {
            addOld(stats, kernel: report.limits["kmem"]?.usageKB, to: &counted)
        }
        return counted
    }

    /// The names of memory.stat in the unified hierarchy; both hierarchies print them from 5.2 on.
    private static func addCurrent(_ stats: GroupStats, to counted: inout Counted) {
        let shmem = stats["shmem"]
        counted.add("anonymous", stats["anon"], ofProcess: true)
        counted.add("file cache", stats["file"].map { $0.minus(shmem ?? 0) })
        counted.add("shared memory and tmpfs", shmem)
        let slab = stats["slab"] ?? stats["slab_reclaimable"].map { $0.plus(stats["slab_unreclaimable"] ?? 0) }
        let parts: [(String, Int?)] = [
            ("slab", slab), ("kernel stacks", stats["kernel_stack"]), ("page tables", stats["pagetables"]),
            ("secondary page tables", stats["sec_pagetables"]), ("per-CPU", stats["percpu"]),
            ("vmalloc", stats["vmalloc"]), ("zswap", stats["zswap"]),
        ]
        for (name, size) in parts { counted.add(name, size) }
        if let kernel = stats["kernel"] {
            // Since 5.18: what the kernel holds for the group and no counter of its own names.
            let named = parts.reduce(0) { $0.plus($1.1 ?? 0) }
            counted.add("other kernel memory (pipe buffers and the like)", max(0, kernel.minus(named)))
        }
        counted.add("sockets", stats["sock"])
        counted.add("huge pages", stats["hugetlb"])
    }

    /// The names up to 5.1: cache and rss, and the kernel's memory by its own counter.
    private static func addOld(_ stats: GroupStats, kernel: Int?, to counted: inout Counted) {
        let shmem = stats["shmem"]
        counted.add("anonymous", stats["rss"], ofProcess: true)
        counted.add("file cache", stats["cache"].map { $0.minus(shmem ?? 0) })
        counted.add("shared memory and tmpfs", shmem)
        counted.add("kernel memory", kernel)
    }

    // MARK: The machine

    private static func machine(_ report: OOMReport, _ pageKB: Int) -> Counted? {
        guard let memory = report.memory else { return nil }
        let managed = sum(memory.zones, "managed") ?? sum(memory.zones, "present")
        guard let total = managed, total > 0, memory.pages["free"] != nil else { return nil }
        var counted = Counted(total: total)
        func pages(_ names: String...) -> Int? {
            let found = names.compactMap { memory.pages[$0] }
            return found.isEmpty ? nil : found.reduce(0) { $0.plus($1) }.times(pageKB)
        }
        let shmem = pages("shmem")
        counted.add("free", pages("free", "free_pcp"))
        // The pages of tmpfs and shared memory are on the lists of anonymous memory.
        counted.add(
            "anonymous", pages("active_anon", "inactive_anon", "isolated_anon").map { max(0, $0.minus(shmem ?? 0)) },
            ofProcess: true)
        counted.add("shared memory and tmpfs", shmem)
        counted.add("file cache", pages("active_file", "inactive_file", "isolated_file"))
        counted.add("unevictable", pages("unevictable"))
        counted.add("slab, reclaimable", pages("slab_reclaimable"))
        counted.add("slab, unreclaimable", pages("slab_unreclaimable") ?? pages("slab"))
        counted.add("page tables", pages("pagetables", "sec_pagetables"))
        counted.add("kernel stacks", kernelStacks(memory))
        counted.add("other reclaimable kernel memory", pages("kernel_misc_reclaimable"))
        counted.add("bounce buffers", pages("bounce"))
        counted.add("compressed swap (zspages)", sum(memory.zones, "zspages"))
        counted.add("huge pages", hugePages(memory))
        return counted
    }

    private static func sum(_ zones: [ZoneMemory], _ name: String) -> Int? {
        let found = zones.compactMap { $0.others[name] }
        return found.isEmpty ? nil : found.reduce(0) { $0.plus($1) }
    }

    /// In the zones' lines up to 5.9, in the nodes' later; one of them, since both would count twice.
    private static func kernelStacks(_ memory: MemoryInfo) -> Int? {
        let nodes = memory.nodes.compactMap { $0.kilobytes["kernel_stack"] }
        return nodes.isEmpty ? sum(memory.zones, "kernel_stack") : nodes.reduce(0) { $0.plus($1) }
    }

    private static func hugePages(_ memory: MemoryInfo) -> Int? {
        let sizes = memory.hugePages.map { ($0.total ?? 0).times($0.sizeKB ?? 0) }
        return sizes.isEmpty ? nil : sizes.reduce(0) { $0.plus($1) }
    }
}

/// The statistics of the group at its limit, in kB: one block, or the sum of its descendants' as old kernels print them.
private struct GroupStats {
    private let blocks: [MemcgStats]

    init(_ report: OOMReport) {
        let all = report.memcgStats
        if all.allSatisfy(\.inKB) {
            blocks = all
        } else {
            blocks = [all.first { $0.path == report.oomMemcg } ?? all.first].compactMap(\.self)
        }
    }

    var isEmpty: Bool { blocks.allSatisfy(\.counters.isEmpty) }

    subscript(name: String) -> Int? {
        let found = blocks.compactMap { block in block.counters[name].map { block.inKB ? $0 : $0 / 1024 } }
        return found.isEmpty ? nil : found.reduce(0) { $0.plus($1) }
    }
}
