extension Workload {
    static let file = Workload(
        name: "file",
        about: "reads, writes or locks the pages of a file on ext4",
        holds: "page cache: file in memory.stat (file_dirty for what is written, unevictable for what is locked)",
        charged: "the group of the process that brings a page in",
        freed: "reclaim, once a page is clean and not locked; an OOM kill frees none but locked pages",
        arguments: .crew + [
            .init(
                name: "act", kind: .word(["read", "write", "lock"]), defaultValue: "read",
                about: "read a hole, write dirty pages, or map and lock")
        ],
        uses: [
            .init("zram")
        ])
}
