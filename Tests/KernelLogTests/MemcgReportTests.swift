import KernelLog
import Testing

@Suite struct MemcgReportTests {
    private let reports = KernelLog.reports(Sample.records(Sample.memcg))

    @Test func isOneReportWithItsHead() throws {
        #expect(reports.count == 1)
        let report = try #require(reports.first)
        #expect(report.kind == .memcg)
        #expect(report.outcome == .killed)
        #expect(report.complete)
        #expect(report.invoker == "hog")
        #expect(report.invokerPID == 212)
        #expect(report.invokerUID == 1000)
        #expect(report.cpu == 1)
        #expect(report.kernelRelease == "6.12.9+deb13-cloud-amd64")
        #expect(report.gfpMask == "0xcc0(GFP_KERNEL)")
        #expect(report.order == 0)
        #expect(report.invokerOOMScoreAdj == 300)
        #expect(report.invokerOOMAdj == nil)
        #expect(report.callTrace == ["dump_stack_lvl", "dump_header", "mem_cgroup_out_of_memory"])
        #expect(report.unrecognisedCount == 0)
        #expect(report.warnings.isEmpty)
    }

    @Test func saysWhichGroupWasAtItsLimit() throws {
        let report = try #require(reports.first)
        #expect(report.constraint == "CONSTRAINT_MEMCG")
        #expect(report.nodemask == "(null)")
        #expect(report.cpuset == "/")
        #expect(report.memsAllowed == "0-1,3")
        #expect(report.oomMemcg == "/arena")
        #expect(report.taskMemcg == "/arena/a")
        #expect(report.globalOOM == false)
        #expect(report.limits.map(\.name) == ["memory", "swap"])
        #expect(report.limits.first?.usageKB == 131_072)
        #expect(report.limits.last?.limitKB == 9_007_199_254_740_988)
        #expect(report.limits.first?.failcnt == 57)
        #expect(report.memcgStats.count == 1)
        #expect(report.memcgStats.first?.path == "/arena")
        #expect(report.memcgStats.first?.counters["anon"] == 133_169_152)
        #expect(report.memcgStats.first?.counters.count == 3)
        #expect(report.memory == nil)
    }

    @Test func readsTheTableByItsHeader() throws {
        let report = try #require(reports.first)
        #expect(report.taskColumns.count == 12)
        #expect(report.tasks.count == 2)
        let row = try #require(report.task(pid: 212))
        #expect(row.name == "pusher x")
        #expect(row.rssAnon == 10_990)
        #expect(row.pgtablesBytes == 126_976)
        #expect(row.swapents == 3)
        #expect(row.oomScoreAdj == -1000)
        #expect(row["total_vm"] == 12_000)
    }

    @Test func killsTheGroup() throws {
        let report = try #require(reports.first)
        #expect(report.groupKillMemcg == "/arena")
        #expect(report.victims.map(\.pid) == [205, 206])
        #expect(report.victims.map(\.groupKill) == [false, true])
        let victim = try #require(report.victims.first)
        #expect(victim.name == "hog")
        #expect(victim.totalVMKB == 100_000)
        #expect(victim.anonRSSKB == 87_960)
        #expect(victim.fileRSSKB == 40)
        #expect(victim.shmemRSSKB == 0)
        #expect(victim.uid == 1000)
        #expect(victim.pgtablesKB == 212)
        #expect(victim.oomScoreAdj == 300)
    }

    @Test func followsTheReaper() throws {
        let report = try #require(reports.first)
        #expect(report.reaped == [205])
        #expect(report.reapings.first?.fileRSSKB == 4)
        #expect(report.unableToReap == [206])
    }

    @Test func saysWhereItStands() throws {
        let report = try #require(reports.first)
        #expect(report.firstLine == 1)
        #expect(report.lastLine == 27)
        #expect(report.firstSequence == 100)
        #expect(report.lastSequence == 126)
        #expect(report.timeNs == 5_000_000_000)
        #expect(report.victims.first?.timeNs == 5_000_210_000)
        #expect(report.reapings.first?.timeNs == 5_000_250_000)
    }
}

/// Members of a group that are exiting when their turn comes, and other lines among the kills.
@Suite struct GroupKillTests {
    @Test func exitingMembersStayInTheReport() throws {
        let kill = "Memory cgroup out of memory: Killed process"
        let sizes = "total-vm:1kB, anon-rss:1kB, file-rss:1kB, shmem-rss:0kB, UID:0 pgtables:1kB oom_score_adj:0"
        let log = """
            Memory cgroup out of memory: OOM victim 1 (a) is already exiting. Skip killing the task
            Tasks in /g are going to be killed due to memory.oom.group set
            \(kill) 2 (b) \(sizes)
            Memory cgroup out of memory: OOM victim 3 (c) is already exiting. Skip killing the task
            eth0: link is up
            \(kill) 4 (d) \(sizes)
            oom_reaper: reaped process 2 (b), now anon-rss:0kB, file-rss:0kB, shmem-rss:0kB
            \(kill) 5 (e) \(sizes)
            """
        let reports = KernelLog.reports(log)
        #expect(reports.count == 1)
        let report = try #require(reports.first)
        #expect(report.victims.map(\.pid) == [2, 4, 5])
        #expect(report.victims.map(\.groupKill) == [true, true, true])
        #expect(report.alreadyExiting == [1, 3])
        #expect(report.reaped == [2])
        #expect(report.outcome == .killed)
    }
}
