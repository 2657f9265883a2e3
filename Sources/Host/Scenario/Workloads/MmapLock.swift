extension Workload {
    static let mmapLock = Workload(
        name: "mmap-lock",
        about: "a process with memory whose mmap lock is held, or hard to get",
        holds: "anonymous pages, as RSS, and the mmap lock",
        charged: "its own group",
        freed: "the reaper, if it gets the lock, or the end of the mm",
        arguments: [
            .finiteSize,
            .init(
                name: "act", kind: .word(["fuse", "pkey", "mmap", "frozen-file", "storm", "fork"]),
                defaultValue: "fuse",
                about:
                    "wait in mmap for a FUSE server; meet a memory-reader, the writer unkillable (pkey) or not; write to a frozen file; map and unmap; fork"
            ),
            .init(name: "server", kind: .role, about: "a process of workload fuse-server (for fuse, pkey and mmap)"),
            .init(name: "threads", kind: .count(1...256), defaultValue: "1", about: "threads of a storm"),
            .init(name: "tables", kind: .size(atLeast: 0), defaultValue: "0", about: "page tables for fork to copy"),
            .init(
                name: "delay", kind: .duration, defaultValue: "300000000",
                about: "time before the writer of pkey, mmap and frozen-file begins"),
            .init(
                name: "behind", kind: .word(["none", "unmap", "pkey", "both"]), defaultValue: "both",
                about: "who wants the lock behind the fault of frozen-file; pkey can't be killed"),
        ],
        uses: [
            .init("zram", when: "act", is: ["frozen-file"]), .init("pkeys", when: "act", is: ["pkey", "frozen-file"]),
        ])
}
