extension Workload {
    static let pageTable = Workload(
        name: "page-table",
        about: "takes page tables by reading one page of every 2 MiB",
        holds: "page tables: VmPTE, pagetables in memory.stat, no RSS",
        charged: "its own group",
        freed: "the end of the mm",
        arguments: .crew)
}
