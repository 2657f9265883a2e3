extension Workload {
    static let idle = Workload(
        name: "idle",
        about: "an innocent bystander: takes memory and sleeps",
        holds: "anonymous pages, as RSS",
        charged: "its own group",
        freed: "the reaper, or its end",
        arguments: [.finiteSize, .uid] + .hoard,
        uses: [
            .init("transparent_huge_pages", when: "touch", is: ["huge"]), .init("numa", when: "node"),
        ])
}
