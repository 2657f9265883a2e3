import Testing

@testable import KernelLog

/// The quick scan over lines that nobody listens to must not pass over a line that matters.
@Suite struct AnchorScannerTests {
    private static func holdsAnchor(_ line: String) -> Bool {
        Array(line.utf8).withUnsafeBufferPointer { bytes in
            bytes.baseAddress.map { AnchorScanner.holdsAnchor(Text(base: $0, count: bytes.count)) } ?? false
        }
    }

    @Test(arguments: [
        "x invoked oom-killer: gfp_mask=0x0", "Killed process 1 (x)", "Out of memory and no killable processes...",
        "oom-kill:constraint=CONSTRAINT_NONE", "oom_reaper: reaped process 1", "memory: usage 1kB",
        "Memory cgroup stats for /a",
        "Task in /a killed as a result of limit of /b", "Tasks in /a are going to be killed",
        "Tasks state (memory values",
        "[ pid ]   uid  tgid total_vm", "sysrq: Manual OOM execution", "OOM killer disabled.",
        "Kernel panic - not syncing: x",
        "INFO: task x:1 blocked for more than 1 s", "rcu: INFO: rcu_preempt self-detected stall", "BUG: x",
        "kernel BUG at x",
        "WARNING: CPU: 1", "Oops: 0", "divide error: 0000 [#1]", "watchdog: Watchdog detected hard LOCKUP on cpu 0",
        "x: page allocation failure: order:0", "No available memory (MPOL_BIND): x",
    ])
    func everyBeginningHoldsAnAnchor(_ line: String) {
        #expect(Self.holdsAnchor(line))
        // Wherever it stands in a block of sixteen.
        for pad in 0..<40 {
            #expect(Self.holdsAnchor(String(repeating: ".", count: pad) + line + String(repeating: ".", count: 20)))
        }
    }

    @Test func fastAndSlowScansAgree() {
        var random = SplitMix(state: 3)
        let pieces = [
            "oom-", "room ", "memory:", "of memory ", "mory", "more than ", "OOM", "Oops", "Kill", "Kernel ", "Ker",
            "Task", "_vm ",
            "page allocation ", "page", "rcu_", "cpu_", "WARNING: ", "WARN", "[#1", "[#", "BUG", "\n", "\n", "\n",
            "...",
            ".", ".",
        ]
        for _ in 0..<2000 {
            let count = Int.random(in: 0...40, using: &random)
            let bytes = (0..<count).flatMap { _ in Array((pieces.randomElement(using: &random) ?? "").utf8) }
            let lines = bytes.split(separator: 0x0a, omittingEmptySubsequences: false)
            let first = lines.firstIndex { line in
                Array(line).withUnsafeBufferPointer { part in
                    guard let start = part.baseAddress else { return false }
                    let text = Text(base: start, count: part.count)
                    return (0..<part.count).contains { AnchorScanner.isAnchor(text, $0) }
                }
            }
            bytes.withUnsafeBufferPointer { buffer in
                guard let base = buffer.baseAddress else { return }
                let found = AnchorScanner.scan(Text(base: base, count: buffer.count), from: 0)
                #expect(found.hasAnchor == (first != nil))
                #expect(found.lineEnds == first ?? lines.count - 1)
            }
        }
    }

    @Test func linesAreCounted() {
        let log = String(repeating: "nothing to see\n", count: 100_000) + Sample.global
        #expect(KernelLog.reports(log).first?.firstLine == 100_001)
    }
}
