extension Workload {
    static let groupFreezer = Workload(
        name: "group-freezer",
        about: "freezes another process on purpose, as an ordinary user with a v1 freezer group of their own",
        holds: "whoever is frozen",
        charged: "nobody",
        freed: "the thaw of the group",
        arguments: [
            .target,
            .init(
                name: "fridge", kind: .fridge, isRequired: true,
                about: "the v1 freezer group, which is given to the user first"),
            .init(
                name: "uid", kind: .count(1...65533), defaultValue: "1000",
                about: "the user; the target has to run as the same one"),
            .init(name: "freezes", kind: .flag, defaultValue: "1", about: "whether the group is frozen at all"),
        ],
        uses: [.init("freezer_v1")])
}
