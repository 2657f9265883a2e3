import Evidence
import Foundation
import SystemPackage

/// Looks from time to time at what the host does to a QEMU, by /proc: whether it is stopped, and how long its threads waited for a processor.
struct HostWatch {
    /// What the host withheld since the last look.
    struct Loss: Equatable {
        let time: Duration
        let cause: Standstill.Cause
    }

    /// A look that comes so much later was kept from coming.
    static let lateness = Duration.seconds(1)
    /// A smaller part of the time between two looks is what any busy host takes.
    private static let noticeablePart = 4

    /// The guard, whose only child is QEMU.
    private let guardPid: pid_t
    /// How long each thread has waited so far, in nanoseconds.
    private var delays: [String: UInt64] = [:]

    /// A watch over the child of the guard.
    init(guardPid: pid_t) { self.guardPid = guardPid }

    /// What was withheld in the `gap` since the last look; `nil` if nothing worth a word was.
    mutating func loss(in gap: Duration) -> Loss? {
        let emulator = HostWatch.child(of: guardPid)
        let delay = emulator.map { waited($0) } ?? .zero
        if gap > HostWatch.lateness { return Loss(time: gap, cause: .unwatched) }
        if let emulator, HostWatch.isStopped(emulator) { return Loss(time: gap, cause: .stopped) }
        return delay * HostWatch.noticeablePart > gap ? Loss(time: min(delay, gap), cause: .starved) : nil
    }

    /// How long the process's most hindered thread has waited for a processor since the last look. A thread that is new has not waited.
    private mutating func waited(_ pid: pid_t) -> Duration {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/task")) ?? []
        var now: [String: UInt64] = [:]
        var longest: UInt64 = 0
        for name in names {
            // Time on a processor, time spent waiting for one (both in nanoseconds), and turns: Documentation/scheduler/sched-stats.rst.
            let words = HostWatch.text("/proc/\(pid)/task/\(name)/schedstat").split(separator: " ")
            guard words.count > 1, let delay = UInt64(words[1]) else { continue }
            now[name] = delay
            if let before = delays[name], delay > before { longest = max(longest, delay - before) }
        }
        delays = now
        return .nanoseconds(Int64(clamping: longest))
    }

    private static func child(of pid: pid_t) -> pid_t? {
        text("/proc/\(pid)/task/\(pid)/children").split(separator: " ").first.flatMap { pid_t($0) }
    }

    /// The state stands behind the name, which is in brackets and may have any character in it (proc_pid_stat(5)).
    private static func isStopped(_ pid: pid_t) -> Bool {
        let stat = text("/proc/\(pid)/stat")
        guard let end = stat.lastIndex(of: ")") else { return false }
        let state = stat[stat.index(after: end)...].first { $0 != " " }
        return state == "T" || state == "t"
    }

    /// Empty for a process that is gone.
    private static func text(_ path: String) -> String {
        String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
    }
}
