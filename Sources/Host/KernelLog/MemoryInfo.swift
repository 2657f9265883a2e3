/// A group's counter and its limit: "memory: usage 32768kB, limit 32768kB, failcnt 21239" (`mm/memcontrol.c`).
public struct MemcgLimit: Sendable, Equatable {
    /// memory, memory+swap, swap or kmem.
    public var name: String
    /// What is charged.
    public var usageKB: Int?
    /// The limit; 9007199254740988 and the like stand for none.
    public var limitKB: Int?
    /// How often the limit was hit.
    public var failcnt: Int?

    /// A counter with its limit.
    public init(name: String, usageKB: Int?, limitKB: Int?, failcnt: Int?) {
        self.name = name
        self.usageKB = usageKB
        self.limitKB = limitKB
        self.failcnt = failcnt
    }
}

/// The memory.stat of a group at its limit.
public struct MemcgStats: Sendable, Equatable {
    /// The group's path.
    public var path: String
    /// Counters by the names of memory.stat. Up to 5.2 in kB (`KB` is printed behind them), later in bytes or events.
    public var counters: [Counter]
    /// True for the older format in kB.
    public var inKB: Bool
}

/// The Mem-Info block: `show_mem()`.
public struct MemoryInfo: Sendable, Equatable {
    /// Kernel time of its first line, where the log has it: a task may be preempted between its report's first line and this one.
    public var timeNs: UInt64?
    /// Machine-wide counters in pages (`active_anon`, `free`, `slab_unreclaimable`, `mapped` …).
    public var pages: [Counter] = []
    /// The memory of each node.
    public var nodes: [NodeMemory] = []
    /// Every zone with its watermarks.
    public var zones: [ZoneMemory] = []
    /// "Free swap".
    public var freeSwapKB: Int?
    /// "Total swap".
    public var totalSwapKB: Int?
    /// "pages in swap cache".
    public var swapCachePages: Int?
    /// "total pagecache pages".
    public var pageCachePages: Int?
    /// "pages RAM".
    public var ramPages: Int?
    /// "pages reserved".
    public var reservedPages: Int?
    /// Huge pages by node and size.
    public var hugePages: [HugePages] = []
    /// "Unreclaimable slab info" (where slab is the larger part).
    public var slabs: [SlabCache] = []

    /// An empty block.
    public init() {}
}

/// A "Node N active_anon:…kB" line (not yet in 3.x).
public struct NodeMemory: Sendable, Equatable {
    /// Node number.
    public var node: Int
    /// Counters in kB.
    public var kilobytes: [Counter]
}

/// A "Node N ZONE free:…kB min:…kB" line.
public struct ZoneMemory: Sendable, Equatable {
    /// Node number; nil on machines without NUMA, whose lines do not name it.
    public var node: Int?
    /// DMA, DMA32, Normal, HighMem, Movable, Device.
    public var name: String
    /// Free memory.
    public var freeKB: Int?
    /// Watermark boost (seen from 5.19 on).
    public var boostKB: Int?
    /// Min watermark.
    public var minKB: Int?
    /// Low watermark.
    public var lowKB: Int?
    /// High watermark.
    public var highKB: Int?
    /// The rest in kB, and counts such as `pages_scanned`.
    public var others: [Counter]

    /// A zone of which no watermark is known.
    public init(node: Int?, name: String, others: [Counter] = []) {
        self.node = node
        self.name = name
        self.others = others
    }
}

/// "Node N hugepages_total=… hugepages_free=… hugepages_surp=… hugepages_size=…kB".
public struct HugePages: Sendable, Equatable {
    /// Node number.
    public var node: Int
    /// Size of one.
    public var sizeKB: Int?
    /// How many there are.
    public var total: Int?
    /// How many are free.
    public var free: Int?
    /// How many are above the configured number.
    public var surplus: Int?
}

/// One line of "Unreclaimable slab info".
public struct SlabCache: Sendable, Equatable {
    /// Name of the cache.
    public var name: String
    /// Memory of live objects.
    public var usedKB: Int?
    /// Memory of its slabs.
    public var totalKB: Int?
}
