import Record
import SafeText
import Vocabulary

/// One run in full.
struct RunView {
    let runAnchor: String
    let runTitle: String
    let runBadge: [Badge]
    let headline: String
    let isOpen: Bool
    let reasonLines: [String]
    let runFacts: [Fact]
    let command: String
    let sameAnchor: String
    let sameTitle: String
    let isSame: Bool
    let isOwn: Bool
    let figures: [Figure]
    let hasFigures: Bool
    let legend: [LegendEntry]
    let markRows: [MarkRow]
    let hasMarks: Bool
    let marksLeftOut: String?
    let stepRows: [StepRow]
    let hasSteps: Bool
    let kills: [KillView]
    let killsLeftOut: String?
    let processRows: [ProcessRow]
    let hasProcesses: Bool
    let processesLeftOut: String?
    let eventRows: [EventRow]
    let hasEvents: Bool
    let disagreements: [Fact]
    let hasDisagreements: Bool
    let log: String
    let hasLog: Bool

    struct Figure {
        let caption: String
        let svg: String
    }

    struct LegendEntry {
        let swatch: String
        let kind: String
    }

    struct MarkRow {
        let mark: Int
        let event: String
        let meaning: String
        let who: String
        let at: String
        let sinceKill: String
        let source: String
    }

    struct StepRow {
        let step: String
        let began: String
        let took: String
        let outcome: String
    }

    struct ProcessRow {
        let process: String
        let threads: Int
        let cgroup: String
        let adj: String
        let shares: String
        let fate: String
        let left: String
    }

    struct EventRow {
        let group: String
        let counters: [String]
    }
}

extension RunView {
    /// - Parameter same: an earlier run of the report with the same evidence; what it shows is not shown again.
    init(_ run: ReportedRun, anchor: String, detail: Detail, open: Bool, same: (anchor: String, title: String)?) {
        let record = run.record
        let own = same == nil
        let material = own ? run.material : ReportedRun.Material(series: SampleSeries(""), log: nil)
        let excerpt = material.log.map { LogExcerpt($0, record: record, limit: detail.logLines) }
        let drawing = own ? record.timeline.map { RunDrawing(record, $0, material.series, anchor, detail) } : nil
        runAnchor = anchor
        runTitle = RunView.title(record)
        runBadge = [Badge(record.status)]
        headline = KeyNumbers.words([record]).joined(separator: ", ")
        isOpen = open
        reasonLines = (record.reason ?? "").split(separator: "\n").prefix(40).map { HTMLText.bounded(String($0)) }
        runFacts = RunView.facts(record)
        command = ReproduceLine.text(for: record)
        sameAnchor = same?.anchor ?? ""
        sameTitle = same?.title ?? ""
        isSame = !own
        isOwn = own
        figures = drawing?.figures ?? []
        hasFigures = !figures.isEmpty
        legend = drawing?.legend ?? []
        markRows = drawing?.markRows ?? []
        hasMarks = !markRows.isEmpty
        marksLeftOut = RunView.leftOut((record.timeline?.marks.count ?? 0) - markRows.count, "marks", own)
        stepRows = own && detail.tellsSteps ? RunView.steps(record, detail) : []
        hasSteps = !stepRows.isEmpty
        kills =
            own
            ? record.kills.prefix(detail.kills).enumerated().map { KillView($1, $0, excerpt, anchor, detail) } : []
        killsLeftOut = RunView.leftOut(record.kills.count - kills.count, "kills", own)
        processRows = own ? record.processes.prefix(detail.rows).map(ProcessRow.init) : []
        hasProcesses = !processRows.isEmpty
        processesLeftOut = RunView.leftOut(record.processes.count - processRows.count, "processes", own)
        eventRows =
            own && detail.tellsSteps
            ? record.memoryEvents.sorted { $0.key < $1.key }.map { EventRow($0.key, $0.value) } : []
        hasEvents = !eventRows.isEmpty
        disagreements = record.disagreements.prefix(detail.rows).map { disagreement in
            Fact(
                term: disagreement.between.joined(separator: " / "),
                value: disagreement.what + (disagreement.explainedBy.map { " (explained: \($0))" } ?? " (unexplained)"))
        }
        hasDisagreements = !disagreements.isEmpty
        log = excerpt.map { LogView.html($0, anchor: anchor) } ?? ""
        hasLog = !log.isEmpty
    }

    static func title(_ record: RunRecord) -> String {
        "\(record.scenario.name) on \(record.kernel.flavour)" + (record.seed == 0 ? "" : ", seed \(record.seed)")
    }

    private static func leftOut(_ count: Int, _ what: String, _ own: Bool) -> String? {
        own && count > 0 ? "\(count) more \(what) are in record.json." : nil
    }

    private static func facts(_ record: RunRecord) -> [Fact] {
        let machine = record.machine
        var facts = [
            Fact(term: "run", value: record.id.isEmpty ? "n/a (never started)" : record.id),
            Fact(term: "kernel", value: record.kernel.version),
            Fact(term: "package", value: record.kernel.package ?? "added by hand"),
            Fact(
                term: "machine",
                value:
                    "\(machine.mode.rawValue), \(machine.cpus) CPU, \(ValueText.text(.number(Double(machine.memoryBytes)), unit: .bytes)), QEMU \(machine.qemu)"
            ),
            Fact(term: "seed", value: "\(record.seed)"),
            Fact(
                term: "guest time",
                value:
                    "\(record.guestSeconds.map { decimal($0, places: 3) + " s" } ?? "n/a") (wall \(decimal(record.wallSeconds, places: 1)) s)"
            ),
        ]
        if !record.fingerprint.isEmpty { facts.append(Fact(term: "fingerprint", value: record.fingerprint)) }
        return facts
    }

    private static func steps(_ record: RunRecord, _ detail: Detail) -> [StepRow] {
        guard let timeline = record.timeline else { return [] }
        return timeline.steps.prefix(detail.rows).map { step in
            StepRow(
                step: step.what, began: ClockText.seconds(step.beganNs),
                took: step.endedNs.map { ClockText.milliseconds($0, from: step.beganNs) } ?? "n/a",
                outcome: StepText.outcome(step))
        }
    }
}

extension RunView.ProcessRow {
    init(_ record: RunRecord.ProcessRecord) {
        process = "\(record.role), pid \(record.pid)"
        threads = record.threads
        cgroup = record.cgroup ?? "n/a"
        adj = record.oomScoreAdj.map(String.init) ?? "n/a"
        shares =
            record.sharesMmWith.isEmpty
            ? "nobody" : HTMLText.bounded(record.sharesMmWith.map(String.init).joined(separator: " "), 200)
        fate = FateText.text(record)
        left = FateText.left(record, limit: 8)
    }
}

extension RunView.EventRow {
    init(_ group: String, _ counters: RunRecord.Counters) {
        self.group = group
        self.counters = [
            counters.low, counters.high, counters.max, counters.oom, counters.oomKill, counters.oomGroupKill,
        ].map { $0.map(String.init) ?? "n/a" }
    }
}
