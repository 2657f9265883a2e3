extension LineKind {
    /// Lines that begin with a task's name, which may hold anything, and lines that stand in the middle of a block.
    static func behindName(_ text: Text) -> LineKind {
        // One word can't be any of the lines that begin with a name.
        if text.offsetSign != nil, text.index(of: 0x20) == nil { return .trace }
        if text.startsWithCounter {
            if text.contains(" invoked oom-killer:") { return .invocation }
            return isMachineState(text) ? .machineState : .counters
        }
        if let at = text.find(" invoked oom-killer:"), at <= KernelLogLimits.name { return .invocation }
        // Up to 2.6.10 without a name.
        if text.hasPrefix("oom-killer: gfp_mask=") { return .invocation }
        if let at = text.find(": page allocation "), at <= KernelLogLimits.name {
            if text.dropping(at).hasPrefix(": page allocation failure") { return .allocationFailure }
            if text.dropping(at).hasPrefix(": page allocation stall") { return .allocationStall }
        }
        if let at = text.find(" cpuset="), at <= KernelLogLimits.name, text.contains(" mems_allowed=") {
            return .cpuset
        }
        if text.hasPrefix("Free swap") { return .swap }
        if text.hasPrefix("lowmem_reserve[]:") || text.hasPrefix("HighMem: ") { return .memoryOther }
        if text.offsetSign != nil { return .trace }
        let kind = zoneWithoutNode(text)
        if kind != .unknown { return kind }
        if isException(text) { return .oops }
        if isMachineState(text) { return .machineState }
        return isFreeList(text) ? .memoryOther : cutMark(text)
    }

    /// Failures of the kernel that have nothing to do with memory as such.
    static func failure(_ text: Text) -> LineKind {
        if text.hasPrefix("BUG: ") { return bug(text.dropping(5)) }
        if text.hasPrefix("watchdog: ") { return watchdog(text.dropping(10)) }
        if text.hasPrefix("Watchdog detected hard LOCKUP") { return .softLockup }
        if text.hasPrefix("INFO: ") { return info(text) }
        if text.hasPrefix("rcu: INFO: ") { return info(text.dropping(5)) }
        if text.hasPrefix("WARNING: ") { return warningLine(text) ? .warning : .unknown }
        return text.hasPrefix("Workqueue: ") ? .machineState : .unknown
    }

    private static func bug(_ text: Text) -> LineKind {
        if text.hasPrefix("soft lockup") || text.hasPrefix("workqueue lockup") { return .softLockup }
        if text.hasPrefix("unable to handle") || text.hasPrefix("kernel NULL pointer")
            || text.contains("stack guard page was hit")
        {
            return .oops
        }
        return .bug
    }

    private static func watchdog(_ text: Text) -> LineKind {
        if text.hasPrefix("BUG: soft lockup") { return .softLockup }
        return text.contains("detected hard LOCKUP") ? .softLockup : .unknown
    }

    /// `kernel/hung_task.c`, and the stall warnings of `kernel/rcu/tree_stall.h`.
    private static func info(_ text: Text) -> LineKind {
        if text.hasPrefix("INFO: task ") {
            return text.contains(" for more than ") && text.contains(" blocked ") ? .hungTask : .unknown
        }
        guard text.contains("rcu") else { return .unknown }
        return text.contains("detected stall") || text.contains("self-detected stall")
            || text.contains("expedited stalls")
            ? .rcuStall : .unknown
    }

    /// How an exception ends up in the log: "invalid opcode: 0000 [#1] SMP" (`arch/*/kernel/dumpstack.c`, `traps.c`).
    private static func isException(_ text: Text) -> Bool {
        guard let mark = text.find(" [#"), Text.isDigit(text[mark + 3]) else { return false }
        return text.hasPrefix("general protection fault") || text.hasPrefix("invalid opcode:")
            || text.hasPrefix("divide error:")
            || text.hasPrefix("double fault:") || text.hasPrefix("stack segment:") || text.hasPrefix("Internal error:")
            || text.hasPrefix("int3:") || text.hasPrefix("invalid TSS:") || text.hasPrefix("segment not present:")
    }

    /// "WARNING: CPU: 1 PID: 2 at file:line", in 7.3 "WARNING: file:line at function, CPU#1: name/2" (`kernel/panic.c`).
    private static func warningLine(_ text: Text) -> Bool {
        text.hasPrefix("WARNING: CPU: ") || text.hasPrefix("WARNING: at ") || text.contains(", CPU#")
            || text.contains(" at ") && text.contains(":")
    }

    /// "Normal free:…kB min:…kB" of machines without NUMA.
    private static func zoneWithoutNode(_ text: Text) -> LineKind {
        guard let space = text.slice(0, 16).index(of: 0x20), space > 0 else { return .unknown }
        let rest = text.dropping(space + 1).trimmedStart()
        return rest.hasPrefix("free:") && rest.contains(" min:") ? .zone : .unknown
    }

    /// "Normal: 2137*4kB (UEC) 1173*8kB …", whole or its rest.
    private static func isFreeList(_ text: Text) -> Bool {
        guard let star = text.index(of: 0x2a) else { return text.hasPrefix("all_unreclaimable? ") }
        return Text.isDigit(text[star - 1]) && Text.isDigit(text[star + 1]) && text.contains("kB")
    }

    /// Registers, stack words and the like under a call trace.
    private static func isMachineState(_ text: Text) -> Bool {
        if text.hasPrefix("RIP:") || text.hasPrefix("RSP:") || text.hasPrefix("<TASK>") || text.hasPrefix("</TASK>")
            || text.hasPrefix("FS:") || text.hasPrefix("EIP:") || text.hasPrefix("EFLAGS:")
            || text.hasPrefix("Exception stack")
            || text.hasPrefix("<IRQ>") || text.hasPrefix("</IRQ>") || text.hasPrefix("DS:") || text.hasPrefix("Stack:")
        {
            return true
        }
        // "RAX: 0000…", "R10: …", "EAX: …", "dfa0: 0000…", and words of eight or sixteen hexadecimal digits.
        var cursor = Cursor(text)
        var first = cursor.word()
        if first.count <= 5, first[first.count - 1] == 0x3a {
            cursor.skipBlanks()
            first = cursor.word()
        }
        guard first.count == 8 || first.count == 16 else { return false }
        for index in 0..<first.count where !Text.isHexadecimal(first[index]) { return false }
        return true
    }

    /// Marks that people put where they cut something out.
    private static func cutMark(_ text: Text) -> LineKind {
        text.equals("...") || text.equals("\u{2026}") || text.hasPrefix("<snip") || text.hasPrefix("--snip")
            || text.hasPrefix("(snip") || text.equals("(...)") || text.equals("[..]") ? .cutMark : .unknown
    }

}

extension KernelLogLimits {
    /// Bytes within which a task's name ends: TASK_COMM_LEN is 16, but kernel threads' names can be longer, and escaped bytes take four.
    static let name = 96
}

extension Text {
    /// Where the plus sign of `function+0x5d/0x80` stands.
    var offsetSign: Int? {
        var from = 0
        while let plus = index(of: 0x2b, from: from) {
            if has("+0x", plus) {
                var at = plus + 3
                while Text.isHexadecimal(self[at]) { at += 1 }
                if has("/0x", at) { return plus }
            }
            from = plus + 1
        }
        return nil
    }

    static func isHexadecimal(_ byte: UInt8) -> Bool {
        isDigit(byte) || (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x66)
    }

    /// Whether the first word is `name:number`.
    var startsWithCounter: Bool {
        var at = 0
        while at < count, at < 40, Text.isLetter(self[at]) || self[at] == 0x5f || self[at] == 0x28 || self[at] == 0x29 {
            at += 1
        }
        return at > 1 && self[at] == 0x3a
            && (Text.isDigit(self[at + 1]) || self[at + 1] == 0x20 && Text.isDigit(self[at + 2]))
    }

    /// Whether all of it is `name number`, as in memory.stat.
    var isStat: Bool {
        var at = 0
        while at < count, base[at] >= 0x61 && base[at] <= 0x7a || base[at] == 0x5f || at > 0 && Text.isDigit(base[at]) {
            at += 1
        }
        guard at > 0, self[at] == 0x20, at + 1 < count else { return false }
        at += 1
        while at < count, Text.isDigit(base[at]) { at += 1 }
        return at == count
    }
}
