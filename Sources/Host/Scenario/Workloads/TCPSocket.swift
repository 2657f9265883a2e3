extension Workload {
    static let tcpSocket = Workload(
        name: "tcp-socket",
        about: "queues data in TCP connections over loopback that nobody reads",
        holds: "sock in memory.stat, no RSS",
        charged: "the group in which the socket was made",
        freed: "a reader, or the end of the last process with the socket",
        arguments: [.size, .delay, .holder],
        uses: [
            .init("ipv4")
        ])
}
