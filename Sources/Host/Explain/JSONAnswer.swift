import KernelLog
import VictimSelection

/// Explanations for programs: `"schema": "oomlab.explain/1"`, written piece by piece as the reports come.
public struct JSONAnswer: ExplainAnswer, Sendable {
    private var writer = JSONWriter()

    /// Always.
    public var wantsDetail: Bool { true }

    /// At the start of the answer.
    public init() {
        writer.open(nil, "{")
        writer.field("schema", "oomlab.explain/1")
        writer.open("ooms", "[")
    }

    /// A report, on a line of its own.
    public mutating func add(_ incident: Incident) -> [UInt8] {
        let explanation = Explanation(incident)
        writer.separate()
        writer.object { writer in
            writer.head(explanation)
            writer.victims(explanation)
            writer.choice(explanation)
            writer.memory(explanation)
            writer.field("summary", Narrative(explanation).sentences)
            writer.tasks(explanation.report)
            writer.place(explanation.report)
        }
        return writer.take()
    }

    /// What is no OOM, and the end of the answer.
    public mutating func finish(_ summary: LogSummary) -> [UInt8] {
        writer.close("]")
        writer.list("near_misses", summary.nearMisses) { writer, miss in
            writer.field("line", miss.line)
            writer.field("kind", miss.kind)
            writer.field("text", miss.text)
        }
        writer.field("near_miss_count", summary.nearMissCount)
        writer.list("unrecognised", summary.unrecognised) { writer, line in
            writer.field("line", line.line)
            writer.field("text", line.text)
        }
        writer.field("unrecognised_count", summary.unrecognisedCount)
        writer.field("lines", summary.lines)
        writer.close("}")
        writer.lineEnd()
        return writer.take()
    }
}

extension JSONWriter {
    fileprivate mutating func head(_ explanation: Explanation) {
        let report = explanation.report
        field("kind", report.kind.rawValue)
        field("outcome", report.outcome.word)
        field("complete", report.complete)
        field("kernel", report.kernelRelease)
        object("at") { at in
            at.field("time_ns", report.timeNs)
            at.field("end_ns", report.endTimeNs)
            at.field("stamp", report.stamp)
        }
        field("invoker", report.invoker)
        field("invoker_pid", report.invokerPID)
        field("invoker_uid", report.invokerUID)
        field("cpu", report.cpu)
        field("gfp_mask", report.gfpMask)
        field("order", report.order)
        field("oom_score_adj_invoker", report.invokerOOMScoreAdj)
        field("oom_adj_invoker", report.invokerOOMAdj)
        field("constraint", report.constraint)
        field("nodemask", report.nodemask)
        field("cpuset", report.cpuset)
        field("mems_allowed", report.memsAllowed)
        field("memcg", report.kind == .memcg ? report.oomMemcg : nil)
        field("task_memcg", report.taskMemcg)
        list("limits", report.limits) { writer, limit in
            writer.field("name", limit.name)
            writer.field("usage_kb", limit.usageKB)
            writer.field("limit_kb", limit.limitKB)
            writer.field("failcnt", limit.failcnt)
            writer.field("full", limit.isFull)
        }
    }

    fileprivate mutating func victims(_ explanation: Explanation) {
        let report = explanation.report
        list("victims", report.victims) { writer, victim in
            let row = report.task(pid: victim.pid)
            writer.field("pid", victim.pid)
            writer.field("name", victim.name)
            writer.field("total_vm_kb", victim.totalVMKB)
            writer.field("anon_rss_kb", victim.anonRSSKB)
            writer.field("file_rss_kb", victim.fileRSSKB)
            writer.field("shmem_rss_kb", victim.shmemRSSKB)
            writer.field("uid", victim.uid ?? row?.uid)
            writer.field("pgtables_kb", victim.pgtablesKB)
            writer.field("oom_score_adj", victim.oomScoreAdj ?? row?.oomScoreAdj)
            writer.field("group_kill", victim.groupKill)
            writer.field("at_ns", victim.timeNs)
        }
        field("group_kill", report.groupKillMemcg)
        field("already_exiting", report.alreadyExiting)
        field("reaped", report.reaped)
        field("unable_to_reap", report.unableToReap)
        list("reapings", report.reapings) { writer, reaping in
            writer.field("pid", reaping.pid)
            writer.field("anon_rss_kb", reaping.anonRSSKB)
            writer.field("file_rss_kb", reaping.fileRSSKB)
            writer.field("shmem_rss_kb", reaping.shmemRSSKB)
            writer.field("at_ns", reaping.timeNs)
        }
    }

    fileprivate mutating func choice(_ explanation: Explanation) {
        let selection = explanation.selection
        field("formula", selection.formula.formula?.versions)
        field("formula_basis", selection.formula.basis)
        field("page_kb", selection.page.kilobytes)
        object("total_pages") { total in
            total.field("pages", selection.totalPages?.pages)
            total.field("exact", selection.totalPages?.isExact)
            total.field("source", selection.totalPages?.source)
        }
        list("candidates", selection.candidates) { writer, candidate in
            writer.field("pid", candidate.pid)
            writer.field("points", candidate.points)
            writer.field("eligible", candidate.isEligible)
            writer.field("why", candidate.eligibility.why)
        }
        field("predicted_pid", selection.predicted?.pid)
        field("as_predicted", selection.isAsPredicted)
        pointed("selected", selection.selected)
        pointed("largest", selection.largest)
        pointed("runner_up", selection.runnerUp?.candidate)
        field("margin", selection.runnerUp?.margin)
        field("kernel_score", selection.printedScore)
        field("computed_score", selection.computedScore)
        object("turning_points") { points in
            points.field(
                "victim_spared_at_oom_score_adj",
                selection.selected.flatMap { selection.isAsPredicted == true ? selection.turningPoint(for: $0) : nil })
            points.field(
                "runner_up_chosen_at_oom_score_adj",
                selection.runnerUp.flatMap { selection.turningPoint(for: $0.candidate) })
        }
    }

    private mutating func pointed(_ key: StaticString, _ candidate: Candidate?) {
        guard let candidate else { return field(key, nil as String?) }
        object(key) { writer in
            writer.field("pid", candidate.pid)
            writer.field("name", candidate.name)
            writer.field("points", candidate.points)
            writer.field("oom_score_adj", candidate.oomScoreAdj)
            writer.field("size_pages", candidate.size)
        }
    }

    fileprivate mutating func memory(_ explanation: Explanation) {
        guard let memory = explanation.memory else { return field("memory", nil as String?) }
        object("memory") { writer in
            writer.field("total_kb", memory.totalKB)
            writer.list("kinds", memory.kinds) { writer, kind in
                writer.field("name", kind.name)
                writer.field("kb", kind.kilobytes)
                writer.field("process_memory", kind.isProcessMemory)
            }
            writer.field("unexplained_kb", memory.unexplainedKB)
            writer.field("resident_in_listed_processes_kb", memory.residentKB)
        }
    }

    fileprivate mutating func tasks(_ report: OOMReport) {
        field("tasks_listed", report.tasks.count)
        list("tasks", report.tasks) { writer, row in
            for column in report.taskColumns.isEmpty ? Self.columns : report.taskColumns where column != "name" {
                writer.field(named: column, row[column])
            }
            writer.field("name", row.name)
        }
    }

    /// Columns of rows whose header is missing.
    private static let columns = [
        "pid", "uid", "tgid", "total_vm", "rss", "pgtables_bytes", "swapents", "oom_score_adj",
    ]

    fileprivate mutating func place(_ report: OOMReport) {
        array("source_lines") { lines in
            lines.element(report.firstLine)
            lines.element(report.lastLine)
        }
        list("warnings", report.warnings) { writer, warning in
            writer.field("line", warning.line)
            writer.field("text", warning.text)
        }
        field("unrecognised_lines", report.unrecognisedCount)
    }
}

extension OOMReport.Outcome {
    /// The word of the published format.
    var word: String {
        switch self {
        case .killed: "killed"
        case .panic: "panic"
        case .noKillable: "no-killable"
        case .alreadyExiting: "already-exiting"
        case .unknown: "unknown"
        }
    }
}
