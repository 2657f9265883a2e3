extension Workload {
    static let pipe = Workload(
        name: "pipe",
        about: "fills pipes that nobody reads",
        holds: "one page for every 4096 bytes in a pipe: kernel in memory.stat (no field on 5.10), no RSS",
        charged: "the group of the process that writes",
        freed: "a reader, or the end of the last process with the pipe open",
        arguments: .crew + [
            .init(name: "capacity", kind: .size(atLeast: 4096), defaultValue: "1048576", about: "bytes of each pipe"),
            .init(name: "chunk", kind: .size(atLeast: 1), defaultValue: "65536", about: "bytes of one write"), .holder,
        ])
}
