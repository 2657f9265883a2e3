/// One row of the task table, read by the table's own header (`dump_tasks()` in `mm/oom_kill.c`).
///
/// Memory is in pages, `pgtables_bytes` in bytes. Columns came and went: `cpu` and `oom_adj` up to 3.x, `nr_ptes` and
/// `nr_pmds` up to 4.9 at least, `pgtables_bytes` in 4.18 and later, `rss_anon`, `rss_file` and `rss_shmem` in 6.8 and later (not in 6.7).
public struct TaskRow: Sendable, Equatable {
    /// Process id.
    public var pid: Int
    /// Name, as the kernel printed it (spaces and brackets included).
    public var name: String?
    /// User.
    public var uid: Int?
    /// Thread group.
    public var tgid: Int?
    /// Pages of address space.
    public var totalVM: Int?
    /// Resident pages.
    public var rss: Int?
    /// Resident anonymous pages.
    public var rssAnon: Int?
    /// Resident file pages.
    public var rssFile: Int?
    /// Resident shared memory pages.
    public var rssShmem: Int?
    /// Bytes of page tables.
    public var pgtablesBytes: Int?
    /// Swap entries.
    public var swapents: Int?
    /// oom_score_adj, -1000 to 1000.
    public var oomScoreAdj: Int?
    /// The columns that have no property here (`nr_ptes`, `nr_pmds`, `cpu`, `oom_adj`, whatever comes next), by name.
    public var others: [Counter] = []

    /// A row of which only the pid is known.
    public init(pid: Int) { self.pid = pid }

    /// Any column by the name that the header gives it.
    public subscript(column: String) -> Int? {
        switch column {
        case "pid": pid
        case "uid": uid
        case "tgid": tgid
        case "total_vm": totalVM
        case "rss": rss
        case "rss_anon": rssAnon
        case "rss_file": rssFile
        case "rss_shmem": rssShmem
        case "pgtables_bytes": pgtablesBytes
        case "swapents": swapents
        case "oom_score_adj": oomScoreAdj
        default: others.first { $0.name == column }?.value
        }
    }
}

/// A number with the kernel's name for it.
public struct Counter: Sendable, Equatable {
    /// The kernel's word.
    public var name: String
    /// In the unit that the block it stands in documents.
    public var value: Int

    /// A counter.
    public init(name: String, value: Int) {
        self.name = name
        self.value = value
    }
}

extension Array where Element == Counter {
    /// The value of a counter by the kernel's name for it.
    public subscript(name: String) -> Int? { first { $0.name == name }?.value }
}
