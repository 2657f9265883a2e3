extension Workload {
    static let unixSocket = Workload(
        name: "unix-socket",
        about: "queues data in AF_UNIX sockets that nobody reads",
        holds: "socket buffers by their truesize (slab and unfielded kernel memory), no RSS",
        charged: "the group of the sender",
        freed:
            "a reader, or the end of the last process with the receiving socket; for a cycle only the kernel's collector",
        arguments: .crew + [
            .init(
                name: "kind", kind: .word(["stream", "datagram", "rights", "cycle"]), defaultValue: "stream",
                about: "kind of socket; rights: full pipes in flight; cycle: pairs in flight in themselves"),
            .init(name: "chunk", kind: .size(atLeast: 1), defaultValue: "32768", about: "bytes of one send"), .holder,
        ])
}
