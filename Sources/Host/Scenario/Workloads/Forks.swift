extension Workload {
    static let forks = Workload(
        name: "forks",
        about: "makes processes: children, a fork bomb, a vfork child, or itself anew by exec",
        holds: "what its children hold, as RSS of each",
        charged: "the group of each child",
        freed: "the end of each child",
        arguments: [
            .init(
                name: "kind", kind: .word(["children", "bomb", "vfork", "exec"]), defaultValue: "children",
                about: "children that sleep, processes that fork on, a parent that waits in vfork, or exec in a loop"),
            .init(
                name: "size", kind: .allocation(canBeEndless: true), defaultValue: "262144",
                about: "memory for each process"),
            .init(name: "count", kind: .count(1...1000), defaultValue: "8", about: "children"), .delay,
        ])
}
