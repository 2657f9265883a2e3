import CLinux

/// Takes huge pages from the pool of `vm.nr_hugepages`.
///
/// What it holds: pages of 2 MiB that the pool had already taken from everyone. Who is charged: nobody, as far as the memory controller is concerned (unless
/// cgroup2 is mounted with memory_hugetlb_accounting). What frees it: the end of the mm, and then only for the pool. They are no RSS, so badness doesn't see
/// them.
///
/// - `size`: bytes, in whole huge pages.
struct HugeTLB {
    let arguments: Arguments

    func run() -> Never {
        let size = arguments.number("size") ?? 0
        guard let start = clinux_map(size, MAP_PRIVATE | MAP_ANONYMOUS | MAP_HUGETLB, -1) else {
            fail("mmap MAP_HUGETLB", bytes: size)
        }
        var offset = 0
        while offset < size {
            (start + offset).storeBytes(of: 1, as: UInt8.self)
            offset += 2 << 20
        }
        Threads.reportReady()
        Threads.sleepForever()
    }
}
