import KernelLog
import Testing

/// The words of kernels before 5.0.
@Suite struct OldKernelTests {
    @Test func rhel6Header() throws {
        let log = """
            php-fpm invoked oom-killer: gfp_mask=0x280da, order=0, oom_adj=-3, oom_score_adj=-176
            php-fpm cpuset=/my set mems_allowed=0-1,3
            Pid: 23228, comm: php-fpm Not tainted 2.6.32-642.11.1.el6.x86_64 #1
            Call Trace:
             [<ffffffff81131420>] ? dump_header+0x90/0x1b0
             [<ffffffff810dd781>] oom_kill_process+0x21/0x30
            Mem-Info:
            Node 0 DMA per-cpu:
            CPU    0: hi:    0, btch:   1 usd:   0
            active_anon:7347327 inactive_anon:554493 isolated_anon:0
            [ pid ]   uid  tgid total_vm      rss cpu oom_adj oom_score_adj name
            [23448]     2 23448    53690      749   2     -17         -1000 httpd x
            Out of memory: Kill process 14290 (php-fpm) score 6 or sacrifice child
            Killed process 14291, UID 1002, (php-fpm) total-vm:746556kB, anon-rss:136404kB, file-rss:80676kB
            """
        let report = try #require(KernelLog.reports(log).first)
        #expect(report.invokerOOMAdj == -3)
        #expect(report.invokerOOMScoreAdj == -176)
        #expect(report.cpuset == "/my set")
        #expect(report.memsAllowed == "0-1,3")
        #expect(report.kernelRelease == "2.6.32-642.11.1.el6.x86_64")
        #expect(report.callTrace == ["oom_kill_process"])
        #expect(report.memory?.pages["active_anon"] == 7_347_327)
        let row = try #require(report.task(pid: 23448))
        #expect(row["cpu"] == 2)
        #expect(row["oom_adj"] == -17)
        #expect(row.oomScoreAdj == -1000)
        #expect(row.name == "httpd x")
        #expect(row.pgtablesBytes == nil)
        #expect(report.selected?.pid == 14290)
        #expect(report.selected?.score == 6)
        #expect(report.victims.map(\.pid) == [14291])
        #expect(report.kind == .global)
        #expect(report.complete)
        #expect(report.globalOOM == nil)
    }

    @Test func olderThanScoreAdj() throws {
        let log = """
            events/0 invoked oom-killer: gfp_mask=0xd0, order=0, oomkilladj=-17
            Pid: 9, comm: events/0 Not tainted 2.6.26-2-amd64 #1
            """
        let report = try #require(KernelLog.reports(log).first)
        #expect(report.invokerOOMAdj == -17)
        #expect(report.invokerOOMScoreAdj == nil)
        #expect(report.invokerPID == 9)
        #expect(report.outcome == .unknown)
        #expect(!report.complete)
    }

    @Test func groupsBefore419() throws {
        let log = """
            a invoked oom-killer: gfp_mask=0x24201ca(GFP_HIGHUSER_MOVABLE|__GFP_COLD), nodemask=0,2, order=0, oom_score_adj=179
            Task in /a killed as/b killed as a result of limit of /a killed as
            memory: usage 980kB, limit 980kB, failcnt 4152239
            memory+swap: usage 0kB, limit 18014398509481983kB, failcnt 0
            kmem: usage 0kB, limit 18014398509481983kB, failcnt 0
            Memory cgroup stats for /a killed as: cache:0KB rss:980KB rss_huge:0KB
            Memory cgroup stats for /a killed as/b: cache:0KB rss:98KB rss_huge:0KB
            [ pid ]   uid  tgid total_vm      rss nr_ptes nr_pmds swapents oom_score_adj name
            [13536]     0 13536  8389663      343   16267      4  8324326             0 memorymonster
            Memory cgroup out of memory: Kill process 13536 (memorymonster) score 996 or sacrifice child
            Killed process 13536 (memorymonster) total-vm:33558652kB, anon-rss:920kB, file-rss:452kB, shmem-rss:0kB
            """
        let report = try #require(KernelLog.reports(log).first)
        #expect(report.nodemask == "0,2")
        #expect(report.order == 0)
        #expect(report.taskMemcg == "/a killed as/b")
        #expect(report.oomMemcg == "/a killed as")
        #expect(report.limits.map(\.name) == ["memory", "memory+swap", "kmem"])
        #expect(report.memcgStats.map(\.path) == ["/a killed as", "/a killed as/b"])
        #expect(report.memcgStats.first?.counters["rss"] == 980)
        #expect(report.memcgStats.first?.inKB == true)
        #expect(report.tasks.first?["nr_ptes"] == 16267)
        #expect(report.kind == .memcg)
        #expect(report.complete)
    }

    @Test func sharersOf2618() {
        let log = """
            Out of memory: Killed process 10 (a).
            Out of memory: Killed process 11 (a).
            """
        #expect(KernelLog.reports(log).map { $0.victims.map(\.pid) } == [[10, 11]])
    }

    @Test func brokenLinesAreJoined() throws {
        let log = """
            alloc_anon invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0,
            oom_score_adj=-5
            [ 1974.205755] CPU: 252 PID: 116849 Comm: alloc_anon Tainted: G
               O       6.5.0-smp-DEV #21
            [ 1974.205815] memory: usage 10240kB, limit 10240kB, failcnt 4480498
            [ 1974.205918] [  pid  ]   uid  tgid total_vm      rss pgtables_bytes
            swapents oom_score_adj name
            [ 1974.205919] [ 116849]     0 116849     3059     1722    53248
            1024             0 alloc_anon
            [ 1974.205929] Memory cgroup out of memory: Killed process 116849
            (alloc_anon) total-vm:12236kB, anon-rss:6888kB, file-rss:0kB,
            shmem-rss:0kB, UID:7 pgtables:52kB oom_score_adj:0
            """
        let report = try #require(KernelLog.reports(log).first)
        #expect(report.invokerOOMScoreAdj == -5)
        #expect(report.kernelRelease == "6.5.0-smp-DEV")
        #expect(report.tasks.first?.name == "alloc_anon")
        #expect(report.tasks.first?.swapents == 1024)
        #expect(report.victims.first?.shmemRSSKB == 0)
        #expect(report.victims.first?.uid == 7)
        #expect(report.complete)
        #expect(report.unrecognisedCount == 0)
    }
}
