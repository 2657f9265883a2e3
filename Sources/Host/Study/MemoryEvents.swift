import GuestProtocol
import Vocabulary

// A comment speaks for all the properties below it, up to the next one.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
/// The counters of one group's memory.events, as they rose during the run. A counter that this kernel lacks is `nil`.
public struct MemoryEvents: Equatable, Sendable {
    /// Times that usage was reclaimed below low, above high, and at the limit.
    public let low: Int?
    public let high: Int?
    public let max: Int?
    /// Times that the limit could not be met, processes killed, and groups killed as one.
    public let oom: Int?
    public let oomKill: Int?
    public let oomGroupKill: Int?

    /// The rise from the first reading of the file at `path` to the last at or before `time`; `nil` where it was never read.
    init?(_ series: FileSeries, path: String, until time: UInt64) {
        guard let first = series.first(path), let last = series.last(path, at: time) else { return nil }
        let before = KernelFiles.flatKeyed(first.text)
        let after = KernelFiles.flatKeyed(last.text)
        func rise(_ key: String) -> Int? {
            guard let last = after[key], let value = Int(exactly: last) else { return nil }
            return value.minus(before[key].flatMap { Int(exactly: $0) } ?? 0)
        }
        low = rise("low")
        high = rise("high")
        max = rise("max")
        oom = rise("oom")
        oomKill = rise("oom_kill")
        oomGroupKill = rise("oom_group_kill")
    }

    /// Every v2 group's counters by its name, with `.local` behind it for those of the group alone.
    static func all(_ plan: Plan, _ series: FileSeries, until time: UInt64) -> [String: MemoryEvents] {
        var events: [String: MemoryEvents] = [:]
        for group in plan.groups where group.hierarchy == .v2 {
            let name = String(decoding: group.name, as: UTF8.self)
            for (file, suffix) in [("memory.events", ""), ("memory.events.local", ".local")] {
                guard let path = series.path(group: name, file: file) else { continue }
                events[name + suffix] = MemoryEvents(series, path: path, until: time)
            }
        }
        return events
    }
}
