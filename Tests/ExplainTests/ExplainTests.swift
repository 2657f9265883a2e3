import Explain
import Foundation
import KernelLog
import Testing

/// What people and programs are told.
@Suite struct ExplainTests {
    static let memcg = """
        [   12.000000] pusher invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=300
        [   12.000001] CPU: 1 UID: 1000 PID: 212 Comm: pusher Not tainted 6.12.9+deb13-cloud-amd64 #1  Debian 6.12.9-1
        [   12.000002] memory: usage 131072kB, limit 131072kB, failcnt 57
        [   12.000003] swap: usage 0kB, limit 0kB, failcnt 0
        [   12.000004] Memory cgroup stats for /arena:
        [   12.000005] anon 100663296
        [   12.000006] file 4194304
        [   12.000006] shmem 3145728
        [   12.000006] kernel 20971520
        [   12.000006] kernel_stack 1048576
        [   12.000006] pagetables 1048576
        [   12.000006] sock 1048576
        [   12.000007] Tasks state (memory values in pages):
        [   12.000008] [  pid  ]   uid  tgid total_vm      rss rss_anon rss_file rss_shmem pgtables_bytes swapents oom_score_adj name
        [   12.000009] [    205]  1000   205    25000    12000    11990       10         0   217088        0           300 ho"g
        [   12.000010] [    212]  1000   212    24000    13000    12990       10         0   126976        0             0 pusher
        [   12.000011] [    213]  1000   213    24000    23000    22990       10         0   126976        0         -1000 guard
        [   12.000012] oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=/,mems_allowed=0,oom_memcg=/arena,task_memcg=/arena/a,task=ho"g,pid=205,uid=1000
        [   12.000013] Memory cgroup out of memory: Killed process 205 (ho"g) total-vm:100000kB, anon-rss:47960kB, file-rss:40kB, shmem-rss:0kB, UID:1000 pgtables:212kB oom_score_adj:300
        [   12.013000] oom_reaper: reaped process 205 (ho"g), now anon-rss:0kB, file-rss:4kB, shmem-rss:0kB

        """

    static func incidents(_ log: String) -> ([Incident], LogSummary) {
        var explainer = LogExplainer()
        let found = Array(log.utf8).withUnsafeBytes { explainer.feed($0) } + explainer.finish()
        return (found, explainer.summary)
    }

    static func answer(_ log: String, _ answer: any ExplainAnswer) -> String {
        var answer = answer
        let (found, summary) = incidents(log)
        let bytes = found.flatMap { answer.add($0) } + answer.finish(summary)
        return String(decoding: bytes, as: UTF8.self)
    }

    static func text(_ log: String, inFull: Int = 16) -> String {
        answer(log, TextAnswer(columns: 1000, colored: false, inFull: inFull))
            .split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\n")
    }

    /// With line breaks as blanks, since sentences are broken where they must be.
    static func flow(_ log: String) -> String { text(log).replacingOccurrences(of: "\n  ", with: " ") }

    static func json(_ log: String) throws -> [String: Any] {
        let object = try JSONSerialization.jsonObject(with: Data(answer(log, JSONAnswer()).utf8))
        return try #require(object as? [String: Any])
    }

    @Test func sentencesSayWhoAndWhy() {
        let text = Self.flow(Self.memcg)
        for words in [
            "A memory cgroup reached its limit: /arena at 12.000000 s after boot, and the kernel killed ho\"g (pid 205).",
            "pusher (pid 212) asked for one page, GFP_KERNEL,",
            "The limit that fired is the memory limit of that group: 128.0 MiB of 128.0 MiB in use, hit 57 times so far",
            // 32768 pages: one oom_score_adj is worth 32.
            "It was chosen for its badness: 21653 points (12000 resident pages + 53 of page tables + 300 × 32 for oom_score_adj), the most of 2 processes that could be chosen; next was pusher (pid 212) with 13031, 8622 behind.",
            "The largest user is guard (pid 213) with 90.0 MiB, and was not chosen: oom_score_adj is -1000.",
            "With oom_score_adj 30 or less, pusher (pid 212) would have died in its place",
            "The OOM reaper took the memory of ho\"g (pid 205) 13 ms after the kill: anonymous memory went from 46.8 MiB to 0 kB; 4 kB of file and shared pages stayed mapped.",
            "32.0 MiB (25.0 %) of the group's memory belonged to no process's anonymous memory",
        ] { #expect(text.contains(words), "\(words)\n\(text)") }
    }

    @Test func memoryByKindWithTheRest() throws {
        let (found, _) = Self.incidents(Self.memcg)
        let first = try #require(found.first)
        let memory = try #require(Explanation(first).memory)
        let kinds = Dictionary(uniqueKeysWithValues: memory.kinds.map { ($0.name, $0.kilobytes) })
        #expect(kinds["anonymous"] == 98_304)
        #expect(kinds["file cache"] == 1024)
        #expect(kinds["shared memory and tmpfs"] == 3072)
        #expect(kinds["other kernel memory (pipe buffers and the like)"] == 18_432)
        #expect(kinds["sockets"] == 1024)
        #expect(memory.totalKB == 131_072)
        #expect(memory.unexplainedKB == 131_072 - 98_304 - 4096 - 20_480 - 1024)
        #expect(memory.residentKB == 48_000 * 4)
    }

    @Test func jsonHasThePublishedFields() throws {
        let object = try Self.json(Self.memcg)
        #expect(object["schema"] as? String == "oomlab.explain/1")
        let oom = try #require((object["ooms"] as? [[String: Any]])?.first)
        for key in [
            "kind", "invoker", "invoker_pid", "gfp_mask", "order", "oom_score_adj_invoker", "memcg", "task_memcg",
            "victims",
            "tasks_listed", "reaped", "complete", "outcome", "kernel", "at", "constraint", "nodemask", "cpuset",
            "mems_allowed", "limits", "memory", "tasks", "candidates", "runner_up", "margin", "group_kill",
            "source_lines",
            "warnings",
        ] { #expect(oom[key] != nil, "\(key)") }
        let victim = try #require((oom["victims"] as? [[String: Any]])?.first)
        #expect(victim["name"] as? String == "ho\"g")
        #expect(victim["pgtables_kb"] as? Int == 212)
        let tasks = try #require(oom["tasks"] as? [[String: Any]])
        #expect(tasks.map { $0["rss_anon"] as? Int } == [11_990, 12_990, 22_990])
        #expect((oom["candidates"] as? [[String: Any]])?.map { $0["eligible"] as? Bool } == [true, true, false])
        #expect((oom["runner_up"] as? [String: Any])?["pid"] as? Int == 212)
        #expect(oom["margin"] as? Int == 8622)
        #expect(oom["source_lines"] as? [Int] == [1, 20])
    }

    @Test func jsonStaysOneDocument() throws {
        for count in [0, 1, 3] {
            let log =
                String(repeating: Self.memcg, count: count)
                + "Jul 1 10:00:00 host earlyoom[700]: sending SIGTERM to process 12 uid 0 \"x\"\n"
            let object = try Self.json(log)
            #expect((object["ooms"] as? [Any])?.count == count)
            #expect((object["near_misses"] as? [Any])?.count == 1)
            #expect(object["lines"] as? Int == 20 * count + 1)
        }
    }

    @Test func nothingIsSaidSo() {
        #expect(Self.text("a\nb\n").contains("No OOM kill in 2 lines."))
        #expect(Self.text("").contains("No OOM kill in 0 lines."))
    }

    @Test func severalReportsMakeATimeline() {
        let text = Self.text(String(repeating: Self.memcg, count: 3))
        #expect(text.contains("timeline\n  1    12.000000 s"))
        #expect(text.contains("     3 × ho\"g"))
        let short = Self.text(String(repeating: Self.memcg, count: 3), inFull: 1)
        #expect(short.contains("more, a line each"))
        #expect(short.components(separatedBy: "The limit that fired").count == 2)
    }

    @Test func hostileNamesAreEscaped() throws {
        let log = Self.memcg.replacingOccurrences(of: "ho\"g", with: "\u{1b}[31mx\u{202e}<b>")
        #expect(!Self.text(log).contains("\u{1b}"))
        #expect(!Self.text(log).contains("\u{202e}"))
        _ = try Self.json(log)
        let control = "Killed process 5 (a\u{1}\u{7f}\\) total-vm:1kB, anon-rss:1kB, file-rss:0kB\n"
        let oom = try #require((try Self.json(control)["ooms"] as? [[String: Any]])?.first)
        #expect((oom["victims"] as? [[String: Any]])?.first?["name"] as? String == "a\u{1}\u{7f}\\")
    }

    @Test func absurdNumbersAreSafe() throws {
        let digits = "9223372036854775807"
        let log = Self.memcg.replacingOccurrences(of: "131072", with: digits).replacingOccurrences(
            of: "12000 ", with: "\(digits) "
        )
        .replacingOccurrences(of: "100663296", with: digits).replacingOccurrences(of: "300", with: digits)
        _ = Self.text(log)
        _ = try Self.json(log)
    }
}
