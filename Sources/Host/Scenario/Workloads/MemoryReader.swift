extension Workload {
    static let memoryReader = Workload(
        name: "memory-reader",
        about: "holds another process's mmap lock for read, by reading a late page through /proc/PID/mem",
        holds: "the lock",
        charged: "nobody",
        freed: "the answer of the FUSE server",
        arguments: [.target])
}
