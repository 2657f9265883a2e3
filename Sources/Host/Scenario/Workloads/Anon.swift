extension Workload {
    static let anon = Workload(
        name: "anon",
        about: "threads that touch anonymous memory, and processes that share it",
        holds: "anonymous pages: RSS, and anon in memory.stat (shmem for memory: shared)",
        charged: "its own group, page by page; sharers in other groups are charged for what they touch themselves",
        freed:
            "the OOM reaper (not what is shared or, before 5.18, locked), or the end of the last process with the mm",
        arguments: .crew + .hoard + [
            .init(
                name: "sharers", kind: .count(0...64), defaultValue: "0",
                about: "processes made with CLONE_VM that share the mm"),
            .init(
                name: "sharer_kind", kind: .word(["clone", "vfork", "fork"]), defaultValue: "clone",
                about:
                    "how they are made; only after vfork can their oom_score_adj differ from the others', and after fork they share nothing"
            ),
            .init(
                name: "sharer_oom_score_adj", kind: .count(-1000...1000),
                about: "what each sharer writes to its own oom_score_adj"),
            .init(name: "sharer_groups", kind: .groups, about: "groups that the sharers move to, in turn"),
            .init(name: "sharer_fridge", kind: .fridge, about: "a v1 freezer group that the sharers move to"),
        ],
        uses: [
            .init("transparent_huge_pages", when: "touch", is: ["huge"]), .init("numa", when: "node"),
        ])
}
