import Record

/// Guest time as people read it.
enum ClockText {
    /// Seconds with every nanosecond.
    static func seconds(_ ns: UInt64) -> String {
        let fraction = String(ns % 1_000_000_000)
        return "\(ns / 1_000_000_000)." + String(repeating: "0", count: 9 - fraction.count) + fraction + " s"
    }

    /// Milliseconds from `zero`, with a sign, to the nanosecond.
    static func milliseconds(_ ns: UInt64, from zero: UInt64) -> String {
        let distance = ns >= zero ? ns - zero : zero - ns
        let fraction = String(distance % 1_000_000)
        let sign = ns >= zero ? "+" : "−"
        return sign + "\(distance / 1_000_000)." + String(repeating: "0", count: 6 - fraction.count) + fraction + " ms"
    }
}

/// States of threads in words.
enum StateText {
    private static let words = [
        "R": "running", "S": "sleeping", "D": "in uninterruptible sleep (D)", "T": "stopped", "t": "traced",
        "Z": "zombie", "X": "dead", "I": "idle",
    ]

    /// `8 frozen, 1 zombie`.
    static func text(_ states: [String: Int]) -> String {
        states.sorted { $0.key < $1.key }.map { "\($0.value) \(words[$0.key] ?? $0.key)" }.joined(separator: ", ")
    }
}

/// What became of a process.
enum FateText {
    /// `ended by signal 9 at …`, `exited with code 0 at …`, `never exited`.
    static func text(_ process: RunRecord.ProcessRecord) -> String {
        let said = process.said?.first.map { ": \($0)" } ?? ""
        if let exit = process.exit {
            let how =
                exit.signal.map { "ended by signal \($0)" } ?? exit.code.map { "exited with code \($0)" } ?? "ended"
            return "\(how) at \(ClockText.seconds(exit.atNs))\(said)"
        }
        guard let left = process.threadsLeft else { return "never seen to exit\(said)" }
        return (left.isEmpty ? "gone, and not reaped by the agent" : "never exited") + said
    }

    /// The threads that were left, each with its state and where it waits.
    static func left(_ process: RunRecord.ProcessRecord, limit: Int) -> String {
        guard let left = process.threadsLeft else { return "n/a" }
        guard !left.isEmpty else { return "none" }
        let shown = left.prefix(limit).map { thread in
            "\(thread.name) \(thread.state)"
                + (thread.wchan.isEmpty || thread.wchan == "0" ? "" : " in \(thread.wchan)")
        }
        return "\(left.count): " + shown.joined(separator: ", ") + (left.count > limit ? ", …" : "")
    }
}
