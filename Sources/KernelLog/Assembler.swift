/// Puts classified lines together: one open report, and finished ones that still wait for the reaper's lines.
///
/// Reports don't overlap in the kernels that this grammar knows: `oom_lock` is held from the header to the last kill. What does
/// come in between are lines of other drivers, and the reaper's lines for an earlier victim.
struct Assembler {
    /// What is ready to be handed out.
    var items: [KernelLogItem] = []
    /// The report whose lines are arriving.
    var open: ReportBuilder?
    /// Reports whose end was seen, oldest first.
    var waiting: [ReportBuilder] = []
    /// The last SysRq-f request that no report has followed yet.
    var request: KernelEvent?
    /// Sequence number of the last record, while a report is open.
    var lastSequence: UInt64?

    /// Whether every line matters now; else only those that may begin something do.
    var isListening: Bool { open != nil }

    /// Columns of the open report's task table behind the pid.
    var columnCount: Int { open?.columns.count ?? 0 }

    /// Takes one message.
    mutating func take(_ kind: LineKind, _ text: Text, at place: Place) {
        checkSequence(place)
        switch kind {
        case .invocation: begin(text, at: place)
        case .killed: kill(text, at: place)
        case .groupKill: groupKill(text, at: place)
        case .alreadyExiting: alreadyExiting(text, at: place)
        case .noKillable:
            withReport(at: place) { $0.takeEnd(.noKillable, at: place) }
            closeOpen()
        case .panic: panic(text, at: place)
        case .reaped, .unableToReap: reap(kind, text, at: place)
        case .sysrqOOM:
            dropRequest()
            request = KernelEvent(of: .sysrqOOM, text, at: place)
        default:
            if let event = KernelEvent(kind, text, at: place) {
                items.append(.event(event))
            } else {
                takeBody(kind, text, at: place)
            }
        }
        release(now: place.timeNs)
    }

    /// The log has ended: hands out everything.
    mutating func finish() {
        closeOpen()
        dropRequest()
        settle()
    }

    /// Hands out the reports that only wait for the reaper.
    mutating func settle() {
        for index in waiting.indices { items.append(.report(waiting[index].finish())) }
        waiting.removeAll()
    }

    private mutating func begin(_ text: Text, at place: Place) {
        closeOpen()
        var builder = ReportBuilder(at: place)
        builder.takeInvocation(text)
        if let asked = request, place.line - asked.line <= 64 { builder.saysSysrq = true } else { dropRequest() }
        request = nil
        open = builder
        lastSequence = place.sequence
    }

    private mutating func takeBody(_ kind: LineKind, _ text: Text, at place: Place) {
        if open != nil, kind.opensReport, open?.isBeyond(kind) == true { closeOpen() }
        if open == nil {
            guard kind.opensReport, kind.isGenuine(text) else { return }
            open = ReportBuilder(at: place)
            lastSequence = place.sequence
        }
        if open?.take(kind, text, at: place) == false { open?.noteUnrecognised(text, at: place) }
    }

    /// Changes the open report, or one that begins here since its head is missing.
    private mutating func withReport(at place: Place, _ change: (inout ReportBuilder) -> Void) {
        if open == nil { open = ReportBuilder(at: place) }
        if var builder = open.take() {
            change(&builder)
            open = builder
        }
    }

    private mutating func kill(_ text: Text, at place: Place) {
        if open == nil, let last = waiting.indices.last, waiting[last].ownsKill(text, at: place) {
            waiting[last].takeKill(text, at: place)
            return
        }
        withReport(at: place) { $0.takeKill(text, at: place) }
        closeOpen()
    }

    /// Members of a group that is killed as a whole can be exiting too: the line then stands among the kills.
    private mutating func alreadyExiting(_ text: Text, at place: Place) {
        if open == nil, let last = waiting.indices.last, waiting[last].report.groupKillMemcg != nil,
            waiting[last].isNear(place)
        {
            waiting[last].takeAlreadyExiting(text, at: place)
            return
        }
        withReport(at: place) { $0.takeAlreadyExiting(text, at: place) }
        closeOpen()
    }

    private mutating func groupKill(_ text: Text, at place: Place) {
        if open == nil, let last = waiting.indices.last, waiting[last].report.groupKillMemcg == nil,
            waiting[last].isNear(place)
        {
            waiting[last].takeGroupKill(text, at: place)
        } else {
            withReport(at: place) { $0.takeGroupKill(text, at: place) }
        }
    }

    private mutating func panic(_ text: Text, at place: Place) {
        items.append(.event(KernelEvent(of: .panic, text, at: place)))
        let isOOM =
            text.contains("ut of memory") || text.contains("deadlocked on memory")
            || text.contains("panic_on_oom")
        guard isOOM else { return }
        if open == nil, let last = waiting.indices.last, waiting[last].report.outcome == .noKillable {
            waiting[last].takeEnd(.panic, at: place)
        } else {
            withReport(at: place) { $0.takeEnd(.panic, at: place) }
            closeOpen()
        }
    }

    /// A reaper's line belongs to the report that names its process, else to the newest one.
    private mutating func reap(_ kind: LineKind, _ text: Text, at place: Place) {
        let pid = text.integer(after: kind == .reaped ? "reaped process " : "unable to reap pid:") ?? -1
        if let index = waiting.lastIndex(where: { builder in builder.report.victims.contains { $0.pid == pid } })
            ?? (open == nil ? waiting.indices.last : nil)
        {
            waiting[index].takeReaperLine(kind, text, at: place)
        } else {
            withReport(at: place) { $0.takeReaperLine(kind, text, at: place) }
        }
    }

    private mutating func closeOpen() {
        guard let builder = open.take() else { return }
        waiting.append(builder)
        lastSequence = nil
    }

    private mutating func dropRequest() {
        if let event = request { items.append(.event(event)) }
        request = nil
    }

    private mutating func release(now: UInt64?) {
        while let first = waiting.first {
            let isLate = now.flatMap { now in
                first.report.endTimeNs.map { now > $0 && now - $0 > KernelLogLimits.waitNs }
            }
            guard waiting.count > KernelLogLimits.waiting || isLate == true else { return }
            items.append(.report(waiting[0].finish()))
            waiting.removeFirst()
        }
    }

    /// Records that are missing inside a report are worth a warning: the kernel's buffer was overrun, or somebody filtered.
    private mutating func checkSequence(_ place: Place) {
        guard open != nil, let sequence = place.sequence else { return }
        if let last = lastSequence, sequence > last &+ 1 {
            open?.isCut = true
            open?.warn(place.line, "records \(last &+ 1) to \(sequence &- 1) are missing")
        }
        lastSequence = sequence
    }
}

extension LineKind {
    /// Whether a line that would begin a report without a head is worded as the kernel words it, to the end.
    fileprivate func isGenuine(_ text: Text) -> Bool {
        switch self {
        case .taskIn: text.contains(" killed as a result of limit of ")
        case .memcgLimit: text.hasPrefix("memory") && text.kilobytes(after: "usage ") != nil
        case .memcgStats: text.hasPrefix("Memory cgroup stats for ")
        case .tableHeader: text.contains("total_vm")
        case .oomKill: text.hasPrefix("oom-kill:constraint=")
        default: true
        }
    }
}

extension ReportBuilder {
    /// Whether a kill without a head belongs to this report, whose end was already seen.
    func ownsKill(_ text: Text, at place: Place) -> Bool {
        guard isNear(place), let pid = KilledProcess(text, place)?.pid else { return false }
        if report.groupKillMemcg != nil { return true }
        if report.victims.contains(where: { $0.pid == pid }) { return true }
        // Up to 2.6.26 every process that shares the victim's mm got a line of its own, right behind.
        return text.hasSuffix(").") && place.line == report.lastLine + 1
    }

    /// Whether so little time has passed since the end that a line may still belong to it.
    func isNear(_ place: Place) -> Bool {
        guard let now = place.timeNs, let end = report.endTimeNs else { return true }
        return now >= end && now - end < 2_000_000_000
    }

    mutating func takeReaperLine(_ kind: LineKind, _ text: Text, at place: Place) {
        if kind == .reaped { takeReaped(text, at: place) } else { takeUnable(text, at: place) }
    }

    /// Counts a line that nothing explains, and keeps the first of them.
    mutating func noteUnrecognised(_ text: Text, at place: Place) {
        guard hasHeader else { return }
        report.unrecognisedCount += 1
        guard report.unrecognised.count < KernelLogLimits.unrecognised else { return }
        report.unrecognised.append(UnrecognisedLine(line: place.line, text: text.string(limit: 200)))
    }
}
