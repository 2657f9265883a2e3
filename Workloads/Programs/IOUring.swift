import CLinux

/// Takes anonymous memory and registers it as fixed buffers of an io_uring, which pins the pages.
///
/// What it holds: `size` bytes of anonymous pages, as RSS and pinned. Who is charged: its own group. What frees it: the end of the last process that has the ring
/// open: unmapping, the reaper and the death of the owner leave the pinned pages charged as long as a holder has the ring.
///
/// - `size`: bytes; whole buffers of 1 GiB at most.
/// - `register`: 1 (the default), or 0 to leave the pages unpinned.
/// - `holder`: a role that is given a copy of the ring.
struct IOUring {
    private static let setup = 425
    private static let register = 427

    let arguments: Arguments

    func run() -> Never {
        let copies = Copies(arguments)
        let size = arguments.number("size") ?? 0
        guard let start = clinux_map(size, MAP_PRIVATE | MAP_ANONYMOUS, -1) else { fail("mmap", bytes: size) }
        madvise(start, size, MADV_NOHUGEPAGE)
        var offset = 0
        while offset < size {
            (start + offset).storeBytes(of: 1, as: UInt8.self)
            offset += pageSize
        }
        if clinux_lift_lock_limit() != 0 { fail("setrlimit RLIMIT_MEMLOCK") }
        let ring = withUnsafeTemporaryAllocation(byteCount: 256, alignment: 8) { parameters in
            guard let start = parameters.baseAddress else { return -1 }
            memset(start, 0, 256)
            return clinux_call(IOUring.setup, 4, Int(bitPattern: start), 0, 0, 0)
        }
        guard ring >= 0 else { fail("io_uring_setup") }
        if arguments.number("register") != 0 {
            var buffer = iovec(iov_base: start, iov_len: size)
            let failure = withUnsafePointer(to: &buffer) {
                clinux_call(IOUring.register, ring, 0, Int(bitPattern: $0), 1, 0)
            }
            if failure != 0 { fail("io_uring_register IORING_REGISTER_BUFFERS", bytes: size) }
        }
        copies.haveFetched(Int32(truncatingIfNeeded: ring))
        Threads.reportReady()
        Threads.sleepForever()
    }
}
