import KernelLog
import Testing

/// Failed allocations and panics with the lines that follow them (`warn_alloc()` in `mm/page_alloc.c`).
@Suite struct AllocationFailureTests {
    private static let failure = """
        [    1.518067] hog/26: page allocation failure: order:0, mode:0x40cc0(GFP_KERNEL|__GFP_COMP), nodemask=(null),cpuset=/
        """
    private static let cpu =
        "[    1.518118] CPU: 0 PID: 97 Comm: hog/26 Not tainted 5.10.0-46-cloud-amd64 #1 Debian 5.10.262-1"
    private static let memory = """
        [    1.518950] Mem-Info:
        [    1.518977] active_anon:0 inactive_anon:310 isolated_anon:0
        [    1.519110] Node 0 DMA free:616kB min:160kB low:200kB high:240kB managed:15908kB free_pcp:0kB
        [    1.519217] Node 0 DMA32 free:684kB min:1404kB low:1752kB high:2100kB managed:148024kB free_pcp:48kB
        [    1.519656] 0 pages HighMem/MovableOnly
        [    1.519670] 8039 pages reserved
        """

    private func failures(_ lines: [String]) -> [KernelEvent] {
        KernelLog.events(lines.joined(separator: "\n")).filter { $0.kind == .allocationFailure }
    }

    @Test func hasWhoAndTheZones() throws {
        let trace = "[    1.518204]  warn_alloc+0x138/0x160"
        let event = try #require(failures([Self.failure, Self.cpu, trace, Self.memory]).first)
        #expect(event.task == "hog/26" && event.pid == 97 && event.order == 0)
        #expect(event.callTrace == ["warn_alloc"])
        let zones = try #require(event.memory?.zones)
        #expect(zones.map(\.name) == ["DMA", "DMA32"])
        #expect(zones.map(\.freeKB) == [616, 684] && zones.map(\.minKB) == [160, 1404])
    }

    /// The log was cut: what there is, is handed out.
    @Test(arguments: 1...6) func isHandedOutWhole(lines: Int) {
        let all = ([Self.failure, Self.cpu] + Self.memory.split(separator: "\n").map(String.init))
        #expect(failures(Array(all.prefix(lines))).count == 1)
    }

    /// Another task's report begins between the failure's call trace and its Mem-Info: each keeps its own zones.
    @Test func aReportInBetweenKeepsItsOwnZones() throws {
        let report = Sample.global.split(separator: "\n").map(String.init)
        let log = [Self.failure, Self.cpu] + report + [Self.memory]
        #expect(failures(log).first?.memory?.zones.map(\.freeKB) == [616, 684])
        #expect(
            KernelLog.reports(log.joined(separator: "\n")).first?.memory?.zones
                == KernelLog.reports(Sample.global).first?.memory?.zones)
    }

    /// The failure is printed in the middle of a report: the report's own lines go on behind it.
    @Test func aFailureInTheMiddleOfAReport() throws {
        let report = Sample.global.split(separator: "\n").map(String.init)
        let log = [report[0], report[1], Self.failure, Self.cpu, Self.memory] + report.dropFirst(2)
        #expect(failures(log).first?.memory?.zones.map(\.freeKB) == [616, 684])
        let alone = KernelLog.reports(Sample.global).first
        #expect(KernelLog.reports(log.joined(separator: "\n")).first?.memory?.zones == alone?.memory?.zones)
        #expect(KernelLog.reports(log.joined(separator: "\n")).first?.victims == alone?.victims)
    }

    @Test func twoFailuresAreTwo() {
        let log = [Self.failure, Self.cpu, Self.memory, Self.failure, Self.cpu, Self.memory]
        #expect(failures(log).map { $0.memory?.zones.count } == [2, 2])
    }

    /// Minutes later it is something else's Mem-Info (SysRq-m).
    @Test func laterLinesAreSomebodyElses() {
        let later = Self.memory.replacing("[    1.5", with: "[   91.5")
        #expect(failures([Self.failure, later]).map { $0.memory == nil } == [true])
    }

    @Test func aPanicNamesItsTask() throws {
        let log = """
            [    3.9] Kernel panic - not syncing: System is deadlocked on memory
            [    3.9] CPU: 0 UID: 0 PID: 1 Comm: init Not tainted 6.17.13 #1 PREEMPT(lazy)  Debian 6.17.13
            """
        let event = try #require(KernelLog.events(log).first)
        #expect(event.kind == .panic && event.pid == 1 && event.task == "init")
    }
}
