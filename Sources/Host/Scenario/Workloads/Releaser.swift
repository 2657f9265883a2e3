extension Workload {
    static let releaser = Workload(
        name: "releaser",
        about: "kills another process and has its memory reaped at once with process_mrelease",
        holds: "nothing",
        charged: "nobody",
        freed: "its end, which comes by itself",
        arguments: [
            .target,
            .init(name: "releases", kind: .flag, defaultValue: "1", about: "whether it calls process_mrelease at all"),
            .delay,
        ])
}
