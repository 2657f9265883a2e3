extension Workload {
    static let ioUring = Workload(
        name: "io-uring",
        about: "registers anonymous memory as fixed buffers of an io_uring",
        holds: "anonymous pages, as RSS and pinned",
        charged: "its own group",
        freed: "the end of the last process that has the ring open; reaping leaves pinned pages charged",
        arguments: [
            .finiteSize,
            .init(name: "register", kind: .flag, defaultValue: "1", about: "whether the memory is registered"), .holder,
        ],
        uses: [
            .init("io_uring")
        ])
}
