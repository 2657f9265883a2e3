/// Where a line stands: what its wrapping and its position say.
struct Place {
    var line: Int
    var sequence: UInt64?
    var timeNs: UInt64?
    /// The wrapping's own stamp; read only while the line is at hand.
    var stamp: Text?
}

/// A report while its lines arrive.
struct ReportBuilder {
    /// What is known so far.
    var report = OOMReport()
    /// Whether the invocation line was there.
    var hasHeader = false
    /// Whether anything was visibly cut out: a gap in the record numbers, a mark, a table row without its header.
    var isCut = false
    /// Whether lines say that a memcg ran out, or that the machine did.
    var saysMemcg = false
    var saysGlobal = false
    var saysSysrq = false
    /// How the task table is laid out.
    var columns: [TaskColumn] = []
    /// Strings for names; handed from report to report.
    var names = NameCache()
    /// The Mem-Info block, and whether there is one.
    var memory = MemoryInfo()
    var hasMemory = false
    /// The block that lines without a word of their own belong to.
    var block = Block.none

    /// A block of lines that can't be told by their own words.
    enum Block {
        case none, stats, pages, node, zone, slab
    }

    init(at place: Place) {
        report.firstLine = place.line
        report.lastLine = place.line
        report.firstSequence = place.sequence
        report.lastSequence = place.sequence
        report.timeNs = place.timeNs
        report.stamp = place.timeNs == nil ? place.stamp?.string(limit: 64) : nil
    }

    /// Whether only its first line was taken so far.
    var isAtItsHead: Bool { report.lastLine == report.firstLine }

    /// Notes that a line belongs to the report.
    mutating func touch(_ place: Place) {
        report.lastLine = max(report.lastLine, place.line)
        guard let sequence = place.sequence else { return }
        report.lastSequence = max(report.lastSequence ?? 0, sequence)
        if report.firstSequence == nil { report.firstSequence = sequence }
    }

    mutating func warn(_ line: Int, _ text: String) {
        guard report.warnings.count < KernelLogLimits.unrecognised else { return }
        report.warnings.append(LogWarning(line: line, text: text))
    }

    /// Whether the report already has what a line of this kind brings first: then it belongs to another one.
    func isBeyond(_ kind: LineKind) -> Bool {
        let hasTable = !report.taskColumns.isEmpty || !report.tasks.isEmpty
        let hasChoice = report.constraint != nil || report.selected != nil
        switch kind {
        case .taskIn: return hasTable || hasChoice || report.oomMemcg != nil
        case .memcgLimit, .memcgStats: return hasTable || hasChoice
        case .tableTitle, .tableHeader: return hasChoice || !report.tasks.isEmpty
        case .oomKill: return report.constraint != nil
        default: return false
        }
    }

    /// The finished report; to be asked for once.
    mutating func finish() -> OOMReport {
        if report.outcome == .unknown {
            if !report.victims.isEmpty {
                report.outcome = .killed
            } else if !report.alreadyExiting.isEmpty {
                report.outcome = .alreadyExiting
            }
        }
        if hasMemory { report.memory = memory }
        report.kind = kind
        let hasBody =
            report.memory != nil || !report.limits.isEmpty || !report.memcgStats.isEmpty
            || !report.taskColumns.isEmpty || report.taskMemcg != nil && report.constraint == nil
        report.complete = hasHeader && hasBody && !isCut && report.outcome != .unknown
        if !hasHeader { warn(report.firstLine, "the head of the report is missing") }
        if report.outcome == .unknown { warn(report.lastLine, "the end of the report is missing") }
        // Given away rather than copied: a report is large.
        var finished = OOMReport()
        swap(&finished, &report)
        return finished
    }

    private var kind: OOMReport.Kind {
        if saysSysrq || report.order == -1 { return .sysrq }
        switch report.constraint {
        case "CONSTRAINT_MEMCG": return .memcg
        case "CONSTRAINT_CPUSET": return .cpuset
        case "CONSTRAINT_MEMORY_POLICY": return .mempolicy
        default: break
        }
        if saysMemcg { return .memcg }
        if report.kind != .unknown { return report.kind }
        return saysGlobal || report.memory != nil || report.globalOOM == true ? .global : .unknown
    }
}
