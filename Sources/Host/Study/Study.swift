import Evidence
import GuestProtocol
import KernelLog
import Runs
import Vocabulary

/// Turns a run's evidence into facts. Pure: the same bytes give the same facts, wherever and whenever.
public enum Study {
    /// Studies a run's folder. Throws `EvidenceError` where a raw file is missing or unreadable.
    public static func facts(of folder: RunFolder) throws -> Facts { facts(of: try StudyInput(folder: folder)) }

    /// Studies evidence at hand.
    public static func facts(of input: StudyInput) -> Facts {
        let entries = input.evidence.entries
        let timeline = Timeline(entries)
        let files = FileSeries(entries)
        let snapshots = TaskSnapshot.all(entries)
        let trace = TraceParser.parse(traceBytes(entries))
        let console = KernelMessages(console: input.console)
        let messages = KernelMessages(input.evidence).completed(by: console)
        var hello: Record.Hello?
        for case .hello(let greeting) in entries.lazy.map(\.record) { hello = hello ?? greeting }
        let pageSize = Int(hello?.pageSize ?? 4096)

        var processes = ProcessStudy(plan: input.plan, entries: entries, snapshots: snapshots, trace: trace.events)
        let kills = KillStudy(
            messages.reports, trace: trace.events, processes: processes,
            snapshots: snapshots, pageSize: pageSize
        ).kills
        let end = windowSnapshot(snapshots, timeline, firstKill: kills.first?.atNs)
        processes.settleThreadsLeft(
            at: timeline.windowEndNs, snapshot: end, traceIsWhole: trace.lost == 0 && !trace.events.isEmpty)
        let group = topGroup(input.plan)
        var facts = Facts(
            integrity: integrity(input, messages, trace),
            release: hello.map { String(decoding: $0.release, as: UTF8.self) },
            timeline: timeline, processes: processes.processes.values.sorted { $0.tgid < $1.tgid }, kills: kills,
            memoryEvents: MemoryEvents.all(input.plan, files, until: timeline.windowEndNs), observations: [:],
            disagreements: [], kernelFailure: failure(messages, console),
            samples: Sample.series(files, group: group?.name), topGroup: group?.name, limitBytes: group?.limit)
        facts.recorder = RecorderAccount(entries)
        let sources = Sources(
            plan: input.plan, host: input.host, files: files, trace: trace, messages: messages, pageSize: pageSize,
            stops: SamplerStops(entries, trace.events, facts.recorder), endPicture: end,
            died: input.host.ending.kind != .finished)
        facts.probes = Probes(files, input)
        facts.preemption = Preemption.model(
            files, version: hello.map { String(decoding: $0.kernelVersion, as: UTF8.self) })
        facts.functions = FunctionEntries.all(input.plan, files, trace, until: timeline.windowEndNs) { pid in
            processes.tgids[pid].flatMap { processes.processes[$0]?.role }.flatMap { $0.isEmpty ? nil : $0 }
        }
        facts.script = Script(input.plan, timeline)
        facts.disagreements = Reconciliation(facts, sources).disagreements
        let first = Observer(facts, sources)
        facts.phases = first.phases
        facts.reserves = first.reserves
        let observer = Observer(facts, sources)
        facts.observations = observer.observations
        facts.absences = observer.absences
        facts.marks = observer.marks(processes.tgids)
        facts.script.note(stoodStill: observer.stoodStill)
        facts.deadlines = Facts.deadlines(timeline, facts.script)
        return facts
    }

    private static func traceBytes(_ entries: [Evidence.Entry]) -> Bytes {
        var bytes = Bytes()
        for case .trace(let piece) in entries.lazy.map(\.record) { bytes += piece }
        return bytes
    }

    /// The picture that shows the end of the observation window: taken there, before anything else was done, and after the first kill.
    private static func windowSnapshot(
        _ snapshots: [TaskSnapshot], _ timeline: Timeline, firstKill: UInt64?
    ) -> TaskSnapshot? {
        let end = timeline.windowEndNs
        let nextStep = timeline.steps.map(\.beganNs).filter { $0 > end }.min() ?? .max
        let after = snapshots.first { $0.beganNs >= end && $0.beganNs <= nextStep }
        guard after == nil, let firstKill, let window = timeline.observations.last else { return after }
        return snapshots.last { $0.endedNs <= end && $0.beganNs >= max(firstKill, window.beganNs) }
    }

    private static func topGroup(_ plan: Plan) -> (name: String, limit: UInt64?)? {
        guard let group = plan.groups.first(where: { $0.hierarchy == .v2 }) else { return nil }
        let limit = group.settings.last { $0.path == Array("memory.max".utf8) }
        return (
            String(decoding: group.name, as: UTF8.self),
            limit.flatMap { KernelFiles.single(String(decoding: $0.value, as: UTF8.self)) }
        )
    }

    private static func integrity(
        _ input: StudyInput, _ messages: KernelMessages, _ trace: TraceParser.Trace
    ) -> Facts.Integrity {
        var troubles: [String] = []
        var missing: [String] = []
        let values = writtenValues(input.plan)
        var spoke = false
        for entry in input.evidence.entries {
            if case .hello = entry.record { spoke = true }
            if case .missing(let what, let errno) = entry.record { missing.append(lack(of: what, errno)) }
            guard case .trouble(let what, let errno) = entry.record else { continue }
            let text = String(decoding: what.prefix(400), as: UTF8.self)
            let write = values[text].map { "write '\($0)' to \(text)" } ?? text
            troubles.append(errno == 0 ? write : "\(write): \(ErrnoText.text(errno))")
        }
        return Facts.Integrity(
            fingerprint: input.evidence.fingerprint, complete: input.evidence.complete,
            torn: input.evidence.torn.map { "\($0.what), at byte \($0.offset)" },
            lostMessages: Int(clamping: messages.lost),
            lostTraceEvents: trace.lost, missing: missing, troubles: troubles, agentHits: AgentHits.all(messages),
            agentSpoke: spoke)
    }

    /// What the plan writes before the first step, by path.
    private static func writtenValues(_ plan: Plan) -> [String: String] {
        var values: [String: String] = [:]
        func add(_ setting: FileWrite, below folder: String) {
            let value = String(decoding: setting.value.prefix(80), as: UTF8.self)
            values[folder + String(decoding: setting.path, as: UTF8.self)] = value
        }
        for setting in plan.settings { add(setting, below: "") }
        for group in plan.groups where group.hierarchy == .v2 {
            for setting in group.settings {
                add(setting, below: "/sys/fs/cgroup/\(String(decoding: group.name, as: UTF8.self))/")
            }
        }
        return values
    }

    /// `no cgroup.pressure`, or where the kernel has it and refuses it, why.
    private static func lack(of what: Bytes, _ errno: Int32) -> String {
        let name = String(decoding: what.prefix(400), as: UTF8.self)
        let isAbsent = [2, 6, 19, 38].contains(errno)  // ENOENT, ENXIO, ENODEV, ENOSYS
        return isAbsent ? "no \(name)" : "no usable \(name): \(ErrnoText.text(errno))"
    }

    /// The worst first: a panic often follows an oops, and an oops a stall.
    private static func failure(_ messages: KernelMessages, _ console: KernelMessages) -> Facts.KernelFailure? {
        let words: [(KernelEvent.Kind, String)] = [
            (.panic, "panic"), (.oops, "oops"), (.softLockup, "soft_lockup"), (.rcuStall, "rcu_stall"),
            (.hungTask, "hung_task"),
        ]
        for (kind, word) in words {
            if let event = (messages.events + console.events).first(where: { $0.kind == kind }) {
                return Facts.KernelFailure(word: word, text: event.text)
            }
        }
        return nil
    }
}

/// The parsed sources that observations and reconciliation look at.
struct Sources {
    let plan: Plan
    let host: HostAccount
    let files: FileSeries
    let trace: TraceParser.Trace
    let messages: KernelMessages
    let pageSize: Int
    /// When the sampler stood still.
    let stops: SamplerStops
    /// The picture of `/proc` at the end of the window; `nil` where none was taken there.
    let endPicture: TaskSnapshot?
    /// Whether the machine ended in another way than by the agent's word.
    let died: Bool
}
