import Evidence
import Study
import TestSupport
import Testing

/// Whatever a guest writes, the study comes to an end and says how whole the evidence is.
@Suite struct HostileEvidenceTests {
    @Test func cutAtEveryByte() {
        let run = ImaginedRun.memcgKill()
        var input = run.input
        for length in 0..<run.bytes.count {
            input.evidence = Evidence(bytes: Array(run.bytes.prefix(length)))
            let integrity = Study.facts(of: input).integrity
            #expect(!integrity.complete, "complete after \(length) of \(run.bytes.count) bytes")
        }
    }

    /// A frame may come in any order that the guest likes; times then run backwards.
    @Test func inAnyOrder() {
        let entries = ImaginedRun.memcgKill().input.evidence.entries
        var generator = SplitMix(state: 1)
        for _ in 0..<200 {
            var writer = FrameWriter()
            for entry in entries.shuffled(using: &generator) { writer.append(entry.record, timeNs: entry.timeNs) }
            var input = ImaginedRun.memcgKill().input
            input.evidence = Evidence(bytes: writer.bytes)
            #expect(Study.facts(of: input).kills.count <= 1)
        }
    }

    @Test func timesWithoutSense() {
        let entries = ImaginedRun.memcgKill().input.evidence.entries
        for time: UInt64 in [0, .max, 1 << 63] {
            var writer = FrameWriter()
            for (index, entry) in entries.enumerated() {
                writer.append(entry.record, timeNs: index % 3 == 0 ? time : entry.timeNs)
            }
            var input = ImaginedRun.memcgKill().input
            input.evidence = Evidence(bytes: writer.bytes)
            #expect(Study.facts(of: input).kills.count == 1)
        }
    }

    /// Numbers at the ends of their ranges, wherever a number is read.
    @Test(arguments: ["0", "-1", "9223372036854775807", "-9223372036854775808", "18446744073709551615", "x", ""])
    func numbersWithoutSense(number: String) {
        var run = ImaginedRun.beforeTheKill()
        run.file("/sys/fs/cgroup/arena/memory.events", "oom \(number)\noom_kill \(number)\n", at: 1500)
        run.file("/sys/fs/cgroup/arena/memory.current", "\(number)\n", at: 1500)
        run.file("/proc/buddyinfo", "Node 0, zone DMA \(number) \(number)\n", at: 1500)
        run.file(
            "/proc/zoneinfo", "Node 0, zone DMA\n  pages free \(number)\n min \(number)\n managed \(number)\n", at: 1500
        )
        run.file("/proc/pressure/memory", "some avg10=0.00 total=\(number)\n", at: 1500)
        run.record(.mark(.snapshotBegan), at: 1600)
        run.file(
            "/proc/118/status", "Name:\thog\nPPid:\t\(number)\nThreads:\t\(number)\nVmRSS:\t\(number) kB\n", at: 1600)
        run.file("/proc/118/stat", "118 (hog) R \(number) \(number)\n", at: 1600)
        run.record(.mark(.snapshotEnded), at: 1601)
        run.trace("mark_victim: pid=\(number)", at: 1999)
        run.trace("task_newtask: pid=\(number) comm=x clone_flags=\(number) oom_score_adj=\(number)", at: 1999)
        run.log("[\(number)] 0 \(number) \(number) \(number) \(number) 0 0 \(number) \(number) \(number) hog", at: 1999)
        run.log("memory: usage \(number)kB, limit \(number)kB, failcnt \(number)", at: 1999)
        run.killed(118, at: 2000)
        run.log(
            "Memory cgroup out of memory: Killed process \(number) (hog) total-vm:\(number)kB, anon-rss:\(number)kB",
            at: 2001)
        run.afterTheKill()
        #expect(run.facts.kills.contains { $0.victim.pid == 118 })
    }
}

extension HostileEvidenceTests {
    /// Sequence numbers that leave more out than can be counted.
    @Test func sequenceNumbersAtTheirEnd() {
        var run = ImaginedRun.beforeTheKill()
        for number in ["0", "18446744073709551614", "1", "18446744073709551615", "0", "18446744073709551610"] {
            run.record(.kernelMessage(Array("6,\(number),1,-;hello".utf8)), at: 1500)
        }
        #expect(run.facts.integrity.lostMessages == .max)
    }

    /// Lists of everything that a guest can write many of. Each was once looked for from the start of the list.
    @Test func manyOfEverything() {
        let count = 5_000
        var run = ImaginedRun.beforeTheKill()
        run.record(.mark(.snapshotBegan), at: 1600)
        for tid in 0..<count { run.file("/proc/118/task/\(tid)/stat", "\(tid) (hog) R 1 1\n", at: 1600) }
        run.record(.mark(.snapshotEnded), at: 1601)
        for index in 0..<count {
            let pid = Int32(1000 + index)
            run.record(.step(index: UInt32(index), event: .began), at: 1700)
            run.record(.mark(.observationBegan), at: 1700)
            run.record(.mark(.observationEnded), at: 2700)
            run.trace("task_newtask: pid=\(pid) comm=x clone_flags=100 oom_score_adj=0", at: 1999)
            run.killed(pid, at: 2000)
            run.mark(118, at: 2000)
            run.mark(pid, at: 2000)
            run.trace("wake_reaper: pid=118", at: 2001)
        }
        for index in 0..<count { run.record(.step(index: UInt32(index), event: .done), at: 2800) }
        run.afterTheKill()
        let facts = run.facts
        #expect(facts.kills.count >= 1000 && facts.timeline.steps.count >= count)
        #expect(facts.timeline.steps.allSatisfy { $0.endedNs != nil })
    }
}

/// Random numbers that are the same in every run of the tests.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var word = state
        word = (word ^ (word >> 30)) &* 0xbf58_476d_1ce4_e5b9
        word = (word ^ (word >> 27)) &* 0x94d0_49bb_1331_11eb
        return word ^ (word >> 31)
    }
}
