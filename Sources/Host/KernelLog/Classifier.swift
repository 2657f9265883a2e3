extension LineKind {
    /// Classifies a message. Lines that start with a free name (invocation, cpuset, allocation failure) are found by what follows it.
    ///
    /// - Parameter inStats: Whether a block of a group's statistics is open, whose lines are the most by far.
    init(_ text: Text, inStats: Bool = false) {
        if inStats, text.isStat {
            self = .stat
            return
        }
        self = LineKind.byFirstByte(text)
        if self == .unknown { self = LineKind.behindName(text) }
    }

    private static func byFirstByte(_ text: Text) -> LineKind {
        switch text[0] {
        case 0: text.isEmpty ? .blank : .unknown
        case UInt8(ascii: "["): bracket(text)
        case UInt8(ascii: "M"): capitalM(text)
        case UInt8(ascii: "O"): capitalO(text)
        case UInt8(ascii: "K"): capitalK(text)
        case UInt8(ascii: "T"): capitalT(text)
        case UInt8(ascii: "N"): capitalN(text)
        case UInt8(ascii: "C"), UInt8(ascii: "P"), UInt8(ascii: "S"), UInt8(ascii: "U"), UInt8(ascii: "H"):
            capitals(text)
        case UInt8(ascii: "B"), UInt8(ascii: "I"), UInt8(ascii: "W"), UInt8(ascii: "r"), UInt8(ascii: "w"):
            failure(text)
        case UInt8(ascii: "o"), UInt8(ascii: "m"), UInt8(ascii: "s"), UInt8(ascii: "k"): small(text)
        case UInt8(ascii: "0")...UInt8(ascii: "9"): number(text)
        default: .unknown
        }
    }

    private static func bracket(_ text: Text) -> LineKind {
        var cursor = Cursor(text)
        cursor.at = 1
        cursor.skipBlanks()
        if cursor.skip("pid") {
            cursor.skipBlanks()
            return cursor.skip(byte: 0x5d) ? .tableHeader : .unknown
        }
        if cursor.unsigned() != nil, cursor.skip(byte: 0x5d) {
            cursor.skipBlanks()
            return Text.isDigit(cursor.byte) ? .taskRow : .unknown
        }
        if text.equals("[...]") || text.hasPrefix("[snip") || text.hasPrefix("[\u{2026}]") || text.hasPrefix("[..]") {
            return .cutMark
        }
        return text.contains("+0x") ? .trace : .unknown
    }

    private static func capitalM(_ text: Text) -> LineKind {
        if text.hasPrefix("Memory cgroup ") {
            if text.hasPrefix("Memory cgroup out of memory: ") { return end(text.dropping(29)) }
            if text.hasPrefix("Memory cgroup stats for ") || text.hasPrefix("Memory cgroup stats") {
                return .memcgStats
            }
            return text.hasPrefix("Memory cgroup min protection ") ? .memcgProtection : .unknown
        }
        return text.hasPrefix("Mem-Info:") || text.hasPrefix("Mem-info:") ? .memInfo : .unknown
    }

    /// What stands behind "Out of memory: " and its like.
    private static func end(_ text: Text) -> LineKind {
        if text.hasPrefix("Killed process ") { return killLine(text) }
        if text.hasPrefix("Kill process ") || text.hasPrefix("kill process ") {
            return text.contains(" sharing same memory") ? .sharing : .chosen
        }
        return text.hasPrefix("OOM victim ") ? .alreadyExiting : .unknown
    }

    /// "Killed process 1 (x)…", "Killed process 1, UID 2, (x)…"; mail programs break the line behind the pid.
    private static func killLine(_ text: Text) -> LineKind {
        var cursor = Cursor(text)
        cursor.at = 15
        guard cursor.integer() != nil else { return .unknown }
        return cursor.isAtEnd || cursor.rest.hasPrefix(" (") || cursor.rest.hasPrefix(", UID ") ? .killed : .unknown
    }

    private static func capitalO(_ text: Text) -> LineKind {
        if text.hasPrefix("Out of ") {
            guard text[7] | 0x20 == 0x6d, text.dropping(8).hasPrefix("emory") else { return .unknown }
            let rest = text.dropping(13)
            if rest.hasPrefix(": ") { return end(rest.dropping(2)) }
            if rest.hasPrefix(" (oom_kill_allocating_task): ") { return end(rest.dropping(29)) }
            return rest.hasPrefix(" and no killable process") ? .noKillable : .unknown
        }
        if text.hasPrefix("Oops: ") || text.hasPrefix("Oops[") { return .oops }
        if text.hasPrefix("OOM killer disabled.") { return .oomDisabled }
        if text.hasPrefix("OOM killer enabled.") { return .oomEnabled }
        return text.hasPrefix("OOM request ignored") ? .noEligible : .unknown
    }

    private static func capitalK(_ text: Text) -> LineKind {
        if text.hasPrefix("Killed process ") { return killLine(text) }
        if text.hasPrefix("Kill process "), text.contains(" sharing same memory") { return .sharing }
        if text.hasPrefix("Kernel panic - not syncing: ") { return .panic }
        return text.hasPrefix("Kernel BUG at ") ? .oops : .unknown
    }

    private static func capitalT(_ text: Text) -> LineKind {
        if text.hasPrefix("Task in ") { return .taskIn }
        if text.hasPrefix("Tasks in "), text.contains(" are going to be killed") { return .groupKill }
        if text.hasPrefix("Tasks state (") { return .tableTitle }
        return text.hasPrefix("Total swap") ? .swap : .unknown
    }

    private static func capitalN(_ text: Text) -> LineKind {
        if text.hasPrefix("No available memory ") {
            guard let colon = text.find(": ") else { return .unknown }
            return end(text.dropping(colon + 2))
        }
        guard text.hasPrefix("Node ") else { return .unknown }
        var cursor = Cursor(text)
        cursor.at = 5
        guard cursor.unsigned() != nil, cursor.skipBlanks() else { return .unknown }
        if cursor.rest.hasPrefix("hugepages_total=") { return .hugePages }
        let word = cursor.word()
        if word.contains(":"), word.index(of: 0x3a) != word.count - 1 { return .node }
        cursor.skipBlanks()
        return cursor.rest.hasPrefix("free:") ? .zone : .memoryOther
    }

    private static func capitals(_ text: Text) -> LineKind {
        if text.hasPrefix("CPU: ") && text.contains(" Comm: ") || text.hasPrefix("Pid: ") && text.contains(", comm: ") {
            return .cpu
        }
        if text.hasPrefix("SysRq : Manual OOM execution") { return .sysrqOOM }
        if text.hasPrefix("Swap cache") { return .memoryOther }
        if text.hasPrefix("Unreclaimable slab info:") { return .slabTitle }
        if text.hasPrefix("Call Trace:") || text.hasPrefix("Call trace:") || text.hasPrefix("Hardware name:")
            || text.hasPrefix("Code: ") || text.hasPrefix("CPU ")
        {
            return .machineState
        }
        return .unknown
    }

    private static func small(_ text: Text) -> LineKind {
        if text.hasPrefix("oom-kill:") { return .oomKill }
        if text.hasPrefix("oom_reaper: ") {
            if text.hasPrefix("oom_reaper: reaped process ") { return .reaped }
            return text.hasPrefix("oom_reaper: unable to reap pid:") ? .unableToReap : .unknown
        }
        if text.hasPrefix("memory: usage ") || text.hasPrefix("memory+swap: usage ")
            || text.hasPrefix("swap: usage ") || text.hasPrefix("kmem: usage ")
        {
            return .memcgLimit
        }
        if text.hasPrefix("sysrq: Manual OOM execution") || text.hasPrefix("sysrq: SysRq : Manual OOM execution") {
            return .sysrqOOM
        }
        if text.hasPrefix("sysrq: OOM request ignored") { return .noEligible }
        return text.hasPrefix("kernel BUG at ") ? .oops : .unknown
    }

    private static func number(_ text: Text) -> LineKind {
        var cursor = Cursor(text)
        guard cursor.unsigned() != nil, cursor.skipBlanks() else { return .unknown }
        if cursor.rest.hasPrefix("pages ") || cursor.rest.hasPrefix("total pagecache pages")
            || cursor.rest.hasPrefix("reserved pages") || cursor.rest.hasPrefix("free pages")
            || cursor.rest.hasPrefix("slab pages")
        {
            return .pageCount
        }
        return .unknown
    }
}
