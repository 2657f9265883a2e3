import CLinux

/// Queues data in TCP connections over loopback that nobody reads.
///
/// What it holds: socket buffers, as `sock` in memory.stat has them. Who is charged: the group in which a socket was made (kernel memory of the buffers
/// themselves is charged to nobody; what is counted is what TCP forward-allocates). What frees it: a reader, or the end of the last process with the
/// receiving socket.
///
/// - `size`: bytes of `sock` to reach, or `endless` (the default).
/// - `delay`: as for a `Crew`.
/// - `holder`: a role that is given a copy of every receiving socket.
struct TCPSocket {
    private static let buffer: Int32 = 16 << 20
    private static let setInterfaceFlags: UInt = 0x8914

    private let size: Int?
    private let delayNs: Int
    private let copies: Copies
    private let group = OwnGroup()

    init(_ arguments: Arguments) {
        size = arguments.number("size")
        delayNs = arguments.number("delay") ?? 20_000_000
        copies = Copies(arguments)
    }

    func run() -> Never {
        TCPSocket.raiseLoopback()
        let data = zeros(64 << 10)
        let goal = size ?? .max
        if size == nil {
            Threads.reportReady()
            Threads.sleep(ns: delayNs)
        }
        // What is on its way is counted twice, at the sender and at the receiver, until a delayed acknowledgement has come.
        repeat {
            while group.stat("\nsock ") < goal { fillOne(data, goal) }
            Threads.sleep(ns: 300_000_000)
        } while group.stat("\nsock ") < goal
        Threads.reportReady()
        Threads.sleepForever()
    }

    private static func raiseLoopback() {
        let control = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
        // struct ifreq: 16 bytes of name, then the flags.
        withUnsafeTemporaryAllocation(byteCount: 40, alignment: 8) { request in
            guard let start = request.baseAddress else { return }
            memset(start, 0, 40)
            start.storeBytes(of: UInt8(ascii: "l"), as: UInt8.self)
            start.storeBytes(of: UInt8(ascii: "o"), toByteOffset: 1, as: UInt8.self)
            start.storeBytes(of: Int16(1), toByteOffset: 16, as: Int16.self)
            if clinux_ioctl(control, setInterfaceFlags, start) != 0 { fail("ioctl SIOCSIFFLAGS on lo") }
        }
        close(control)
    }

    /// Makes a connection and sends until it takes nothing more, or the goal is reached.
    private func fillOne(_ data: UnsafeMutableRawPointer, _ goal: Int) {
        let (sender, receiver) = connection()
        copies.keep(receiver)
        // The receiver's queue fills while its softirq runs: a full socket gets a moment and a second try.
        for _ in 0..<3 {
            while group.stat("\nsock ") < goal, send(sender, data, 64 << 10, Int32(MSG_DONTWAIT)) > 0 {}
            Threads.sleep(ns: 2_000_000)
        }
    }

    private func connection() -> (Int32, Int32) {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        let sender = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var size = TCPSocket.buffer
        if listener < 0 || sender < 0 { fail("socket") }
        let receiving = setsockopt(listener, SOL_SOCKET, SO_RCVBUFFORCE, &size, 4)
        let sending = setsockopt(sender, SOL_SOCKET, SO_SNDBUFFORCE, &size, 4)
        if receiving != 0 || sending != 0 { fail("setsockopt SO_RCVBUFFORCE, SO_SNDBUFFORCE", bytes: Int(size)) }
        var address = sockaddr_in()
        guard clinux_listen_on_loopback(listener, &address) == 0, clinux_connect(sender, &address) == 0 else {
            fail("listen and connect")
        }
        let receiver = clinux_accept(listener)
        guard receiver >= 0 else { fail("accept") }
        close(listener)
        return (sender, receiver)
    }
}
