import Evidence
import Foundation
import SystemPackage

/// Looks from time to time at what the host does to a QEMU, by /proc: whether it is stopped, and how long its threads waited for the host.
///
/// Losses are added up over the threads: the CPUs' wait for one another and for the main thread, which has their timers, so that one thread's wait
/// delays the guest as much as another's, and waits one after the other add up.
struct HostWatch {
    /// What the host withheld since the last look.
    struct Loss: Equatable {
        let time: Duration
        let cause: Standstill.Cause
    }

    /// A look that comes so much later than the last was kept from coming: half a look too late.
    static let lateness = Duration.nanoseconds(Int64(Standstill.lookNs * 3 / 2))
    /// A smaller loss is not worth a note.
    private static let grain = Duration.nanoseconds(Int64(Standstill.grainNs))

    /// The guard, whose only child is QEMU.
    private let guardPid: pid_t
    /// How long each thread has waited so far, in nanoseconds.
    private var delays: [String: UInt64] = [:]
    /// How long a hypervisor below had each of the host's processors, in ticks.
    private var stolen = HostWatch.stolenTicks(HostWatch.text("/proc/stat"))

    /// A watch over the child of the guard.
    init(guardPid: pid_t) { self.guardPid = guardPid }

    /// What was withheld in the `gap` since the last look, and in those before as far as it ended only now; `nil` if nothing worth a note was.
    mutating func loss(in gap: Duration) -> Loss? {
        let emulator = HostWatch.child(of: guardPid)
        let waits = emulator.map { waited($0) } ?? Waits()
        // No more is lost than there was, though two threads may wait at once.
        let starved = min((waits.isStuck ? gap : waits.total) + steal(), max(gap, waits.longest))
        if let emulator, HostWatch.state("/proc/\(emulator)/stat").map({ "Tt".contains($0) }) == true {
            return Loss(time: gap, cause: .stopped)
        }
        let unseen = gap > HostWatch.lateness ? gap - .nanoseconds(Int64(Standstill.lookNs)) : .zero
        if unseen > starved { return Loss(time: unseen, cause: .unwatched) }
        return starved >= HostWatch.grain ? Loss(time: starved, cause: .starved) : nil
    }

    /// What the process's threads have waited for since the last look.
    private struct Waits {
        /// How long for a processor, all together.
        var total = Duration.zero
        /// How long for a processor, the thread that waited longest.
        var longest = Duration.zero
        /// Whether one of them waits for the disk or for memory.
        var isStuck = false
    }

    private mutating func waited(_ pid: pid_t) -> Waits {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/task")) ?? []
        var now: [String: UInt64] = [:]
        var waits = Waits()
        for name in names {
            let task = "/proc/\(pid)/task/\(name)"
            if HostWatch.state("\(task)/stat") == "D" { waits.isStuck = true }
            // Time on a processor, time spent waiting for one (both in nanoseconds), and turns: Documentation/scheduler/sched-stats.rst.
            let words = HostWatch.text("\(task)/schedstat").split(separator: " ")
            guard words.count > 1, let delay = UInt64(words[1]) else { continue }
            now[name] = delay
            let before = delays[name] ?? 0
            let wait = Duration.nanoseconds(Int64(clamping: delay > before ? delay - before : 0))
            waits.total += wait
            waits.longest = max(waits.longest, wait)
        }
        delays = now
        return waits
    }

    /// The most that a hypervisor below took from one processor since the last look.
    private mutating func steal() -> Duration {
        let now = HostWatch.stolenTicks(HostWatch.text("/proc/stat"))
        defer { stolen = now }
        let most = zip(now, stolen).map { $0 > $1 ? $0 - $1 : 0 }.max() ?? 0
        return .nanoseconds(Int64(clamping: most.multipliedReportingOverflow(by: HostWatch.tickNs).partialValue))
    }

    /// USER_HZ is 100 on every x86 Linux.
    private static let tickNs: UInt64 = 10_000_000

    /// The eighth number of each processor's line: "steal" in proc_stat(5).
    static func stolenTicks(_ stat: String) -> [UInt64] {
        stat.split(separator: "\n").filter { $0.hasPrefix("cpu") && !$0.hasPrefix("cpu ") }.map { line in
            let words = line.split(separator: " ")
            return words.count > 8 ? UInt64(words[8]) ?? 0 : 0
        }
    }

    private static func child(of pid: pid_t) -> pid_t? {
        text("/proc/\(pid)/task/\(pid)/children").split(separator: " ").first.flatMap { pid_t($0) }
    }

    /// The state stands behind the name, which is in brackets and may have any character in it (proc_pid_stat(5)).
    private static func state(_ path: String) -> Character? {
        let stat = text(path)
        guard let end = stat.lastIndex(of: ")") else { return nil }
        return stat[stat.index(after: end)...].first { $0 != " " }
    }

    /// Empty for a process that is gone.
    private static func text(_ path: String) -> String {
        String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
    }
}
