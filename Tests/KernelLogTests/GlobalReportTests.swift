import KernelLog
import Testing

@Suite struct GlobalReportTests {
    private let reports = KernelLog.reports(Sample.global)

    @Test func isAGlobalOne() throws {
        #expect(reports.count == 1)
        let report = try #require(reports.first)
        #expect(report.kind == .global)
        #expect(report.globalOOM == true)
        #expect(report.complete)
        #expect(report.invoker == "md5 sum")
        #expect(report.oomMemcg == nil)
        #expect(report.taskMemcg == "/arena")
        #expect(report.victims.first?.name == "(sd-pam)")
        #expect(report.tasks.first?.name == "(sd-pam)")
        #expect(report.unrecognisedCount == 0)
    }

    @Test func readsTheWatermarks() throws {
        let memory = try #require(reports.first?.memory)
        #expect(memory.pages["inactive_anon"] == 20_127)
        #expect(memory.pages["free"] == 1279)
        #expect(memory.nodes.first?.kilobytes["kernel_stack"] == 1088)
        #expect(memory.nodes.first?.kilobytes["shmem_thp"] == 0)
        #expect(memory.zones.map(\.name) == ["DMA", "DMA32"])
        #expect(memory.zones.last?.node == 0)
        #expect(memory.zones.last?.freeKB == 4604)
        #expect(memory.zones.last?.boostKB == 2048)
        #expect(memory.zones.first?.boostKB == nil)
        #expect(memory.zones.last?.minKB == 5000)
        #expect(memory.zones.last?.lowKB == 6000)
        #expect(memory.zones.last?.highKB == 7000)
        #expect(memory.zones.last?.others["managed"] == 130_000)
    }

    @Test func readsTheRest() throws {
        let memory = try #require(reports.first?.memory)
        #expect(memory.pageCachePages == 16)
        #expect(memory.swapCachePages == 3)
        #expect(memory.freeSwapKB == 8)
        #expect(memory.totalSwapKB == 1024)
        #expect(memory.ramPages == 44_958)
        #expect(memory.reservedPages == 8618)
        #expect(memory.hugePages.first?.total == 4)
        #expect(memory.hugePages.first?.sizeKB == 2048)
        #expect(memory.slabs.map(\.name) == ["bio-88"])
        #expect(memory.slabs.first?.usedKB == 64)
        #expect(memory.slabs.first?.totalKB == 80)
    }

    @Test func endsInAPanic() throws {
        let head = Sample.global.split(separator: "\n").prefix(20).joined(separator: "\n")
        let log =
            head
            + "\nOut of memory and no killable processes...\nKernel panic - not syncing: System is deadlocked on memory\n"
        let report = try #require(KernelLog.reports(log).first)
        #expect(report.outcome == .panic)
        #expect(report.complete)
        #expect(report.victims.isEmpty)
        #expect(KernelLog.events(log).map(\.kind) == [.panic])
        let asked = head + "\nKernel panic - not syncing: Out of memory: compulsory panic_on_oom is enabled\n"
        #expect(KernelLog.reports(asked).map(\.outcome) == [.panic])
    }

    @Test func findsNobodyToKill() {
        let log =
            Sample.memcg.split(separator: "\n").prefix(20).joined(separator: "\n")
            + "\nOut of memory and no killable processes...\n"
        #expect(KernelLog.reports(log).map(\.outcome) == [.noKillable])
        #expect(KernelLog.reports(log).map(\.kind) == [.memcg])
    }

    @Test func leavesAnExitingVictimAlone() {
        let log =
            Sample.memcg.split(separator: "\n").prefix(21).joined(separator: "\n")
            + "\nMemory cgroup out of memory: OOM victim 205 (hog) is already exiting. Skip killing the task\n"
        let reports = KernelLog.reports(log)
        #expect(reports.map(\.outcome) == [.alreadyExiting])
        #expect(reports.first?.alreadyExiting == [205])
        #expect(reports.first?.complete == true)
    }
}
