import KernelLog
import Testing
import VictimSelection

/// The choice computed again from reports.
@Suite struct VictimSelectionTests {
    /// A memcg report of 6.12 with these rows and victim.
    static func report(_ rows: [TaskRow], victim: Int, limitKB: Int? = 400_000) -> OOMReport {
        var report = OOMReport()
        report.kind = .memcg
        report.kernelRelease = "6.12.9"
        report.taskColumns = [
            "pid", "uid", "tgid", "total_vm", "rss", "pgtables_bytes", "swapents", "oom_score_adj", "name",
        ]
        report.tasks = rows
        var killed = KilledProcess(pid: victim)
        killed.totalVMKB = (rows.first { $0.pid == victim }?.totalVM ?? 0) * 4
        report.victims = [killed]
        report.limits = [MemcgLimit(name: "memory", usageKB: limitKB, limitKB: limitKB, failcnt: 1)]
        return report
    }

    static func row(_ pid: Int, rss: Int, adj: Int = 0, swap: Int = 0, tables: Int = 0) -> TaskRow {
        var row = TaskRow(pid: pid)
        row.name = "task\(pid)"
        row.uid = 1000
        row.totalVM = rss &* 2
        row.rss = rss
        row.swapents = swap
        row.pgtablesBytes = tables &* 4096
        row.oomScoreAdj = adj
        return row
    }

    @Test func rankingMarginAndTurningPoints() throws {
        // 400000 kB are 100000 pages: one oom_score_adj is worth 100.
        let rows = [
            Self.row(10, rss: 5000, swap: 100, tables: 10), Self.row(11, rss: 4000), Self.row(12, rss: 9000, adj: -500),
        ]
        let selection = VictimSelection(Self.report(rows, victim: 10))
        #expect(selection.page == PageSize(Self.report(rows, victim: 10)))
        #expect(selection.page.isKnown)
        #expect(selection.totalPages?.pages == 100_000)
        #expect(selection.candidates.map(\.points) == [5110, 4000, 9000 - 50_000])
        #expect(selection.predicted?.pid == 10)
        #expect(selection.isAsPredicted == true)
        #expect(selection.runnerUp?.candidate.pid == 11)
        #expect(selection.runnerUp?.margin == 1110)
        #expect(selection.largest?.pid == 12)
        #expect(selection.ranking.map(\.pid) == [10, 11, 12])
        // 5110 - 12 × 100 is less than 4000, 5110 - 11 × 100 is not.
        let selected = try #require(selection.selected)
        let next = try #require(selection.runnerUp)
        #expect(selection.turningPoint(for: selected) == -12)
        #expect(selection.turningPoint(for: next.candidate) == 12)
        #expect(selection.withoutCandidate(pid: 10)?.pid == 11)
    }

    @Test func outOfReachIsNotRanked() {
        let rows = [
            Self.row(10, rss: 9000, adj: -1000), Self.row(1, rss: 8000), Self.row(11, rss: 10), Self.row(12, rss: 7000),
        ]
        let selection = VictimSelection(Self.report(rows, victim: 11), dead: [12, 11])
        #expect(
            selection.candidates.map(\.eligibility) == [.oomScoreAdjMinimum, .initProcess, .eligible, .killedBefore])
        #expect(selection.predicted?.pid == 11)
        #expect(selection.runnerUp == nil)
        #expect(selection.largest?.pid == 10)
    }

    @Test func anotherChoiceIsSeen() {
        let selection = VictimSelection(Self.report([Self.row(10, rss: 5000), Self.row(11, rss: 4000)], victim: 11))
        #expect(selection.predicted?.pid == 10)
        #expect(selection.isAsPredicted == false)
    }

    @Test func missingRowIsNoMismatch() {
        let selection = VictimSelection(Self.report([Self.row(10, rss: 5000)], victim: 99))
        #expect(selection.isAsPredicted == nil)
        #expect(selection.selected?.pid == 99)
        #expect(selection.selected?.points == nil)
    }

    @Test func withoutALimitOnlyPlainTasksCount() {
        var report = Self.report([Self.row(10, rss: 5000), Self.row(11, rss: 4000, adj: 5)], victim: 10)
        report.limits = []
        let selection = VictimSelection(report)
        #expect(selection.totalPages == nil)
        #expect(selection.candidates.map(\.points) == [5000, nil])
    }

    @Test func theChoiceTellsTheFormula() {
        // With -998 everywhere all had one point up to 5.8, and the last of equals died; from 5.9 on the largest would have.
        var report = Self.report([Self.row(10, rss: 50_000, adj: -998), Self.row(11, rss: 1, adj: -998)], victim: 11)
        report.kernelRelease = nil
        #expect(VictimSelection(report).formula.formula == .pages)
        report.victims = [KilledProcess(pid: 10)]
        #expect(VictimSelection(report).formula.formula == .signedPages)
    }

    @Test func scoreOfAContainersRootHasNoBonus() {
        var report = Self.report([Self.row(10, rss: 50_000)], victim: 10)
        report.kernelRelease = "4.9.0"
        report.tasks[0].uid = 0
        report.selected = SelectedTask()
        report.selected?.pid = 10
        report.selected?.score = 500
        #expect(VictimSelection(report).rootIsPrivileged == false)
        #expect(VictimSelection(report).computedScore == 500)
        report.selected?.score = 485
        #expect(VictimSelection(report).rootIsPrivileged)
        #expect(VictimSelection(report).computedScore == 485)
    }

    @Test func hugePagesOfSixtyFourKilobytes() {
        var report = Self.report([Self.row(10, rss: 100)], victim: 10)
        report.victims[0].totalVMKB = 200 * 64
        #expect(VictimSelection(report).page.kilobytes == 64)
        #expect(VictimSelection(report).totalPages?.pages == 6250)
        report.victims[0].totalVMKB = 200 * 5
        #expect(VictimSelection(report).page.isKnown == false)
    }

    @Test func groupsWithSwap() {
        var report = Self.report([Self.row(10, rss: 100, swap: 50)], victim: 10)
        report.limits.append(MemcgLimit(name: "swap", usageKB: 0, limitKB: 0, failcnt: 0))
        #expect(
            VictimSelection(report).totalPages == TotalPages(pages: 100_000, isExact: true, source: "the group's limit")
        )
        report.limits[1] = MemcgLimit(name: "swap", usageKB: 200, limitKB: 4000, failcnt: 0)
        #expect(VictimSelection(report).totalPages?.pages == 101_000)
        #expect(VictimSelection(report).totalPages?.isExact == false)
        report.limits[1] = MemcgLimit(name: "memory+swap", usageKB: 0, limitKB: 9_007_199_254_740_988, failcnt: 0)
        #expect(VictimSelection(report).totalPages?.pages == 100_000)
    }

    @Test func restrictedNodesCountOnlyThemselves() {
        var report = Self.report([Self.row(10, rss: 100)], victim: 10)
        report.kind = .cpuset
        report.memsAllowed = "1,3-4"
        var memory = MemoryInfo()
        memory.totalSwapKB = 0
        memory.zones = (0..<5).map { node in
            ZoneMemory(
                node: node, name: "Normal",
                others: [Counter(name: "present", value: 4000), Counter(name: "managed", value: 3000)])
        }
        report.memory = memory
        #expect(VictimSelection(report).totalPages?.pages == 3000)
        report.kind = .global
        #expect(VictimSelection(report).totalPages?.pages == 5 * 750)
    }

    @Test func absurdReportsDoNotTrap() {
        var rows = [Self.row(10, rss: 1, adj: .max, swap: .max), Self.row(11, rss: 1, adj: .min, swap: .min)]
        rows[0].rss = .max
        rows[1].rss = .min
        rows[0].pgtablesBytes = .max
        rows[1].pgtablesBytes = .min
        rows[0].totalVM = .max
        var report = OOMReport()
        report.kind = .memcg
        report.kernelRelease = "4.9"
        report.tasks = rows
        report.victims = [KilledProcess(pid: 10)]
        report.victims[0].totalVMKB = .max
        report.limits = [MemcgLimit(name: "memory", usageKB: .max, limitKB: .min, failcnt: .max)]
        let selection = VictimSelection(report)
        _ = selection.ranking
        _ = selection.turningPoint(for: selection.candidates[0])
    }
}
