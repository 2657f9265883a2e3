import GuestProtocol
import Vocabulary

/// "The limit is hit, no progress and no kill": a wait that ran out, or an observation window, with memory short in its second half and no kill there.
extension Observer {
    /// Shorter windows tell nothing of a livelock: the reaper alone may take a second.
    private static let shortestNs: UInt64 = 500_000_000

    private struct Span {
        let began: UInt64
        let ended: UInt64
        /// Whether something that was waited for did not come.
        let waitRanOut: Bool
    }

    /// Whether the group stood still in any of the run's spans; `nil` where there is no group with a limit and no span to look at.
    var stalled: Bool? {
        guard facts.topGroup != nil || !kills.isEmpty else { return nil }
        return spans.contains { stands(in: $0) }
    }

    /// The longest standstill: from a span's beginning, or its last kill, to its end. `nil` without one.
    var standstillNs: UInt64? {
        spans.filter { stands(in: $0) }.map { span in
            let kill = killTimes.last { $0 <= span.ended } ?? 0
            return span.ended - max(span.began, kill)
        }.max()
    }

    /// Whether the line waited in vain, and the group stood still in it.
    func stoodStill(in line: Script.Line) -> Bool { line.waitedInVain && stands(in: span(of: line)) }

    private var spans: [Span] {
        facts.timeline.observations.map { Span(began: $0.beganNs, ended: $0.endedNs, waitRanOut: false) }
            + facts.script.lines.filter(\.waitedInVain).map(span)
    }

    private func span(of line: Script.Line) -> Span {
        Span(began: line.beganNs, ended: line.endedNs ?? facts.timeline.endedNs, waitRanOut: true)
    }

    private func stands(in span: Span) -> Bool {
        guard span.ended >= span.began, span.ended - span.began >= Observer.shortestNs else { return false }
        let middle = span.began + (span.ended - span.began) / 2
        let first = killTimes.partitioned { $0 < middle }
        if first < killTimes.count, killTimes[first] <= span.ended { return false }
        if oomRises(from: middle, to: span.ended) { return true }
        return span.waitRanOut && isFull(at: middle) && isFull(at: span.ended)
    }

    private func oomRises(from start: UInt64, to end: UInt64) -> Bool {
        guard let group = facts.topGroup, let path = sources.files.path(group: group, file: "memory.events") else {
            return false
        }
        func oom(_ time: UInt64) -> UInt64? {
            sources.files.last(path, at: time).flatMap { KernelFiles.flatKeyed($0.text)["oom"] }
        }
        guard let before = oom(start), let after = oom(end) else { return false }
        return after > before
    }

    /// Within 2% of the limit: what a task's batch of charges (64 pages a CPU) may leave.
    private func isFull(at time: UInt64) -> Bool {
        guard let limit = facts.limitBytes, limit > 0, let group = facts.topGroup,
            let path = sources.files.path(group: group, file: "memory.current"),
            let usage = sources.files.last(path, at: time).flatMap({ KernelFiles.single($0.text) })
        else { return false }
        return usage >= limit - limit / 50
    }
}
