import SafeText
import KernelLog
import Record

/// The kernel log around its OOM reports, with the lines that facts came from marked.
struct LogExcerpt {
    /// What a line tells.
    enum Fact: String {
        case invoked, limit, candidate, choice, victim, reaper
    }

    /// One line, or a gap.
    struct Line {
        let number: Int
        let text: String
        let fact: Fact?
        /// Lines left out before this one.
        let skipped: Int
    }

    /// What is shown, in order.
    let lines: [Line]
    /// Lines left out behind the last one.
    let skippedAtEnd: Int
    /// Where each kill's facts are: line numbers by the kill's index.
    private(set) var sources: [Int: [Fact: Int]] = [:]

    private static let longestLine = 1000
    private static let weights: [Fact: Int] = [
        .victim: 0, .invoked: 1, .choice: 2, .reaper: 3, .limit: 4, .candidate: 5,
    ]

    init(_ log: String, record: RunRecord, limit: Int) {
        let all = log.split(separator: "\n", omittingEmptySubsequences: false)
        let reports = KernelLog.reports(Array(log.utf8))
        var facts: [Int: Fact] = [:]
        var wanted: [Int] = []
        var kill = 0
        for report in reports {
            let range = LogExcerpt.lines(of: report, in: all)
            var own = LogExcerpt.facts(of: report, range, all)
            for victim in report.victims {
                guard kill < record.kills.count, Int(record.kills[kill].victim.pid) == victim.pid else { break }
                own.killed = own.victims[victim.pid]
                sources[kill] = own.sources
                kill += 1
            }
            facts.merge(own.byLine) { first, _ in first }
            wanted += range
        }
        // The facts come first when there is no room for everything, and the weightiest of them before the others.
        let weights = LogExcerpt.weights
        let byWeight = facts.sorted { (weights[$0.value] ?? 9, $0.key) < (weights[$1.value] ?? 9, $1.key) }.map(\.key)
        let ordered = byWeight + Set(wanted).subtracting(facts.keys).sorted()
        let numbers = ordered.prefix(limit).sorted()
        var shown: [Line] = []
        for number in numbers {
            shown.append(
                Line(
                    number: number, text: HTMLText.bounded(String(all[number - 1]), LogExcerpt.longestLine),
                    fact: facts[number], skipped: number - (shown.last?.number ?? 0) - 1))
        }
        lines = shown
        skippedAtEnd = max(0, all.count - (all.last?.isEmpty == true ? 1 : 0) - (shown.last?.number ?? 0))
    }

    // MARK: Which line tells what

    private struct Facts {
        var byLine: [Int: Fact] = [:]
        /// The line of each victim by its pid.
        var victims: [Int: Int] = [:]
        var killed: Int?
        private var first: [Fact: Int] = [:]

        var sources: [Fact: Int] {
            var all = first
            all[.victim] = killed
            return all
        }

        mutating func take(_ fact: Fact, _ line: Int) {
            byLine[line] = fact
            if first[fact] == nil { first[fact] = line }
        }
    }

    private static func lines(of report: OOMReport, in all: [Substring]) -> ClosedRange<Int> {
        let first = min(max(1, report.firstLine), max(1, all.count))
        return first...min(max(first, report.lastLine), max(1, all.count))
    }

    /// By the beginnings of the messages, behind the stamp: a task's name never stands there, but for "NAME invoked oom-killer", which is the report's first line.
    private static func facts(of report: OOMReport, _ range: ClosedRange<Int>, _ all: [Substring]) -> Facts {
        var facts = Facts()
        let isReaped = !report.reaped.isEmpty || !report.unableToReap.isEmpty
        let tasks = Set(report.tasks.map(\.pid))
        let victims = Set(report.victims.map(\.pid))
        for number in range where number <= all.count {
            let message = self.message(all[number - 1])
            if number == report.firstLine, message.contains(" invoked oom-killer") {
                facts.take(.invoked, number)
            } else if message.hasPrefix("memory: usage ") || message.hasPrefix("swap: usage ") {
                facts.take(.limit, number)
            } else if message.hasPrefix("oom-kill:") {
                facts.take(.choice, number)
            } else if message.hasPrefix("oom_reaper: "), isReaped {
                facts.take(.reaper, number)
            } else if message.hasPrefix("["),
                let pid = Int(message.dropFirst().drop { $0 == " " }.prefix { $0.isNumber })
            {
                if tasks.contains(pid) { facts.take(.candidate, number) }
            } else if let pid = killed(message), victims.contains(pid) {
                facts.take(.victim, number)
                facts.victims[pid] = number
            }
        }
        return facts
    }

    /// The pid of "Memory cgroup out of memory: Killed process 118 (hog) …"; nil for another message.
    private static func killed(_ message: Substring) -> Int? {
        guard message.hasPrefix("Memory cgroup out of memory") || message.hasPrefix("Out of memory"),
            let words = message.firstRange(of: "Killed process ")
        else { return nil }
        let rest = message[words.upperBound...]
        let digits = rest.prefix { $0.isASCII && $0.isNumber }
        return rest[digits.endIndex...].hasPrefix(" (") ? Int(digits) : nil
    }

    /// Behind `[    1.386332] `.
    private static func message(_ line: Substring) -> Substring {
        guard line.hasPrefix("["), let close = line.firstIndex(of: "]") else { return line }
        return line[line.index(after: close)...].dropFirst()
    }
}
