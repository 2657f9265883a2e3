import KernelLog
import Testing

/// "Killed process" lines of every age, and names that try to look like something else.
@Suite struct KillLineTests {
    @Test(
        arguments: [
            ("Out of memory: Killed process 2592 (python).", 2592, "python", nil, nil),
            ("Out of Memory: Killed process 2592 (python).", 2592, "python", nil, nil),
            ("Killed process 2842 (a.out)", 2842, "a.out", nil, nil),
            ("Killed process 5 (x) vsz:70kB, anon-rss:6kB, file-rss:5kB", 5, "x", 70, nil),
            (
                "Killed process 14290, UID 1002, (php-fpm) total-vm:7kB, anon-rss:1kB, file-rss:8kB", 14290, "php-fpm",
                7, 1002
            ),
            ("Out of memory: Killed process 8, UID 0, (httpd).", 8, "httpd", nil, 0),
            ("Killed process 9 (y) total-vm:7kB, anon-rss:1kB, file-rss:8kB, shmem-rss:0kB", 9, "y", 7, nil),
            (
                "Memory cgroup out of memory: Killed process 9 (y) total-vm:7kB, UID:3 pgtables:1kB oom_score_adj:0", 9,
                "y", 7, 3
            ),
            (
                "Out of memory (oom_kill_allocating_task): Killed process 9 (y) total-vm:7kB, UID:3 pgtables:1kB oom_score_adj:0",
                9, "y", 7, 3
            ),
            ("No available memory (MPOL_BIND): Killed process 9 (y)", 9, "y", nil, nil),
            ("No available memory in cpuset: Killed process 9 (y)", 9, "y", nil, nil),
        ] as [(String, Int, String, Int?, Int?)])
    func everyAge(_ line: String, _ pid: Int, _ name: String, _ total: Int?, _ uid: Int?) throws {
        let reports = KernelLog.reports("[    1.000000] " + line + "\n")
        #expect(reports.count == 1)
        let victim = try #require(reports.first?.victims.first)
        #expect(victim.pid == pid)
        #expect(victim.name == name)
        #expect(victim.totalVMKB == total)
        #expect(victim.uid == uid)
        #expect(reports.first?.complete == false)
    }

    @Test(arguments: [
        "a b", "(sd-pam)", "a) b", "x) total-vm:1kB", "\"quoted\"", "[0]", "1 2 3", "a,pid=1,uid=0", ",task=b",
        "Out of memory",
        "kernel: x", "%s%n", "é", " lead", "a:b", "name) (", "[ 1.0] x",
    ])
    func hostileNames(_ name: String) throws {
        let log = """
            \(name) invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0
            CPU: 0 PID: 7 Comm: \(name) Not tainted 6.1.0 #1
            memory: usage 1kB, limit 1kB, failcnt 1
            [  pid  ]   uid  tgid total_vm      rss pgtables_bytes swapents oom_score_adj name
            [      7]     0     7        1        1     4096        0             0 \(name)
            oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=/,mems_allowed=0,oom_memcg=/a,b,task_memcg=/a,b/c=d,task=\(name),pid=7,uid=5
            Memory cgroup out of memory: Killed process 7 (\(name)) total-vm:3kB, anon-rss:2kB, file-rss:0kB, shmem-rss:0kB, UID:5 pgtables:4kB oom_score_adj:6
            oom_reaper: reaped process 7 (\(name)), now anon-rss:1kB, file-rss:0kB, shmem-rss:0kB
            """
        let reports = KernelLog.reports(Sample.records(log))
        #expect(reports.count == 1)
        let report = try #require(reports.first)
        #expect(report.victims.count == 1)
        #expect(report.victims.first?.name == name)
        #expect(report.victims.first?.totalVMKB == 3)
        #expect(report.victims.first?.uid == 5)
        #expect(report.tasks.first?.name == name)
        #expect(report.oomMemcg == "/a,b")
        #expect(report.invokerPID == 7)
        #expect(report.reapings.first?.name == name)
        #expect(report.reapings.first?.anonRSSKB == 1)
        #expect(report.kernelRelease == "6.1.0")
        #expect(report.selected?.pid == 7)
    }

    @Test func choppedNumbersAreAbsent() throws {
        let line =
            "Out of memory: Killed process 211 (s) total-vm:5291948kB, anon-rss:758932kB, UID:1000 pgtables:103480"
        let victim = try #require(KernelLog.reports(line).first?.victims.first)
        #expect(victim.anonRSSKB == 758_932)
        #expect(victim.uid == 1000)
        #expect(victim.pgtablesKB == nil)
        #expect(victim.fileRSSKB == nil)
    }

    @Test func bareKillsAreReportsOfTheirOwn() {
        let log = """
            [70748.273405] Out of memory: Killed process 13021 (kodi.bin) total-vm:1kB, anon-rss:1kB, file-rss:1kB
            [70768.167299] Out of memory: Killed process 24355 (munin) total-vm:1kB, anon-rss:1kB, file-rss:1kB
            """
        #expect(KernelLog.reports(log).map { $0.victims.map(\.pid) } == [[13021], [24355]])
    }

    @Test func hugeNumbersAreAbsent() {
        let line = "Killed process 99999999999999999999999 (x) total-vm:1kB"
        #expect(KernelLog.reports(line).isEmpty)
        let sizes = "Killed process 1 (x) total-vm:99999999999999999999999kB, anon-rss:7kB"
        #expect(KernelLog.reports(sizes).first?.victims.first?.totalVMKB == nil)
        #expect(KernelLog.reports(sizes).first?.victims.first?.anonRSSKB == 7)
    }
}
