import Record
import Vocabulary

/// The timelines of one run, and the table of their marks.
struct RunDrawing {
    let figures: [RunView.Figure]
    let legend: [RunView.LegendEntry]
    let markRows: [RunView.MarkRow]

    init(
        _ record: RunRecord, _ timeline: RunRecord.TimelineRecord, _ series: SampleSeries, _ anchor: String,
        _ detail: Detail
    ) {
        let marks = RunDrawing.numbered(record, timeline, detail)
        markRows = marks.map { RunDrawing.row($0, record) }
        legend = RunDrawing.legend(timeline, series)
        let spans = [RunDrawing.whole(timeline), RunDrawing.firstKill(record, timeline)].compactMap { $0 }
        figures = spans.prefix(detail.figures).enumerated().map { index, span in
            let chart = TimelineChart(
                id: "\(anchor)-c\(index)", record: record, timeline: timeline, series: series, span: span, marks: marks,
                detail: detail)
            let title = index == 0 ? "The whole run" : "Around the first kill"
            let name = "\(title): \(RunView.title(record))"
            return RunView.Figure(
                caption: title, svg: chart.text(title: name, description: RunDrawing.description(record, timeline)))
        }
    }

    // MARK: Spans

    private static func whole(_ timeline: RunRecord.TimelineRecord) -> TimelineChart.Span {
        let start = timeline.firstStartNs ?? timeline.beganNs
        return TimelineChart.Span(
            fromNs: start, toNs: max(start.plus(1), timeline.endedNs), zeroNs: start, unitNs: 1e9,
            caption: "guest time since the first process was started, s")
    }

    /// The marks of the first kill that lie near each other; `nil` where the whole run shows them as well.
    private static func firstKill(_ record: RunRecord, _ timeline: RunRecord.TimelineRecord) -> TimelineChart.Span? {
        guard let kill = record.kills.first else { return nil }
        let times = timeline.marks.filter { $0.kill == 0 }.map(\.atNs).sorted()
        guard let first = times.first else { return nil }
        var last = first
        for time in times where time > last {
            guard time - last <= max(100_000_000, (last - first).times(3)) else { break }
            last = time
        }
        let length = max(2_000_000, last - first)
        let margin = length / 12
        let from = first.minus(margin)
        let whole = timeline.endedNs.minus(timeline.firstStartNs ?? timeline.beganNs)
        guard length.times(3) < whole else { return nil }
        return TimelineChart.Span(
            fromNs: from, toNs: first.plus(length).plus(margin), zeroNs: kill.atNs, unitNs: 1e6,
            caption: "guest time before and after the first kill (mark_victim), ms")
    }

    // MARK: Marks

    private static func numbered(
        _ record: RunRecord, _ timeline: RunRecord.TimelineRecord, _ detail: Detail
    ) -> [TimelineChart.NumberedMark] {
        timeline.marks.prefix(detail.rows).enumerated().map { index, mark in
            let row = row(TimelineChart.NumberedMark(number: index + 1, record: mark, title: nil), record)
            let who = row.who.isEmpty ? "" : ", \(row.who)"
            return TimelineChart.NumberedMark(
                number: index + 1, record: mark,
                title: detail == .brief ? nil : "\(index + 1): \(row.event)\(who), at \(row.at) (\(row.sinceKill))")
        }
    }

    private static func row(_ mark: TimelineChart.NumberedMark, _ record: RunRecord) -> RunView.MarkRow {
        let event = mark.record
        let kill = event.kill.flatMap { record.kills.indices.contains($0) ? record.kills[$0] : nil }
        let who = [event.role, event.pid.map { "pid \($0)" }].compactMap { $0 }.joined(separator: ", ")
        return RunView.MarkRow(
            mark: mark.number, event: event.event, meaning: meanings[event.event] ?? "", who: who,
            at: ClockText.seconds(event.atNs),
            sinceKill: kill.map {
                ClockText.milliseconds(event.atNs, from: $0.atNs) + " from kill \((event.kill ?? 0) + 1)"
            }
                ?? "belongs to no kill", source: event.source)
    }

    private static let meanings = [
        "invoked": "an allocation failed, and the OOM killer was invoked",
        "mark_victim": "the victim is chosen and marked",
        "sigkill": "the kernel sends SIGKILL",
        "wake_reaper": "the OOM reaper is asked to take the victim's memory",
        "start_task_reaping": "the reaper begins",
        "finish_task_reaping": "the reaper is done",
        "skip_task_reaping": "the reaper gives up",
        "first_thread_exit": "the first of its threads has exited",
        "exit": "all of its threads have exited, and its parent is told",
        "released": "the group's usage is below half of what it was at the kill",
    ]

    // MARK: In words

    private static func legend(_ timeline: RunRecord.TimelineRecord, _ series: SampleSeries) -> [RunView.LegendEntry] {
        guard timeline.group != nil, series.column("memory_current") != nil else { return [] }
        var entries = [RunView.LegendEntry(swatch: "s-usage", kind: "memory.current")]
        for kind in TimelineChart.kinds {
            let column = series.column(kind.column)
            let words = column == nil ? "\(kind.name) n/a" : column?.contains { ($0 ?? 0) > 0 } == true ? kind.name : ""
            if !words.isEmpty { entries.append(RunView.LegendEntry(swatch: "s-\(kind.name)", kind: words)) }
        }
        entries.append(RunView.LegendEntry(swatch: "s-rest", kind: "not told apart (kinds are read less often)"))
        return entries
    }

    private static func description(_ record: RunRecord, _ timeline: RunRecord.TimelineRecord) -> String {
        let kills = record.kills.prefix(4).map { "\($0.victim.role) is killed at \(ClockText.seconds($0.atNs))" }
        let limit = timeline.limitBytes.map {
            " with a limit of \(ValueText.text(.count(Int(clamping: $0)), unit: .bytes))"
        }
        let what = timeline.group.map { "Memory of the group \($0)\(limit ?? "") over guest time. " } ?? ""
        return what + (kills.isEmpty ? "No kill." : kills.joined(separator: "; ") + ".")
            + " The table of marks below gives every moment exactly."
    }
}
