extension Workload {
    static let holder = Workload(
        name: "holder",
        about: "keeps every descriptor that other workloads give it",
        holds: "open files of others, and what hangs on them",
        charged: "not its own group: who filled them stays charged",
        freed: "its end",
        arguments: [])
}
