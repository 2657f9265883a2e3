/// Puts classified lines together: one open report, and finished ones that still wait for the reaper's lines.
///
/// Reports don't overlap in the kernels that this grammar knows: `oom_lock` is held from the header to the last kill. What does
/// come in between are lines of other drivers, and the reaper's lines for an earlier victim.
struct Assembler {
    /// What is ready to be handed out.
    var items: [KernelLogItem] = []
    /// Reports whose end was seen, oldest first, and behind them the one whose lines are arriving, if there is one.
    private var reports: [ReportBuilder] = []
    private var isOpen = false
    /// Whether lines of the open report are passed over.
    private var isSkimmed = false
    /// An event whose lines are arriving, and whether it began after the open report.
    private var event: EventBuilder?
    private var isEventNewer = false
    private var names = NameCache()
    /// How many of `reports`, from the first, were handed out; they are taken away in batches, since a report is large.
    private var released = 0
    /// When the first of those that wait ended.
    private var firstEnd: UInt64?
    /// Victims of the last reports that were handed out, whose reaper's lines may still come.
    private var gone: [Int] = []
    /// The last SysRq-f request that no report has followed yet.
    var request: KernelEvent?
    /// Sequence number of the last record, while a report is open.
    var lastSequence: UInt64?

    /// Whether every line matters now; else only those that may begin something do.
    var isListening: Bool { isOpen || event != nil }

    /// Whether a report's lines are arriving.
    var hasOpenReport: Bool { isOpen }

    /// Whether the next line matters whatever it is. A report that began in detail is read so to its end.
    mutating func wantsNextLine(_ detail: KernelLogParser.Detail) -> Bool {
        if detail == .kills { closeEvent() }
        if event != nil { return true }
        guard isOpen else { return false }
        if detail == .all || !isSkimmed && !reports[reports.count - 1].isAtItsHead { return true }
        isSkimmed = true
        return false
    }

    /// Whether the lines at hand are a group's statistics.
    var isInStats: Bool { isOpen && reports[reports.count - 1].block == .stats }

    /// Columns of the open report's task table behind the pid.
    var columnCount: Int { isOpen ? reports[reports.count - 1].columns.count : 0 }

    /// The reports that only wait for later lines.
    private var waiting: Range<Int> { released..<(isOpen ? reports.count - 1 : reports.count) }

    /// The newest of those, where no other report is open.
    private var ended: Int? { isOpen ? nil : waiting.last }

    /// Takes one message.
    mutating func take(_ kind: LineKind, _ text: Text, at place: Place) {
        checkSequence(place)
        if event?.isOver(at: place) == true { closeEvent() }
        if belongsToEvent(kind, text) { return readEvent(kind, text, at: place) }
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
                take(event, at: place)
            } else {
                takeBody(kind, text, at: place)
            }
        }
        if !waiting.isEmpty { release(now: place.timeNs) }
    }

    /// The log has ended: hands out everything.
    mutating func finish() {
        closeOpen()
        dropRequest()
        settle()
    }

    /// Hands out the reports that only wait for the reaper, and the event that waits for its lines.
    mutating func settle() {
        closeEvent()
        for index in waiting { handOut(index) }
        reports.removeFirst(waiting.upperBound)
        released = 0
    }

    private mutating func begin(_ text: Text, at place: Place) {
        closeOpen()
        let isAsked = request.map { place.line - $0.line <= 64 } ?? false
        if !isAsked { dropRequest() }
        request = nil
        open(at: place)
        reports[reports.count - 1].takeInvocation(text)
        reports[reports.count - 1].saysSysrq = isAsked
    }

    private mutating func open(at place: Place) {
        reports.append(ReportBuilder(at: place))
        swap(&reports[reports.count - 1].names, &names)
        isOpen = true
        isSkimmed = false
        isEventNewer = false
        lastSequence = place.sequence
    }

    private mutating func takeBody(_ kind: LineKind, _ text: Text, at place: Place) {
        if isOpen, kind.opensReport, reports[reports.count - 1].isBeyond(kind) { closeOpen() }
        if !isOpen {
            guard kind.opensReport, kind.isGenuine(text) else { return }
            open(at: place)
        }
        let last = reports.count - 1
        if !reports[last].take(kind, text, at: place) { reports[last].noteUnrecognised(text, at: place) }
    }

    /// Changes the open report, or one that begins here since its head is missing.
    private mutating func withReport(at place: Place, _ change: (inout ReportBuilder) -> Void) {
        if !isOpen { open(at: place) }
        change(&reports[reports.count - 1])
    }

    private mutating func kill(_ text: Text, at place: Place) {
        if let last = ended, reports[last].ownsKill(text, at: place) {
            reports[last].takeKill(text, at: place)
            return
        }
        withReport(at: place) { $0.takeKill(text, at: place) }
        closeOpen()
    }

    /// Members of a group that is killed as a whole can be exiting too: the line then stands among the kills.
    private mutating func alreadyExiting(_ text: Text, at place: Place) {
        if let last = ended, reports[last].report.groupKillMemcg != nil,
            reports[last].isNear(place)
        {
            reports[last].takeAlreadyExiting(text, at: place)
            return
        }
        withReport(at: place) { $0.takeAlreadyExiting(text, at: place) }
        closeOpen()
    }

    private mutating func groupKill(_ text: Text, at place: Place) {
        if let last = ended, reports[last].report.groupKillMemcg == nil,
            reports[last].isNear(place)
        {
            reports[last].takeGroupKill(text, at: place)
        } else {
            withReport(at: place) { $0.takeGroupKill(text, at: place) }
        }
    }

    private mutating func panic(_ text: Text, at place: Place) {
        take(KernelEvent(of: .panic, text, at: place), at: place)
        let isOOM =
            text.contains("ut of memory") || text.contains("deadlocked on memory")
            || text.contains("panic_on_oom")
        guard isOOM else { return }
        if let last = ended, reports[last].report.outcome == .noKillable {
            reports[last].takeEnd(.panic, at: place)
        } else {
            withReport(at: place) { $0.takeEnd(.panic, at: place) }
            closeOpen()
        }
    }

    /// A reaper's line belongs to the report that names its process, else to the newest one.
    private mutating func reap(_ kind: LineKind, _ text: Text, at place: Place) {
        let pid = text.integer(after: kind == .reaped ? "reaped process " : "unable to reap pid:") ?? -1
        if let index = waiting.last(where: { index in reports[index].report.victims.contains { $0.pid == pid } }) {
            reports[index].takeReaperLine(kind, text, at: place)
        } else if let known = gone.lastIndex(of: pid) {
            gone.remove(at: known)
            var event = KernelEvent(of: kind == .reaped ? .reaped : .unableToReap, text, at: place)
            event.pid = pid
            items.append(.event(event))
        } else if let index = ended {
            reports[index].takeReaperLine(kind, text, at: place)
        } else {
            withReport(at: place) { $0.takeReaperLine(kind, text, at: place) }
        }
    }

    private mutating func closeOpen() {
        guard isOpen else { return }
        isOpen = false
        swap(&reports[reports.count - 1].names, &names)
        lastSequence = nil
        noteFirstEnd()
    }

    private mutating func dropRequest() {
        if let event = request { items.append(.event(event)) }
        request = nil
    }

    private mutating func release(now: UInt64?) {
        while let first = waiting.first, waiting.count > KernelLogLimits.waiting || isLate(now) {
            handOut(first)
            released += 1
            noteFirstEnd()
        }
        guard released >= KernelLogLimits.waiting else { return }
        reports.removeFirst(released)
        released = 0
    }

    private mutating func handOut(_ index: Int) {
        let report = reports[index].finish()
        gone.append(contentsOf: report.victims.prefix(KernelLogLimits.waiting).map(\.pid))
        if gone.count > 8 * KernelLogLimits.waiting { gone.removeFirst(gone.count - 4 * KernelLogLimits.waiting) }
        items.append(.report(report))
    }

    private func isLate(_ now: UInt64?) -> Bool {
        guard let now, let firstEnd else { return false }
        return now > firstEnd && now - firstEnd > KernelLogLimits.waitNs
    }

    private mutating func noteFirstEnd() {
        firstEnd = waiting.first.flatMap { reports[$0].report.endTimeNs ?? reports[$0].report.timeNs }
    }

    /// Records that are missing inside a report are worth a warning: the kernel's buffer was overrun, or somebody filtered.
    private mutating func checkSequence(_ place: Place) {
        guard isOpen, !isSkimmed, let sequence = place.sequence else { return }
        if let last = lastSequence, sequence > last &+ 1 {
            reports[reports.count - 1].isCut = true
            reports[reports.count - 1].warn(place.line, "records \(last &+ 1) to \(sequence &- 1) are missing")
        }
        lastSequence = sequence
    }
}

// MARK: - Events of several lines

extension Assembler {
    /// Hands an event out, or waits for its further lines where there may be some.
    private mutating func take(_ event: KernelEvent, at place: Place) {
        guard event.kind == .allocationFailure || event.kind == .panic else { return items.append(.event(event)) }
        closeEvent()
        self.event = EventBuilder(event, at: place)
        isEventNewer = true
    }

    /// Whether a line is the open event's. Of an event and a report that are both open, the one that began last gets the line, unless it
    /// has such a line already: several tasks may print at a time.
    private func belongsToEvent(_ kind: LineKind, _ text: Text) -> Bool {
        guard let event, event.expects(kind, text) else { return false }
        return !isOpen || isEventNewer || reports[reports.count - 1].has(kind, text)
    }

    private mutating func readEvent(_ kind: LineKind, _ text: Text, at place: Place) {
        event?.read(kind, text, at: place)
        if event?.isDone == true { closeEvent() }
    }

    private mutating func closeEvent() {
        if let finished = event?.finish() { items.append(.event(finished)) }
        event = nil
    }
}

extension ReportBuilder {
    /// Whether the report already has a line that comes once.
    fileprivate func has(_ kind: LineKind, _ text: Text) -> Bool {
        switch kind {
        case .cpu: report.invokerPID != nil
        case .memInfo: hasMemory
        case .zone: memory.zones.contains { text.hasPrefix(zone: $0) }
        default: false
        }
    }
}

extension Text {
    /// Whether it is a line of this zone: "Node 0 DMA32 free:…", "Normal free:…".
    fileprivate func hasPrefix(zone: ZoneMemory) -> Bool {
        let name = slice(0, find(" free:") ?? 0).string(limit: 64)
        return name == (zone.node.map { "Node \($0) \(zone.name)" } ?? zone.name)
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
