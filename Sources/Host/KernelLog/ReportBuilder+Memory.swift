extension ReportBuilder {
    /// "memory: usage 32768kB, limit 32768kB, failcnt 21239" (`mem_cgroup_print_oom_meminfo()` in `mm/memcontrol.c`).
    mutating func takeLimit(_ text: Text) {
        saysMemcg = true
        guard report.limits.count < KernelLogLimits.blocks, let colon = text.index(of: 0x3a) else { return }
        report.limits.append(
            MemcgLimit(
                name: text.slice(0, colon).string(), usageKB: text.kilobytes(after: "usage "),
                limitKB: text.kilobytes(after: "limit "), failcnt: text.integer(after: "failcnt ")))
    }

    /// "Memory cgroup min protection 0kB -- low protection 0kB" (in 7.3, not yet in 6.18).
    mutating func takeProtection(_ text: Text) {
        report.minProtectionKB = text.kilobytes(after: "min protection ")
        report.lowProtectionKB = text.kilobytes(after: "low protection ")
    }

    /// "Memory cgroup stats for /a: cache:0KB rss:980KB …" up to 4.x; later a colon and a line for each counter.
    mutating func takeStatsHead(_ text: Text) {
        saysMemcg = true
        guard report.memcgStats.count < KernelLogLimits.blocks else { return }
        let path: Text
        let rest: Text
        if text.hasPrefix("Memory cgroup stats for ") {
            let head = text.dropping(24)
            // Group names may hold colons; what follows the path is a blank, the line's end or a line of its own.
            guard let colon = head.find(": ") ?? head.find(":\n") ?? head.findLast(":") else { return }
            path = head.slice(0, colon)
            rest = head.dropping(colon + 1)
        } else {
            path = text.slice(0, 0)
            rest = text.dropping(text.index(of: 0x3a).map { $0 + 1 } ?? text.count)
        }
        report.memcgStats.append(MemcgStats(path: path.string(), counters: [], inKB: false))
        report.memcgStats[report.memcgStats.count - 1].counters.reserveCapacity(64)
        block = .stats
        _ = takeStats(rest)
    }

    /// Counters of the newest block: "cache:0KB rss:980KB" or "anon 5222400".
    mutating func takeStats(_ text: Text) -> Bool {
        let last = report.memcgStats.count - 1
        var cursor = Cursor(text)
        cursor.skipBlanks()
        guard last >= 0, !cursor.isAtEnd else { return false }
        var taken = false
        while !cursor.isAtEnd {
            let start = cursor.at
            while Text.isLetter(cursor.byte) || cursor.byte == 0x5f || Text.isDigit(cursor.byte) { cursor.at += 1 }
            let name = text.slice(start, cursor.at)
            let inKB = cursor.skip(byte: 0x3a)
            guard !name.isEmpty, inKB || cursor.skip(byte: 0x20) else { return taken }
            guard let value = inKB ? cursor.kilobytes() : cursor.integer() else { return taken }
            if report.memcgStats[last].counters.count < KernelLogLimits.counters {
                report.memcgStats[last].counters.append(Counter(name: names.string(name.slice(0, 64)), value: value))
            }
            report.memcgStats[last].inKB = inKB
            taken = true
            guard cursor.skipBlanks() || cursor.isAtEnd else { return taken }
        }
        block = .stats
        return taken
    }

    /// "anon 5222400", a line of its own.
    mutating func takeStat(_ text: Text) -> Bool {
        let last = report.memcgStats.count - 1
        guard last >= 0, let blank = text.index(of: 0x20), let value = text.dropping(blank + 1).integer else {
            return false
        }
        if report.memcgStats[last].counters.count < KernelLogLimits.counters {
            let name = names.string(text.slice(0, min(blank, 64)))
            report.memcgStats[last].counters.append(Counter(name: name, value: value))
        }
        return true
    }

    mutating func takeMemInfo(at place: Place) {
        hasMemory = true
        memory.timeNs = place.timeNs
        block = .pages
    }

    /// Counters in pages under "Mem-Info:", and the rest of a wrapped node or zone line.
    mutating func takeCounters(_ text: Text, _ inBlock: Block) -> Bool {
        switch inBlock {
        case .pages:
            if memory.pages.isEmpty { memory.pages.reserveCapacity(32) }
            Counter.append(text, to: &memory.pages, &names)
        case .node where !memory.nodes.isEmpty:
            Counter.append(text, to: &memory.nodes[memory.nodes.count - 1].kilobytes, &names)
        case .zone where !memory.zones.isEmpty: memory.zones[memory.zones.count - 1].add(text, &names)
        case .stats: return takeStats(text)
        default: return false
        }
        return true
    }

    /// "Node 0 active_anon:404kB …" (`show_free_areas()`).
    mutating func takeNode(_ text: Text) {
        hasMemory = true
        block = .node
        guard memory.nodes.count < KernelLogLimits.blocks, let node = text.integer(after: "Node ") else { return }
        var cursor = Cursor(text.dropping(5))
        _ = cursor.word()
        var counters: [Counter] = []
        counters.reserveCapacity(32)
        Counter.append(cursor.rest, to: &counters, &names)
        memory.nodes.append(NodeMemory(node: node, kilobytes: counters))
    }

    /// "Node 0 DMA free:7880kB min:28kB low:32kB high:40kB …", "Normal free:…" without NUMA.
    mutating func takeZone(_ text: Text) {
        hasMemory = true
        block = .zone
        guard memory.zones.count < KernelLogLimits.blocks else { return }
        var cursor = Cursor(text)
        var node: Int?
        if cursor.skip("Node ") {
            node = cursor.integer()
            cursor.skipBlanks()
        }
        var zone = ZoneMemory(node: node, name: cursor.word().string(limit: 32), others: [])
        zone.others.reserveCapacity(32)
        zone.add(cursor.rest, &names)
        memory.zones.append(zone)
    }

    /// "Node 0 hugepages_total=0 hugepages_free=0 hugepages_surp=0 hugepages_size=2048kB" (`mm/hugetlb.c`).
    mutating func takeHugePages(_ text: Text) {
        guard memory.hugePages.count < KernelLogLimits.blocks, let node = text.integer(after: "Node ") else { return }
        memory.hugePages.append(
            HugePages(
                node: node, sizeKB: text.kilobytes(after: "hugepages_size="),
                total: text.integer(after: "hugepages_total="),
                free: text.integer(after: "hugepages_free="), surplus: text.integer(after: "hugepages_surp=")))
    }

    /// "Free swap  = 0kB", "Total swap = 1048572kB".
    mutating func takeSwap(_ text: Text) {
        guard let equals = text.index(of: 0x3d) else { return }
        var cursor = Cursor(text.dropping(equals + 1))
        cursor.skipBlanks()
        let value = cursor.kilobytes()
        if text.hasPrefix("Free") { memory.freeSwapKB = value } else { memory.totalSwapKB = value }
    }

    /// "262144 pages RAM", "2991 total pagecache pages", "166 pages in swap cache", "9147 pages reserved".
    mutating func takePageCount(_ text: Text) {
        var cursor = Cursor(text)
        guard let value = cursor.integer() else { return }
        cursor.skipBlanks()
        let words = cursor.rest
        if words.hasPrefix("total pagecache") {
            memory.pageCachePages = value
        } else if words.hasPrefix("pages in swap cache") {
            memory.swapCachePages = value
        } else if words.hasPrefix("pages RAM") || words.hasPrefix("pages of RAM") {
            memory.ramPages = value
        } else if words.hasPrefix("pages reserved") || words.hasPrefix("reserved pages") {
            memory.reservedPages = value
        }
    }

    /// "bio-88                    64KB         64KB" (`dump_unreclaimable_slab()` in `mm/slab_common.c`).
    mutating func takeSlab(_ text: Text) -> Bool {
        var cursor = Cursor(text)
        let name = cursor.word()
        cursor.skipBlanks()
        if name.equals("Name"), cursor.rest.hasPrefix("Used") { return true }
        guard let used = cursor.kilobytes() else { return false }
        cursor.skipBlanks()
        guard memory.slabs.count < KernelLogLimits.blocks else { return true }
        memory.slabs.append(SlabCache(name: name.string(limit: 64), usedKB: used, totalKB: cursor.kilobytes()))
        return true
    }
}

extension Counter {
    /// Adds the counters of a line as far as there is room.
    static func append(_ text: Text, to list: inout [Counter], _ names: inout NameCache) {
        text.forEachCounter { name, value in
            if list.count < KernelLogLimits.counters { list.append(Counter(name: names.string(name), value: value)) }
        }
    }
}

extension ZoneMemory {
    /// Sorts the counters of a zone's line into their places.
    mutating func add(_ text: Text, _ names: inout NameCache) {
        text.forEachCounter { name, value in
            if name.equals("free") {
                freeKB = value
            } else if name.equals("boost") {
                boostKB = value
            } else if name.equals("min") {
                minKB = value
            } else if name.equals("low") {
                lowKB = value
            } else if name.equals("high") {
                highKB = value
            } else if others.count < KernelLogLimits.counters {
                others.append(Counter(name: names.string(name), value: value))
            }
        }
    }
}

extension Text {
    /// Every `name:number` and `name: number`, whatever stands in between; a number that is cut off at the line's end counts as none.
    func forEachCounter(_ body: (_ name: Text, _ value: Int) -> Void) {
        var cursor = Cursor(self)
        var count = 0
        while !cursor.isAtEnd, count < KernelLogLimits.counters {
            cursor.skipBlanks()
            let start = cursor.at
            while !cursor.isAtEnd, !Text.isBlank(cursor.byte), cursor.byte != 0x3a { cursor.at += 1 }
            let name = slice(start, cursor.at)
            guard cursor.skip(byte: 0x3a) else { continue }
            if cursor.byte == 0x20 { cursor.at += 1 }
            guard !name.isEmpty, name.count < 64, let value = cursor.integer() else { continue }
            body(name, value)
            count += 1
            // The unit, or the "#012" that syslog daemons put for a line's end.
            _ = cursor.word()
        }
    }
}
