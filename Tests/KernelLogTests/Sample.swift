import KernelLog

/// Reports as the kernel words them, for tests to wrap, cut and shuffle.
enum Sample {
    /// A memcg OOM in the words of 6.12 to 7.3, with the group killed as a whole.
    static let memcg = """
        hog invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=300
        CPU: 1 UID: 1000 PID: 212 Comm: pusher Not tainted 6.12.9+deb13-cloud-amd64 #1  Debian 6.12.9-1
        Hardware name: QEMU Standard PC (i440FX + PIIX, 1996), BIOS 1.16.2 04/01/2014
        Call Trace:
         <TASK>
         dump_stack_lvl+0x5d/0x80
         dump_header+0x43/0x1aa
         ? find_lock_task_mm+0x3d/0x80
         mem_cgroup_out_of_memory+0x110/0x150
         </TASK>
        memory: usage 131072kB, limit 131072kB, failcnt 57
        swap: usage 0kB, limit 9007199254740988kB, failcnt 0
        Memory cgroup stats for /arena:
        anon 133169152
        file 0
        pgfault 33011
        Tasks state (memory values in pages):
        [  pid  ]   uid  tgid total_vm      rss rss_anon rss_file rss_shmem pgtables_bytes swapents oom_score_adj name
        [    205]  1000   205    25000    22000    21990       10         0   217088        0           300 hog
        [    212]  1000   212    12000    11000    10990       10         0   126976        3         -1000 pusher x
        oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=/,mems_allowed=0-1,3,oom_memcg=/arena,task_memcg=/arena/a,task=hog,pid=205,uid=1000
        Memory cgroup out of memory: Killed process 205 (hog) total-vm:100000kB, anon-rss:87960kB, file-rss:40kB, shmem-rss:0kB, UID:1000 pgtables:212kB oom_score_adj:300
        Tasks in /arena are going to be killed due to memory.oom.group set
        Memory cgroup out of memory: Killed process 205 (hog) total-vm:100000kB, anon-rss:87960kB, file-rss:40kB, shmem-rss:0kB, UID:1000 pgtables:212kB oom_score_adj:300
        Memory cgroup out of memory: Killed process 206 (member) total-vm:100kB, anon-rss:8kB, file-rss:4kB, shmem-rss:0kB, UID:1000 pgtables:12kB oom_score_adj:0
        oom_reaper: reaped process 205 (hog), now anon-rss:0kB, file-rss:4kB, shmem-rss:0kB
        oom_reaper: unable to reap pid:206 (member)
        """

    /// A global OOM in the words of 5.10 to 6.7.
    static let global = """
        md5 sum invoked oom-killer: gfp_mask=0x1100cca(GFP_HIGHUSER_MOVABLE), order=0, oom_score_adj=0
        CPU: 0 PID: 77 Comm: md5 sum Not tainted 5.10.0-46-cloud-amd64 #1 Debian 5.10.251-1
        Call Trace:
         dump_stack+0x6b/0x83
         out_of_memory+0x1bd/0x4e0
        Mem-Info:
        active_anon:101 inactive_anon:20127 isolated_anon:0
         active_file:12 inactive_file:4 isolated_file:0
         free:1279 free_pcp:18 free_cma:0
        Node 0 active_anon:404kB inactive_anon:80508kB shmem_thp: 0kB kernel_stack:1088kB all_unreclaimable? yes
        Node 0 DMA free:512kB min:28kB low:32kB high:40kB reserved_highatomic:0KB present:15992kB managed:15360kB
        lowmem_reserve[]: 0 86 86
        Node 0 DMA32 free:4604kB boost:2048kB min:5000kB low:6000kB high:7000kB present:163840kB managed:130000kB
        lowmem_reserve[]: 0 0 0
        Node 0 DMA: 1*4kB (U) 0*8kB 1*512kB (U) = 516kB
        Node 0 hugepages_total=4 hugepages_free=1 hugepages_surp=0 hugepages_size=2048kB
        16 total pagecache pages
        3 pages in swap cache
        Free swap  = 8kB
        Total swap = 1024kB
        44958 pages RAM
        0 pages HighMem/MovableOnly
        8618 pages reserved
        Unreclaimable slab info:
        Name                      Used          Total
        bio-88                    64KB         80KB
        Tasks state (memory values in pages):
        [  pid  ]   uid  tgid total_vm      rss pgtables_bytes swapents oom_score_adj name
        [     70]     0    70    40000    20000   217088        5             0 (sd-pam)
        oom-kill:constraint=CONSTRAINT_NONE,nodemask=(null),cpuset=/,mems_allowed=0,global_oom,task_memcg=/arena,task=(sd-pam),pid=70,uid=0
        Out of memory: Killed process 70 ((sd-pam)) total-vm:160000kB, anon-rss:80000kB, file-rss:0kB, shmem-rss:0kB, UID:0 pgtables:212kB oom_score_adj:0
        """

    /// The same with a wrapping around each line.
    static func wrapped(_ text: String, _ wrap: (Int, Substring) -> String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().map { wrap($0, $1) }.joined(
            separator: "\n")
    }

    /// As `/dev/kmsg` gives it: priority 4, sequence from 100, 10 microseconds between records.
    static func records(_ text: String, priority: Int = 4) -> String {
        wrapped(text) { "\(priority),\(100 + $0),\(5_000_000 + 10 * $0),-;\($1)" } + "\n"
    }
}

extension KernelLog {
    /// The reports of a text.
    static func reports(_ text: String) -> [OOMReport] { reports(Array(text.utf8)) }

    /// The events of a text.
    static func events(_ text: String) -> [KernelEvent] {
        parse(text).compactMap { if case .event(let event) = $0 { event } else { nil } }
    }
}
