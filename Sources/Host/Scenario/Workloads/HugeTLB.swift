extension Workload {
    static let hugetlb = Workload(
        name: "hugetlb",
        about: "takes huge pages from the pool of vm.nr_hugepages",
        holds: "pages of 2 MiB: HugetlbPages in /proc/PID/status, no RSS",
        charged: "nobody, in the memory controller",
        freed: "the end of the mm, for the pool only",
        arguments: [.finiteSize],
        uses: [
            .init("huge_pages")
        ])
}
