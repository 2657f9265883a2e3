extension Workload {
    static let fsFreezer = Workload(
        name: "fs-freezer",
        about: "freezes the file system of another process, as for a snapshot, and thaws it",
        holds: "whoever writes to the file system",
        charged: "nobody",
        freed: "its thaw, after hold",
        arguments: [
            .target,
            .init(name: "hold", kind: .duration, defaultValue: "6000000000", about: "how long it stays frozen"),
        ])
}
