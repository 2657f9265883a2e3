/// A file of a cgroup v2 group that a scenario may set, by its kernel name.
struct GroupFile: Sendable {
    /// What is written to a file.
    enum Kind: Sendable {
        /// Bytes, or `max`; the kernel counts in pages, so less than one page is a mistake. `reachable` limits must fit into the machine.
        case limit(reachable: Bool)
        /// Bytes, or `max`, where 0 has a meaning.
        case bytes
        /// 0 or 1.
        case flag
        /// A whole number, or `max`.
        case count
        /// Anything on one line.
        case text
    }

    let name: String
    let kind: Kind

    /// The controller that the file belongs to, which is the first part of its name; core files have none.
    var controller: String? {
        let prefix = String(name.prefix { $0 != "." })
        return prefix == "cgroup" ? nil : prefix
    }

    /// All of them.
    static let all: [GroupFile] = [
        .init(name: "memory.max", kind: .limit(reachable: true)),
        .init(name: "memory.high", kind: .limit(reachable: true)),
        .init(name: "memory.min", kind: .bytes),
        .init(name: "memory.low", kind: .bytes),
        .init(name: "memory.oom.group", kind: .flag),
        .init(name: "memory.swap.max", kind: .bytes),
        .init(name: "memory.swap.high", kind: .bytes),
        .init(name: "memory.zswap.max", kind: .bytes),
        .init(name: "memory.zswap.writeback", kind: .flag),
        .init(name: "cgroup.freeze", kind: .flag),
        .init(name: "cgroup.max.depth", kind: .count),
        .init(name: "cgroup.max.descendants", kind: .count),
        .init(name: "cgroup.pressure", kind: .flag),
        .init(name: "cgroup.type", kind: .text),
        .init(name: "pids.max", kind: .count),
        .init(name: "cpu.max", kind: .text),
        .init(name: "cpu.weight", kind: .count),
        .init(name: "cpuset.cpus", kind: .text),
        .init(name: "cpuset.mems", kind: .text),
    ]

    /// The file of this name.
    static func named(_ name: String) -> GroupFile? { all.first { $0.name == name } }
}
