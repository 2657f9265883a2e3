extension Workload {
    static let userfaultfd = Workload(
        name: "userfaultfd",
        about: "has threads wait in page faults that nobody answers",
        holds: "anonymous pages, as RSS, and the waiting threads",
        charged: "its own group",
        freed: "the reaper, or its end",
        arguments: [
            .finiteSize, .init(name: "threads", kind: .count(1...256), defaultValue: "1", about: "threads that wait"),
        ],
        uses: [
            .init("userfaultfd")
        ])
}
