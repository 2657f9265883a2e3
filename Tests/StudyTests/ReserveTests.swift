import Study
import TestSupport
import Testing
import Vocabulary

/// How deep the reserves were used, zone by zone, whichever source saw the deepest moment.
@Suite struct ReserveTests {
    private static func zoneinfo(dma: Int, dma32: Int, boost: Int = 0) -> String {
        """
        Node 0, zone      DMA
          pages free     \(dma)
                boost    0
                min      40
                managed  3840
          pagesets
            cpu: 0
                      count:    5
        Node 0, zone    DMA32
          pages free     \(dma32)
                boost    \(boost)
                min      \(351 + boost)
                managed  37006
          pagesets
            cpu: 0
                      count:    7
            cpu: 1
                      count:    8
          reserved_highatomic: 64
        Node 0, zone   Normal
          pages free     0
                min      0
                managed  0
        """
    }

    /// `hog/26` is thread 140 of the hog.
    private static func failure(_ run: inout ImaginedRun, dma: Int, dma32: Int, at ms: Double) {
        let thread = "task_newtask: pid=140 comm=hog clone_flags=10100 oom_score_adj=0"
        run.trace(thread, at: 1100)
        for line in failureLines(dma: dma, dma32: dma32) { run.log(line, at: ms) }
    }

    private static func failureLines(dma: Int, dma32: Int) -> [String] {
        [
            "hog/26: page allocation failure: order:0, mode:0x40cc0(GFP_KERNEL|__GFP_COMP), nodemask=(null),cpuset=/",
            "CPU: 0 PID: 140 Comm: hog/26 Not tainted 5.10.0-46-cloud-amd64 #1 Debian 5.10.262-1", "Mem-Info:",
            "Node 0 DMA free:\(dma * 4)kB min:160kB low:200kB high:240kB managed:15908kB free_pcp:0kB",
            "Node 0 DMA32 free:\(dma32 * 4)kB min:1404kB low:1752kB high:2100kB reserved_highatomic:8KB managed:148024kB free_pcp:48kB",
            "8039 pages reserved",
        ]
    }

    private func facts(_ write: (inout ImaginedRun) -> Void) -> Facts {
        var run = ImaginedRun.beforeTheKill()
        run.file("/proc/zoneinfo", Self.zoneinfo(dma: 3945, dma32: 31442), at: 1001)
        write(&run)
        run.afterTheKill(waitStatus: nil)
        return run.facts
    }

    /// The depth is the zone's, not the sum of all zones, and the kernel's report says who asked for memory then.
    @Test func aFailedAllocationTellsDepthAndTask() throws {
        let facts = facts { Self.failure(&$0, dma: 154, dma32: 171, at: 1500) }
        #expect(facts.observations[.reserveUsePages] == .count(180))
        #expect(facts.observations[.reserveFreePages] == .count(171))
        #expect(facts.observations[.reserveMinPages] == .count(351))
        #expect(facts.observations[.pcpPages] == .count(12) && facts.observations[.highatomicPages] == .count(2))
        #expect(facts.observations[.reserveUser] == .words(["hog"]))
        #expect(facts.observations[.reserveFlags] == .words(["GFP_KERNEL", "__GFP_COMP"]))
        let deepest = try #require(facts.reserves?.first)
        #expect(deepest.source == .allocationFailure && deepest.zone.name == "DMA32")
        #expect(deepest.request?.task == "hog/26" && deepest.request?.pid == 140 && deepest.request?.order == 0)
    }

    @Test func aSampleCanBeDeeper() throws {
        let facts = facts {
            Self.failure(&$0, dma: 154, dma32: 171, at: 1500)
            $0.file("/proc/zoneinfo", Self.zoneinfo(dma: 3000, dma32: 100), at: 1600)
            $0.file("/proc/zoneinfo", Self.zoneinfo(dma: 3000, dma32: 300), at: 1605)
        }
        #expect(facts.observations[.reserveUsePages] == .count(251))
        #expect(facts.observations[.pcpPages] == .count(15) && facts.observations[.highatomicPages] == .count(64))
        // The kernel's own report of that zone still tells who.
        #expect(facts.observations[.reserveUser] == .words(["hog"]))
        #expect(facts.reserves?.map(\.source) == [.zoneinfo, .allocationFailure])
        #expect(facts.reserves?.map(\.below) == [251, 180])
    }

    /// A zone that is nearly empty is deep however much another one has.
    @Test func buddyinfoIsHeldAgainstEachZonesOwnWatermark() {
        let facts = facts {
            $0.file("/proc/buddyinfo", "Node 0, zone DMA 3000 0\nNode 0, zone DMA32 1 10 20\n", at: 1500)
        }
        #expect(facts.observations[.reserveUsePages] == .count(351 - 101))
        #expect(facts.observations[.pcpPages] == nil && facts.observations[.reserveUser] == nil)
    }

    @Test func aBoostIsNoDepth() {
        let facts = facts { $0.file("/proc/zoneinfo", Self.zoneinfo(dma: 50, dma32: 400, boost: 200), at: 1500) }
        #expect(facts.observations[.reserveUsePages] == .count(0) && facts.reserves == [])
    }

    /// A machine that dies takes the end of its log with it: the console has it.
    @Test func theConsoleTellsWhatTheLogLost() {
        var run = ImaginedRun.beforeTheKill()
        run.log("an early word", at: 1200)
        run.host.ending.kind = .guestReset
        run.console =
            (Self.failureLines(dma: 154, dma32: 0)
            + ["Kernel panic - not syncing: System is deadlocked on memory"])
            .map { "[    2.100000] \($0)\n" }.joined()
        #expect(run.facts.observations[.reserveUsePages] == .count(351))
        #expect(run.facts.observations[.allocationFailures] == .count(1))
    }

    /// A failure that the log has in part is the console's, and counts once.
    @Test func aFailureThatTheLogCutIsTheConsoles() {
        var run = ImaginedRun.beforeTheKill()
        let lines = Self.failureLines(dma: 154, dma32: 0)
        for line in lines.prefix(2) { run.log(line, at: 1990) }
        run.host.ending.kind = .guestReset
        run.console = lines.map { "[    1.990000] \($0)\n" }.joined()
        #expect(run.facts.observations[.reserveUsePages] == .count(351))
        #expect(run.facts.observations[.allocationFailures] == .count(1))
    }

    @Test func whatComesAfterTheWindowDoesNotCount() {
        let facts = facts { $0.file("/proc/zoneinfo", Self.zoneinfo(dma: 3000, dma32: 1), at: 2950) }
        #expect(facts.observations[.reserveUsePages] == .count(0))
    }

    @Test func withoutAWatermarkNothingIsKnown() {
        var run = ImaginedRun.beforeTheKill()
        run.file("/proc/buddyinfo", "Node 0, zone DMA32 1 10 20\n", at: 1500)
        run.afterTheKill(waitStatus: nil)
        #expect(run.facts.observations[.reserveUsePages] == nil && run.facts.reserves == nil)
    }
}
