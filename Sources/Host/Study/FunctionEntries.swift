import GuestProtocol
import Vocabulary

/// How often a function of the kernel was entered from before the first step to the end of the window, and by whom.
public struct FunctionEntries: Equatable, Sendable {
    /// The name that the scenario gives it.
    public let function: String
    /// The symbol that was probed, or `oom:EVENT` for an event of the trace; `nil` where this kernel has none that can be: it lacks the function, or made it part of another.
    public let symbol: String?
    /// Entries by role, and by name for tasks that are none of the plan's; most first. Empty where nobody was counted.
    public let by: [Count]

    /// One task's or role's entries.
    public struct Count: Equatable, Sendable {
        /// A role of the plan, a task's name, or `anybody` where the kernel counts entries alone.
        public let who: String
        /// How often it entered.
        public let hits: Int
    }

    /// All entries; `nil` where nothing was probed.
    public var hits: Int? { symbol == nil ? nil : by.reduce(0) { $0.plus($1.hits) } }

    /// A histogram has 2048 places.
    private static let mostTasks = 4096
    private static let tracing = "/sys/kernel/tracing/"

    /// The entries of each of the plan's functions, and the reaper's events where the trace is whole.
    static func all(
        _ plan: Plan, _ files: FileSeries, _ trace: TraceParser.Trace, until end: UInt64, role: (Int32) -> String?
    ) -> [FunctionEntries] {
        let symbols = symbols(files.last(tracing + "kprobe_events")?.text ?? "")
        let functions = plan.functions.enumerated().map { index, name in
            let by = counts(index, files, until: end, role)
            return FunctionEntries(
                function: String(decoding: name, as: UTF8.self), symbol: by == nil ? nil : symbols[index], by: by ?? [])
        }
        guard trace.lost == 0, !trace.events.isEmpty else { return functions }
        return functions
            + OOMEvent.names.map { name in
                var hits: [Task: Int] = [:]
                for event in trace.events where event.name == name && event.timeNs <= end {
                    hits[Task(pid: event.tid, name: event.comm), default: 0] += 1
                }
                return FunctionEntries(function: name, symbol: "oom:\(name)", by: counts(hits, role))
            }
    }

    /// By the histogram, else by the kernel's list of probes; `nil` where there is neither.
    private static func counts(_ index: Int, _ files: FileSeries, until end: UInt64, _ role: (Int32) -> String?)
        -> [Count]?
    {
        func good(_ path: String) -> [FileSeries.Reading] {
            files.all(tracing + path).filter { $0.errno == 0 && $0.timeNs <= end }
        }
        if let last = good("events/reach/f_\(index)/hist").last { return counts(histogram(last.text), role) }
        return good("kprobe_profile").last.flatMap { hits(of: index, inProfile: $0.text) }.map { hits in
            hits > 0 ? [Count(who: "anybody", hits: hits)] : []
        }
    }

    /// `  f_0        12       0`: the event, its hits, and those that were missed.
    private static func hits(of index: Int, inProfile text: String) -> Int? {
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ")
            if words.count >= 2, words[0] == "f_\(index)" { return UInt64(words[1]).map { Int(clamping: $0) } }
        }
        return nil
    }

    /// `p:reach/f_0 oom_reap_task_mm`; kernels write more behind the letter.
    private static func symbols(_ definitions: String) -> [Int: String] {
        var symbols: [Int: String] = [:]
        for line in definitions.split(separator: "\n") {
            let words = line.split(separator: " ")
            guard words.count >= 2, words[0].hasPrefix("p"), let mark = words[0].range(of: ":reach/f_"),
                let index = Int(words[0][mark.upperBound...])
            else { continue }
            symbols[index] = String(words[1].prefix(64))
        }
        return symbols
    }

    private struct Task: Hashable {
        let pid: Int32
        let name: String
    }

    /// `{ common_pid: oom_reaper      [        25] } hitcount:          1`
    private static func histogram(_ text: String) -> [Task: Int] {
        var hits: [Task: Int] = [:]
        for line in text.split(separator: "\n") where line.hasPrefix("{ common_pid: ") && hits.count < mostTasks {
            guard let open = line.lastIndex(of: "["), let close = line.lastIndex(of: "]"), open < close,
                let pid = Int32(line[line.index(after: open)..<close].drop { $0 == " " }),
                let count = line[close...].split(separator: " ").last.flatMap({ UInt64($0) })
            else { continue }
            let name = line[..<open].dropFirst("{ common_pid: ".count).split(separator: " ").joined(separator: " ")
            hits[Task(pid: pid, name: name)] = Int(clamping: count)
        }
        return hits
    }

    private static func counts(_ tasks: [Task: Int], _ role: (Int32) -> String?) -> [Count] {
        var all: [String: Int] = [:]
        for (task, hits) in tasks where hits > 0 {
            let who = role(task.pid) ?? task.name
            all[who] = (all[who] ?? 0).plus(hits)
        }
        return all.map { Count(who: $0.key, hits: $0.value) }.sorted { ($1.hits, $0.who) < ($0.hits, $1.who) }
    }
}
