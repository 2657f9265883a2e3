import Foundation
import GRDB
import Runs
import Vocabulary

/// Which runs are meant: all conditions hold, and a condition that is empty holds for every run.
public struct RunFilter: Equatable, Sendable {
    /// Kernel releases; `nil` for any.
    public var kernels: Set<String>?
    /// Scenarios' names, claims or tags, any of which will do.
    public var scenarios: [String]
    /// Statuses, any of which will do.
    public var statuses: [RunStatus]
    /// The earliest start: ISO 8601 in UTC, or the beginning of it.
    public var since: String?

    /// A filter of these conditions.
    public init(
        kernels: Set<String>? = nil, scenarios: [String] = [], statuses: [RunStatus] = [], since: String? = nil
    ) {
        self.kernels = kernels
        self.scenarios = scenarios
        self.statuses = statuses
        self.since = since
    }

    /// The rows that fulfil it, oldest first.
    var request: QueryInterfaceRequest<IndexedRun> {
        var request = IndexedRun.filter(Column("summary") != nil).order(Column("id"))
        if let kernels { request = request.filter(kernels.contains(Column("kernel"))) }
        if let since { request = request.filter(Column("started") >= since) }
        if !statuses.isEmpty { request = request.filter(statuses.map(\.rawValue).contains(Column("status"))) }
        if !scenarios.isEmpty {
            request = request.filter(
                literal: """
                    scenario IN \(scenarios) OR claim IN \(scenarios)
                    OR EXISTS (SELECT 1 FROM json_each(run.tags) WHERE value IN \(scenarios))
                    """)
        }
        return request
    }

    /// When `text` was, as a run's `started` compares with it: `2026-11-24`, `2026-11-24T20:15Z`, or `90m`, `12h`, `3d`, `2w` before `now`.
    /// `nil` for anything else.
    public static func since(_ text: String, now: Date) -> String? {
        if let ago = text.wholeMatch(of: /([0-9]{1,6})([mhdw])/), let count = Double(ago.1) {
            let unit: [Substring: Double] = ["m": 60, "h": 3600, "d": 86400, "w": 604_800]
            return RunName.timestamp(now.addingTimeInterval(-count * unit[ago.2, default: 0]))
        }
        guard let date = text.wholeMatch(of: /([0-9]{4}-[0-9]{2}-[0-9]{2})(T[0-9]{2}:[0-9]{2}(:[0-9]{2})?)?Z?/)
        else { return nil }
        let time = date.2 == nil ? "T00:00:00" : date.3 == nil ? "\(date.2 ?? ""):00" : "\(date.2 ?? "")"
        let stamp = "\(date.1)\(time)Z"
        // The day and the hour exist: written out again they are the same.
        guard let point = try? Date(stamp, strategy: .iso8601), RunName.timestamp(point) == stamp else { return nil }
        return stamp
    }
}
