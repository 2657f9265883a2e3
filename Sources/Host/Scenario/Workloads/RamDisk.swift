extension Workload {
    static let ramDisk = Workload(
        name: "ram-disk",
        about: "threads that write to RAM disks past the page cache, under GFP_NOIO",
        holds: "pages of the disks, in no file of a process or a group, and the anonymous memory that it takes first",
        charged: "nobody for the disks, its own group for the anonymous memory",
        freed: "removing the module, for the disks; the reaper or its end for the anonymous memory",
        arguments: .crew + [
            .init(name: "chunk", kind: .size(atLeast: 4096), defaultValue: "4194304", about: "bytes of one write"),
            .init(
                name: "anonymous", kind: .size(atLeast: 0), defaultValue: "0",
                about: "anonymous memory that the leader takes first"),
        ],
        uses: [.init("ram_disk")])
}
