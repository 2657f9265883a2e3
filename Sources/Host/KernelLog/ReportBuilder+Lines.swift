extension ReportBuilder {
    /// Takes a line of the head or the body; false if it says nothing that belongs to a report.
    mutating func take(_ kind: LineKind, _ text: Text, at place: Place) -> Bool {
        let inBlock = block
        if !kind.keepsBlock { block = .none }
        switch kind {
        case .blank, .memoryOther, .machineState: return true
        case .cpu: takeCPU(text)
        case .cpuset: takeCpuset(text)
        case .trace: takeTrace(text)
        case .taskIn: takeTaskIn(text)
        case .memcgLimit: takeLimit(text)
        case .memcgStats: takeStatsHead(text)
        case .memcgProtection: takeProtection(text)
        case .stat: guard inBlock == .stats, takeStat(text) else { return false }
        case .memInfo: takeMemInfo(at: place)
        case .counters: return takeCounters(text, inBlock)
        case .node: takeNode(text)
        case .zone: takeZone(text)
        case .hugePages: takeHugePages(text)
        case .swap: takeSwap(text)
        case .pageCount: takePageCount(text)
        case .slabTitle: block = .slab
        case .tableTitle: break
        case .tableHeader: takeTableHeader(text, at: place)
        case .taskRow: return takeTaskRow(text, at: place)
        case .oomKill: takeOOMKill(text, at: place)
        case .chosen: takeChosen(text)
        case .cutMark: isCut = true
        case .sharing: break
        case .unknown: return takeBlockLine(text, inBlock)
        default: return false
        }
        touch(place)
        return true
    }

    /// A line that only its block explains; anything else may stand in between, so the block stays open.
    private mutating func takeBlockLine(_ text: Text, _ inBlock: Block) -> Bool {
        switch inBlock {
        case .stats: takeStats(text)
        case .slab: takeSlab(text)
        default: false
        }
    }

    /// "X invoked oom-killer: gfp_mask=…, order=…, oom_score_adj=…" (`dump_header()` in `mm/oom_kill.c`).
    mutating func takeInvocation(_ text: Text) {
        hasHeader = true
        let name = text.find(" invoked oom-killer:")
        if let name { report.invoker = text.slice(0, name).string() }
        let rest = text.dropping(name.map { $0 + 20 } ?? 11)
        if let mask = rest.find("gfp_mask=") { report.gfpMask = gfpMask(rest.dropping(mask + 9)) }
        report.order = rest.integer(after: " order=")
        report.invokerOOMScoreAdj = rest.integer(after: "oom_score_adj=")
        report.invokerOOMAdj = rest.integer(after: "oomkilladj=") ?? rest.integer(after: " oom_adj=")
        if let mask = rest.find("nodemask=") {
            // Here in kernels such as 4.9 and 4.18; the mask may hold commas, and what follows is the order.
            let value = rest.dropping(mask + 9)
            report.nodemask = value.slice(0, value.find(", order=") ?? value.index(of: 0x2c) ?? value.count).string(
                limit: 256)
        }
    }

    /// The number and, since 4.x, the names in parentheses.
    private func gfpMask(_ text: Text) -> String? {
        var end = 0
        while end < text.count, !Text.isBlank(text[end]), text[end] != 0x2c, text[end] != 0x28 { end += 1 }
        if text[end] == 0x28 {
            guard let close = text.index(of: 0x29, from: end) else { return nil }
            end = close + 1
        }
        return end > 0 ? text.slice(0, end).string(limit: 512) : nil
    }

    /// "CPU: 1 UID: 0 PID: 177372 Comm: x Not tainted 6.12.0 #1", "Pid: 9, comm: x Not tainted 2.6.26 #1" (`dump_stack_print_info()`).
    private mutating func takeCPU(_ text: Text) {
        guard report.invokerPID == nil else { return }
        let head = text.slice(0, text.find("omm: ") ?? text.count)
        report.cpu = head.hasPrefix("CPU: ") ? head.integer(after: "CPU: ") : nil
        report.invokerUID = head.integer(after: " UID: ")
        report.invokerPID = head.integer(after: "PID: ") ?? head.integer(after: "Pid: ")
        guard let taint = text.findLast("ainted"), let hash = text.find(" #", from: taint) else { return }
        var start = hash
        while start > taint, !Text.isBlank(text[start - 1]) { start -= 1 }
        if hash > start { report.kernelRelease = text.slice(start, hash).string(limit: 128) }
    }

    /// "X cpuset=/ mems_allowed=0" (`cpuset_print_current_mems_allowed()`, a line of its own up to 4.x).
    private mutating func takeCpuset(_ text: Text) {
        guard let start = text.find(" cpuset="), let end = text.findLast(" mems_allowed=") else { return }
        report.cpuset = report.cpuset ?? text.slice(start + 8, end).string()
        report.memsAllowed = report.memsAllowed ?? text.dropping(end + 14).trimmedEnd().string(limit: 256)
    }

    private mutating func takeTrace(_ text: Text) {
        guard let plus = text.offsetSign ?? text.find("+0x") else { return }
        var start = plus
        while start > 0, !Text.isBlank(text[start - 1]), text[start - 1] != 0x5d { start -= 1 }
        let function = text.slice(start, plus)
        if function.hasPrefix("m") {
            if function.hasPrefix("moom_callback") { saysSysrq = true }
            if function.hasPrefix("mem_cgroup_out_of_memory") || function.hasPrefix("mem_cgroup_oom_synchronize") {
                saysMemcg = true
            }
        }
        // "? function" is a leftover on the stack.
        guard text[start - 2] != 0x3f, report.callTrace.count < KernelLogLimits.callTrace else { return }
        if report.callTrace.isEmpty { report.callTrace.reserveCapacity(32) }
        report.callTrace.append(names.string(function))
    }

    /// "Task in A killed as a result of limit of B" (`mem_cgroup_print_oom_info()`, up to 4.x).
    private mutating func takeTaskIn(_ text: Text) {
        saysMemcg = true
        guard let killed = text.find(" killed as a result of limit of ") else { return }
        report.taskMemcg = text.slice(8, killed).string()
        let limit = text.dropping(killed + 32).trimmedEnd()
        if !limit.isEmpty { report.oomMemcg = limit.string() }
    }
}
