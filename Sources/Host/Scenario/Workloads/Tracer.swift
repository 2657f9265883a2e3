extension Workload {
    static let tracer = Workload(
        name: "tracer",
        about: "traces every thread of another process and never waits for it again",
        holds: "the victim, which can not pass a stop",
        charged: "nobody",
        freed: "its end",
        arguments: [
            .target,
            .init(
                name: "stop", kind: .word(["exit", "now"]), defaultValue: "exit",
                about: "stop the threads in their exit, or at once"),
        ])
}
