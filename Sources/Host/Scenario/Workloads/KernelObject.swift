extension Workload {
    static let kernelObject = Workload(
        name: "kernel-object",
        about: "makes small kernel objects until its group has grown by size",
        holds: "slab in memory.stat, no RSS",
        charged: "the group of the caller, where the kernel accounts the object at all",
        freed: "the end of the last process with the descriptors; dentries also by reclaim",
        arguments: [
            .size,
            .init(
                name: "kind", kind: .word(["epoll", "inotify", "dentry", "file", "keyring"]), defaultValue: "epoll",
                about: "what is made"),
            .init(name: "most", kind: .count(1...10_000_000), about: "objects at most"), .delay, .holder,
        ],
        uses: [
            .init("keyrings", when: "kind", is: ["keyring"])
        ])
}
