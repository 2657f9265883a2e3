import Evidence
import Vocabulary

/// Spans in which the sampler stood still: nothing at all was recorded, though the kernel traced events that are read at the next tick otherwise.
///
/// A quiet machine leaves gaps too, since a file that hasn't changed is not written again; but then there is nothing to miss.
struct SamplerStops {
    /// The shortest span that counts: 50 ticks of 5 ms.
    private static let shortestNs: UInt64 = 250_000_000

    /// Within which the first samples follow when it goes on: ten ticks.
    private static let settledNs: UInt64 = 50_000_000

    /// In order of time.
    let spans: [Timeline.Window]

    init(_ entries: [Evidence.Entry], _ trace: [TraceEvent], _ recorder: RecorderAccount) {
        let stamps = trace.map(\.timeNs).sorted()
        let gaps = zip(entries, entries.dropFirst()).compactMap { before, after -> Timeline.Window? in
            guard after.timeNs >= before.timeNs.plus(SamplerStops.shortestNs) else { return nil }
            let next = stamps.partitioned { $0 <= before.timeNs }
            guard next < stamps.count, stamps[next] <= after.timeNs - SamplerStops.shortestNs else { return nil }
            return Timeline.Window(beganNs: before.timeNs, endedNs: after.timeNs)
        }
        // Since the recorder says so itself, the trace only tells of older runs.
        let told = recorder.blind.filter { $0.endedNs - $0.beganNs >= SamplerStops.shortestNs }
        spans = (gaps + told).sorted { ($0.beganNs, $0.endedNs) < ($1.beganNs, $1.endedNs) }
    }

    /// The span that hides when something happened that was first seen at `time`: it ended so shortly before that nobody had looked since.
    func hiding(_ time: UInt64) -> Timeline.Window? {
        spans.last { $0.beganNs < time && time <= $0.endedNs.plus(SamplerStops.settledNs) }
    }
}
