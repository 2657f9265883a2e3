import CLinux

/// Queues data in AF_UNIX sockets that nobody reads.
///
/// What it holds: socket buffers, counted as the kernel counts them (their truesize, SIOCOUTQ), and almost no RSS. Who is charged: the group of the
/// sender. What frees it: a reader, or the end of the last process that has the receiving socket open; for `cycle`, whose owner is gone at once, only the
/// kernel's own collector.
///
/// - `Crew`'s arguments; `size` counts truesize, for `rights` the bytes in the pipes.
/// - `kind`: `stream` (the default), `datagram`, `rights` (full pipes whose ends are in flight in a socket) or `cycle` (each pair of sockets is in flight in
///   itself, and closed).
/// - `chunk`: bytes of one send (32 KiB).
/// - `holder`: a role that is given a copy of every receiving socket.
struct UnixSocket {
    private enum Kind {
        case stream, datagram, rights, cycle
    }

    private static let sendBuffer: Int32 = 64 << 20
    private static let outQueue: UInt = 0x5411

    private let crew: Crew
    private let copies: Copies
    private let kind: Kind
    private let chunk: Int

    init(_ arguments: Arguments) {
        crew = Crew(arguments)
        copies = Copies(arguments)
        chunk = arguments.number("chunk") ?? 32 << 10
        switch arguments.word("kind", otherwise: "stream") {
        case "datagram": kind = .datagram
        case "rights": kind = .rights
        case "cycle": kind = .cycle
        default: kind = .stream
        }
    }

    func run() -> Never {
        let itself = self
        let data = zeros(chunk)
        crew.run { share in
            var left = share ?? .max
            while left > 0 {
                let taken = itself.kind == .rights ? itself.flyPipes(data, left) : itself.fillOne(data, left)
                if taken <= 0 { fail("send", bytes: chunk) }
                left -= taken
            }
        }
    }

    private func makePair() -> (Int32, Int32) {
        let type = Int32((kind == .datagram ? SOCK_DGRAM : SOCK_STREAM).rawValue) | Int32(SOCK_NONBLOCK.rawValue)
        guard let ends = pair({ socketpair(AF_UNIX, type, 0, $0) }) else { fail("socketpair") }
        var size = UnixSocket.sendBuffer
        for end in [ends.0, ends.1] where setsockopt(end, SOL_SOCKET, SO_SNDBUFFORCE, &size, 4) != 0 {
            fail("setsockopt SO_SNDBUFFORCE", bytes: Int(size))
        }
        return ends
    }

    /// Fills one pair: truesize that is queued in it then.
    private func fillOne(_ data: UnsafeMutableRawPointer, _ limit: Int) -> Int {
        let ends = makePair()
        // A socket of a cycle holds a few pages only: many small cycles weigh what they hold.
        let most = kind == .cycle ? min(limit, 1 << 20) : limit
        var queued: Int32 = 0
        while Int(queued) < most, send(ends.0, data, chunk, 0) > 0 {
            guard clinux_ioctl(ends.0, UnixSocket.outQueue, &queued) == 0 else { fail("ioctl SIOCOUTQ") }
        }
        copies.keep(ends.1)
        if kind == .cycle {
            guard clinux_send_descriptor(ends.0, ends.1, nil, 0) > 0, clinux_send_descriptor(ends.1, ends.0, nil, 0) > 0
            else { fail("sendmsg of a descriptor") }
            close(ends.0)
            close(ends.1)
        }
        return Int(queued)
    }

    /// Sends up to 200 full pipes over one pair and closes them: bytes in them.
    private func flyPipes(_ data: UnsafeMutableRawPointer, _ limit: Int) -> Int {
        let ends = makePair()
        copies.keep(ends.1)
        var total = 0
        for _ in 0..<200 where total < limit {
            guard let pipe = pair({ pipe2($0, O_NONBLOCK) }) else { fail("pipe2") }
            if clinux_fcntl(pipe.1, F_SETPIPE_SZ, 1 << 20) < 0 { fail("fcntl F_SETPIPE_SZ", bytes: 1 << 20) }
            while total < limit {
                let count = write(pipe.1, data, min(chunk, limit - total))
                if count <= 0 { break }
                total += count
            }
            guard clinux_send_descriptor(ends.0, pipe.0, nil, 0) > 0 else {
                fail("sendmsg of a descriptor")
            }
            close(pipe.0)
            close(pipe.1)
        }
        return total
    }
}
