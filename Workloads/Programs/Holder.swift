import CLinux

/// A process, usually outside the group, that keeps every descriptor it is given: as long as it lives, what hangs on them is pinned.
///
/// It listens on an abstract socket named after its role, reports, and never reads anything from what it holds. It takes no memory of its own beyond
/// the open files; who filled them stays charged.
struct Holder {
    let arguments: Arguments

    func run() -> Never {
        if clinux_set_descriptor_limit(65536) != 0 { fail("setrlimit RLIMIT_NOFILE") }
        let listener = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        let failure = Holder.withAddress(of: arguments.role) { clinux_bind_unix(listener, $0, $1) }
        guard listener >= 0, failure == 0 else { fail("bind a socket") }
        Threads.reportReady()
        while true { Holder.take(clinux_receive_descriptor(listener)) }
    }

    private static let pidfdOpen = 434
    private static let pidfdGetfd = 438

    /// A descriptor of an io_uring can't be sent (since 6.7): its sender says where it is, as pid and number in one word, and it is fetched.
    private static func take(_ word: Int) {
        if word < 0 { fail("recvmsg of a descriptor") }
        guard word > 0 else { return }
        let process = clinux_call(pidfdOpen, word >> 32, 0, 0, 0, 0)
        if process < 0 { fail("pidfd_open") }
        if clinux_call(pidfdGetfd, process, word & 0xffff_ffff, 0, 0, 0) < 0 { fail("pidfd_getfd") }
    }

    /// Calls `body` with the address of a holder: an abstract name, so that no file system is needed.
    static func withAddress<Result>(
        of role: UnsafePointer<CChar>, _ body: (UnsafePointer<sockaddr_un>, UInt32) -> Result
    ) -> Result {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let length = min(strlen(role), 100)
        withUnsafeMutableBytes(of: &address.sun_path) { path in
            if let start = path.baseAddress { memcpy(start + 1, role, length) }
        }
        return withUnsafePointer(to: &address) { body($0, UInt32(truncatingIfNeeded: 3 + length)) }
    }
}

/// Where a workload sends copies of its descriptors: the holder that `holder` names, or nowhere.
struct Copies {
    private let holder: UnsafePointer<CChar>?
    private let socket: Int32

    init(_ arguments: Arguments) {
        holder = arguments.text("holder")
        socket = holder == nil ? -1 : CLinux.socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        if clinux_set_descriptor_limit(65536) != 0 { fail("setrlimit RLIMIT_NOFILE") }
    }

    /// Gives the holder a copy of `descriptor`.
    func keep(_ descriptor: Int32) {
        guard let holder else { return }
        let sent = Holder.withAddress(of: holder) { clinux_send_descriptor(socket, descriptor, $0, $1) }
        if sent < 0 { fail("sendmsg of a descriptor to", holder) }
    }

    /// Has the holder fetch a copy of a descriptor that can't be sent.
    func haveFetched(_ descriptor: Int32) {
        guard let holder else { return }
        var word = Int(getpid()) << 32 | Int(descriptor)
        let sent = Holder.withAddress(of: holder) { clinux_send_word(socket, &word, $0, $1) }
        if sent < 0 { fail("sendto", holder) }
        Threads.sleep(ns: 50_000_000)
    }
}
