extension Workload {
    static let fuseServer = Workload(
        name: "fuse-server",
        about: "a FUSE file system with one file whose reads are answered late",
        holds: "the answer to a read",
        charged: "nobody",
        freed: "its end: every request then fails",
        arguments: [
            .init(
                name: "delay", kind: .duration, defaultValue: "20000000000", about: "how long a read is held back")
        ],
        uses: [
            .init("fuse")
        ])
}
