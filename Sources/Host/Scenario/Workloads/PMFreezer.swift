extension Workload {
    static let pmFreezer = Workload(
        name: "pm-freezer",
        about: "freezes all user processes as suspend does, which switches the OOM killer off, and thaws them",
        holds: "nothing but what size says",
        charged: "its own group",
        freed: "its end",
        arguments: [
            .init(name: "hold", kind: .duration, defaultValue: "100000000", about: "how long everything stays frozen"),
            .init(
                name: "size", kind: .allocation(canBeEndless: false), defaultValue: "0",
                about: "memory to take meanwhile"), .delay,
        ], uses: [.init("pm_freezer")])
}
