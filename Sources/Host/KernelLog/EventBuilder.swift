/// An event whose lines are still arriving: an allocation failure with its CPU line, call trace and Mem-Info (`warn_alloc()` in
/// `mm/page_alloc.c`), or a panic with its CPU line (`dump_stack_print_info()` in `lib/dump_stack.c`).
struct EventBuilder {
    private var event: KernelEvent
    /// Reads the lines below the first; its report is never handed out.
    private var body: ReportBuilder
    private var zones: Set<String> = []
    /// The task's name by its CPU line.
    private var comm: String?
    /// Whether its call trace is over: another one is somebody else's.
    private var hasTrace = false
    /// Whether its last line was seen.
    private(set) var isDone = false

    /// Nanoseconds of log time within which the lines follow: a task can be preempted between them for as long as others want to run.
    private static let waitNs: UInt64 = 5_000_000_000
    /// Lines within which they follow, for logs without stamps.
    private static let waitLines = 1024

    init(_ event: KernelEvent, at place: Place) {
        self.event = event
        body = ReportBuilder(at: place)
    }

    /// Whether the line was printed so late that it belongs to something else.
    func isOver(at place: Place) -> Bool {
        guard place.line - event.line <= EventBuilder.waitLines else { return true }
        guard let now = place.timeNs, let began = event.timeNs else { return false }
        return now > began && now - began > EventBuilder.waitNs
    }

    /// Whether a line of this kind can be the event's next one. Each of its lines comes once, so that a second one is somebody else's.
    func expects(_ kind: LineKind, _ text: Text) -> Bool {
        switch kind {
        case .cpu: body.report.invokerPID == nil
        case .trace, .machineState: event.kind == .allocationFailure && !hasTrace && !body.hasMemory
        case .memInfo: event.kind == .allocationFailure && !body.hasMemory
        case .zone: body.hasMemory && !zones.contains(EventBuilder.zone(text))
        case .counters, .node, .hugePages, .swap, .pageCount, .memoryOther: body.hasMemory
        default: false
        }
    }

    /// Consumes a line that `expects` accepted.
    mutating func read(_ kind: LineKind, _ text: Text, at place: Place) {
        _ = body.take(kind, text, at: place)
        if kind == .zone { zones.insert(EventBuilder.zone(text)) }
        if kind == .cpu { comm = EventBuilder.comm(text) }
        // "</TASK>" ends a stack (6.1, not in 5.10), and the registers of user mode end it in a system call.
        if kind == .machineState { hasTrace = text.hasPrefix("</TASK>") || text.hasPrefix("RIP:") }
        isDone = kind == .cpu ? event.kind == .panic : kind == .pageCount && body.memory.reservedPages != nil
    }

    /// The event with what its lines say.
    func finish() -> KernelEvent {
        var event = event
        event.pid = body.report.invokerPID ?? event.pid
        event.task = event.task ?? comm
        event.callTrace = body.report.callTrace
        event.memory = body.hasMemory ? body.memory : nil
        return event
    }

    /// `Node 0 DMA32` of a zone's line.
    private static func zone(_ text: Text) -> String {
        text.slice(0, text.find(" free:") ?? 0).string(limit: 64)
    }

    /// The name in "CPU: 0 UID: 0 PID: 1 Comm: oomlab-agent Not tainted 6.17.13 #1", which may hold blanks.
    private static func comm(_ text: Text) -> String? {
        guard let start = text.find(" Comm: "), let end = text.findLast("ainted") else { return nil }
        let name = text.slice(start + 7, end)
        guard let blank = name.findLast(" Not t") ?? name.findLast(" T") else { return nil }
        return name.slice(0, blank).string(limit: 64)
    }
}
