extension Workload {
    static let shmem = Workload(
        name: "shmem",
        about: "takes shared memory: memfd, tmpfs, ramfs or SysV",
        holds: "shmem in memory.stat (ramfs: unevictable), RSS only where mapped",
        charged: "the group of the process that touches a page first",
        freed: "removing the file; for a memfd the end of the last process that has it",
        arguments: .crew + [
            .init(
                name: "kind", kind: .word(["memfd", "tmpfs", "ramfs", "sysv"]), defaultValue: "memfd",
                about: "kind of file"),
            .init(name: "map", kind: .flag, defaultValue: "1", about: "whether the process has the pages mapped"),
            .holder,
        ],
        uses: [
            .init("sysv_ipc", when: "kind", is: ["sysv"])
        ])
}
