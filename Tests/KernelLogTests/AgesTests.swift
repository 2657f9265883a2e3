import KernelLog
import Testing

/// Reports in the words of each age, made from the formats of `mm/oom_kill.c` and `mm/memcontrol.c` of that version.
@Suite struct AgesTests {
    /// One age: what its lines look like, and what must be read from them.
    struct Age: Sendable, CustomStringConvertible {
        var description: String
        /// With NAME in the place of every task name.
        var log: String
        var kind = OOMReport.Kind.global
        var victims = [71]
        var selected: Int? = 71
        var score: Int?
        var rows = 2
        var totalVMKB: Int? = 160_000
    }

    private static let mask = "gfp_mask=0x201da"

    static let ages: [Age] = [
        Age(
            description: "2.6.18",
            log: """
                oom-killer: gfp_mask=0x201d2, order=0
                Mem-info:
                Node 0 DMA free:11376kB min:28kB low:32kB high:40kB active:0kB inactive:0kB present:10844kB pages_scanned:0 all_unreclaimable? yes
                Out of Memory: Kill process 71 (NAME) score 55000 and children.
                Out of memory: Killed process 71 (NAME).
                """, score: 55_000, rows: 0, totalVMKB: nil),
        Age(
            description: "2.6.26",
            log: """
                NAME invoked oom-killer: \(mask), order=0, oomkilladj=0
                Pid: 71, comm: NAME Not tainted 2.6.26-2-amd64 #1
                Mem-info:
                Node 0 DMA free:11376kB min:28kB low:32kB high:40kB active:0kB inactive:0kB present:10844kB pages_scanned:0 all_unreclaimable? yes
                Out of memory: kill process 71 (NAME) score 494723 or a child
                Killed process 71 (NAME)
                """, score: 494_723, rows: 0, totalVMKB: nil),
        Age(
            description: "2.6.35",
            log: """
                NAME invoked oom-killer: \(mask), order=0, oom_adj=0
                NAME cpuset=/ mems_allowed=0
                Pid: 71, comm: NAME Not tainted 2.6.35 #1
                Mem-Info:
                active_anon:100 inactive_anon:0 isolated_anon:0
                [ pid ]   uid  tgid total_vm      rss cpu oom_adj name
                [   70]     0    70     1000      100   0     -17 NAME
                [   71]     0    71    40000    20000   1       0 NAME
                Out of memory: kill process 71 (NAME) score 20000 or a child
                Killed process 71 (NAME) vsz:160000kB, anon-rss:80000kB, file-rss:0kB
                """, score: 20_000),
        Age(
            description: "3.2",
            log: """
                NAME invoked oom-killer: \(mask), order=0, oom_adj=0, oom_score_adj=0
                Pid: 71, comm: NAME Not tainted 3.2.0-4-amd64 #1
                Mem-Info:
                [ pid ]   uid  tgid total_vm      rss cpu oom_adj oom_score_adj name
                [   70]     0    70     1000      100   0     -17         -1000 NAME
                [   71]     0    71    40000    20000   1       0             0 NAME
                Out of memory: Kill process 71 (NAME) score 500 or sacrifice child
                Killed process 72 (NAME) total-vm:160000kB, anon-rss:80000kB, file-rss:0kB
                """, victims: [72], score: 500),
        Age(
            description: "RHEL 6",
            log: """
                NAME invoked oom-killer: \(mask), order=0, oom_adj=0, oom_score_adj=0
                Pid: 71, comm: NAME Not tainted 2.6.32-431.el6.x86_64 #1
                Mem-Info:
                [ pid ]   uid  tgid total_vm      rss cpu oom_adj oom_score_adj name
                [   70]     0    70     1000      100   0     -17         -1000 NAME
                [   71]     0    71    40000    20000   1       0             0 NAME
                Out of memory: Kill process 71 (NAME) score 500 or sacrifice child
                Killed process 71, UID 500, (NAME) total-vm:160000kB, anon-rss:80000kB, file-rss:0kB
                """, score: 500),
        Age(
            description: "3.13, memcg",
            log: """
                NAME invoked oom-killer: gfp_mask=0xd0, order=0, oom_score_adj=0
                NAME cpuset=/ mems_allowed=0
                CPU: 0 PID: 71 Comm: NAME Not tainted 3.13.0-27-generic #50-Ubuntu
                Task in /a/b killed as a result of limit of /a
                memory: usage 131072kB, limit 131072kB, failcnt 9
                memory+swap: usage 0kB, limit 18014398509481983kB, failcnt 0
                kmem: usage 0kB, limit 18014398509481983kB, failcnt 0
                Memory cgroup stats for /a: cache:0KB rss:0KB rss_huge:0KB mapped_file:0KB writeback:0KB inactive_anon:0KB
                Memory cgroup stats for /a/b: cache:72KB rss:131000KB rss_huge:0KB mapped_file:0KB writeback:0KB inactive_anon:0KB
                [ pid ]   uid  tgid total_vm      rss nr_ptes swapents oom_score_adj name
                [   70]     0    70     1000      100       7        0         -1000 NAME
                [   71]     0    71    40000    20000      50        0             0 NAME
                Memory cgroup out of memory: Kill process 71 (NAME) score 610 or sacrifice child
                Killed process 71 (NAME) total-vm:160000kB, anon-rss:80000kB, file-rss:0kB
                """, kind: .memcg, score: 610),
        Age(
            description: "4.9",
            log: """
                NAME invoked oom-killer: gfp_mask=0x24200ca(GFP_HIGHUSER_MOVABLE), nodemask=0, order=0, oom_score_adj=0
                NAME cpuset=/ mems_allowed=0
                CPU: 0 PID: 71 Comm: NAME Not tainted 4.9.0-13-amd64 #1 Debian 4.9.228-1
                Mem-Info:
                [ pid ]   uid  tgid total_vm      rss nr_ptes nr_pmds swapents oom_score_adj name
                [   70]     0    70     1000      100       7       3        0         -1000 NAME
                [   71]     0    71    40000    20000      50       4        0             0 NAME
                Out of memory: Kill process 71 (NAME) score 610 or sacrifice child
                Killed process 71 (NAME) total-vm:160000kB, anon-rss:80000kB, file-rss:0kB, shmem-rss:0kB
                oom_reaper: reaped process 71 (NAME), now anon-rss:0kB, file-rss:0kB, shmem-rss:0kB
                """, score: 610),
        Age(
            description: "4.19",
            log: """
                NAME invoked oom-killer: gfp_mask=0x6200ca(GFP_HIGHUSER_MOVABLE), nodemask=(null), order=0, oom_score_adj=0
                NAME cpuset=/ mems_allowed=0
                CPU: 0 PID: 71 Comm: NAME Not tainted 4.19.0-27-amd64 #1 Debian 4.19.316-1
                Mem-Info:
                Tasks state (memory values in pages):
                [  pid  ]   uid  tgid total_vm      rss pgtables_bytes swapents oom_score_adj name
                [     70]     0    70     1000      100    61440        0         -1000 NAME
                [     71]     0    71    40000    20000   241664        0             0 NAME
                Out of memory: Kill process 71 (NAME) score 610 or sacrifice child
                Killed process 71 (NAME) total-vm:160000kB, anon-rss:80000kB, file-rss:0kB, shmem-rss:0kB
                """, score: 610),
        Age(
            description: "5.0, between the old words and the new",
            log: """
                NAME invoked oom-killer: gfp_mask=0x6200ca(GFP_HIGHUSER_MOVABLE), order=0, oom_score_adj=0
                CPU: 0 PID: 71 Comm: NAME Not tainted 5.0.0-32-generic #34-Ubuntu
                Mem-Info:
                Tasks state (memory values in pages):
                [  pid  ]   uid  tgid total_vm      rss pgtables_bytes swapents oom_score_adj name
                [     70]     0    70     1000      100    61440        0         -1000 NAME
                [     71]     0    71    40000    20000   241664        0             0 NAME
                oom-kill:constraint=CONSTRAINT_NONE,nodemask=(null),cpuset=/,mems_allowed=0,global_oom,task_memcg=/,task=NAME,pid=71,uid=0
                Out of memory: Kill process 71 (NAME) score 610 or sacrifice child
                Killed process 71 (NAME) total-vm:160000kB, anon-rss:80000kB, file-rss:0kB, shmem-rss:0kB
                """, score: 610),
        Age(
            description: "6.1, cpuset",
            log: """
                NAME invoked oom-killer: gfp_mask=0x140cca(GFP_HIGHUSER_MOVABLE|__GFP_COMP), order=9, oom_score_adj=0
                CPU: 0 PID: 71 Comm: NAME Not tainted 6.1.0-18-amd64 #1  Debian 6.1.76-1
                Mem-Info:
                Tasks state (memory values in pages):
                [  pid  ]   uid  tgid total_vm      rss pgtables_bytes swapents oom_score_adj name
                [     70]     0    70     1000      100    61440        0         -1000 NAME
                [     71]     0    71    40000    20000   241664        0             0 NAME
                oom-kill:constraint=CONSTRAINT_CPUSET,nodemask=(null),cpuset=/x,y,mems_allowed=0-1,3,global_oom,task_memcg=/,task=NAME,pid=71,uid=0
                Out of memory: Killed process 71 (NAME) total-vm:160000kB, anon-rss:80000kB, file-rss:0kB, shmem-rss:0kB, UID:0 pgtables:236kB oom_score_adj:0
                """, kind: .cpuset),
        Age(
            description: "6.1, without control groups",
            log: """
                NAME invoked oom-killer: gfp_mask=0x140cca(GFP_HIGHUSER_MOVABLE|__GFP_COMP), order=0, oom_score_adj=0
                CPU: 0 PID: 71 Comm: NAME Not tainted 6.1.0 #1
                Mem-Info:
                Tasks state (memory values in pages):
                [  pid  ]   uid  tgid total_vm      rss pgtables_bytes swapents oom_score_adj name
                [     70]     0    70     1000      100    61440        0         -1000 NAME
                [     71]     0    71    40000    20000   241664        0             0 NAME
                oom-kill:constraint=CONSTRAINT_MEMORY_POLICY,nodemask=1,task=NAME,pid=71,uid=0
                Out of memory (oom_kill_allocating_task): Killed process 71 (NAME) total-vm:160000kB, anon-rss:80000kB, file-rss:0kB, shmem-rss:0kB, UID:0 pgtables:236kB oom_score_adj:0
                """, kind: .mempolicy),
        Age(
            description: "6.12, memcg",
            log: Sample.memcg.replacingNames(), kind: .memcg, victims: [205, 206], selected: 205, rows: 2,
            totalVMKB: 100_000),
    ]

    /// Names as tasks can have them: TASK_COMM_LEN holds 15 bytes of anything.
    static let names = [
        "x", "tokio-runtime-w", "in:imjournal", "(sd-pam)", "a b", "a) total-vm:1kB", "[x] 12 34", "\"q'",
        "Killed process", "1234", "-17",
        ",pid=1,uid=2", ") score 1", "ünïcödé", "oom_reaper: x",
    ]

    @Test(arguments: ages)
    func isReadWhole(_ age: Age) throws {
        for name in Self.names {
            let log = age.log.replacingName(with: name)
            let reports = KernelLog.reports(log)
            #expect(reports.count == 1, "\(name)")
            guard let report = reports.first else { continue }
            #expect(report.kind == age.kind, "\(name)")
            #expect(report.outcome == .killed, "\(name)")
            #expect(report.victims.map(\.pid) == age.victims, "\(name)")
            #expect(report.selected?.pid == age.selected, "\(name)")
            #expect(report.selected?.score == age.score, "\(name)")
            #expect(report.tasks.count == age.rows, "\(name)")
            #expect(report.victims.first?.totalVMKB == age.totalVMKB, "\(name)")
            #expect(report.unrecognisedCount == 0, "\(name): \(report.unrecognised)")
            if age.rows > 0, !age.description.contains("6.12") {
                #expect(report.invoker == name)
                #expect(report.tasks.map(\.name) == [name, name])
                #expect(report.victims.first?.name == name)
            }
        }
    }

    @Test(arguments: ages)
    func isReadInEveryWrapping(_ age: Age) {
        let log = age.log.replacingName(with: "x")
        let bare = KernelLog.reports(log)
        for wrapping in WrappingTests.cases {
            let wrapped = Sample.wrapped(log, wrapping.wrap) + "\n"
            let reports = KernelLog.reports(wrapped)
            #expect(
                reports.map { $0.victims.map(\.pid) } == bare.map { $0.victims.map(\.pid) }, "\(wrapping.description)")
            #expect(reports.map(\.tasks) == bare.map(\.tasks), "\(wrapping.description)")
            #expect(reports.map(\.kind) == bare.map(\.kind), "\(wrapping.description)")
        }
    }

    @Test(arguments: ages)
    func linesOfOthersInBetweenChangeNothing(_ age: Age) {
        let log = age.log.replacingName(with: "x")
        let bare = KernelLog.reports(log)
        let noise = [
            "usb 1-1: new high-speed USB device number 3 using xhci_hcd",
            "docker0: port 2(veth1) entered blocking state",
            "audit: type=1400 audit(1.1:2): apparmor=\"DENIED\"", "IPv6: ADDRCONF(NETDEV_UP): veth1: link is not ready",
        ]
        let lines = log.split(separator: "\n").map(String.init)
        let mixed = lines.enumerated().flatMap { [$1, noise[$0 % noise.count]] }.joined(separator: "\n")
        let reports = KernelLog.reports(mixed)
        #expect(reports.map { $0.victims.map(\.pid) } == bare.map { $0.victims.map(\.pid) })
        #expect(reports.map(\.tasks) == bare.map(\.tasks))
        #expect(reports.map(\.limits) == bare.map(\.limits))
    }

    @Test(arguments: ages)
    func cutAtEitherEndInventsNothing(_ age: Age) {
        let lines = age.log.replacingName(with: "x").split(separator: "\n").map(String.init)
        let pids = Set(age.victims)
        for cut in lines.indices {
            for part in [lines[..<cut], lines[cut...]] {
                let reports = KernelLog.reports(part.joined(separator: "\n"))
                #expect(Set(reports.flatMap { $0.victims.map(\.pid) }).isSubset(of: pids))
                #expect(reports.count <= 2)
            }
        }
    }
}

extension String {
    fileprivate func replacingName(with name: String) -> String {
        split(separator: "NAME", omittingEmptySubsequences: false).joined(separator: name)
    }

    /// The sample has names of its own, which stay.
    fileprivate func replacingNames() -> String { self }
}
