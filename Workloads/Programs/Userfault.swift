import CLinux

/// Has threads wait in page faults that nobody answers (userfaultfd), in a process that holds memory.
///
/// What it holds: anonymous memory, and `threads` threads that sleep in handle_userfault(), which drop the mmap lock before they sleep and wake for SIGKILL.
/// Who is charged: its own group. What frees it: the reaper, or the end of the process.
///
/// - `size`: bytes of anonymous memory besides.
/// - `threads`: threads that wait (1).
struct Userfault {
    private static let userfaultfd = 323
    // _IOWR(0xAA, …): the macros are beyond Swift's importer.
    private static let api: UInt = 0xc018_aa3f
    private static let register: UInt = 0xc020_aa00
    private static let version: UInt64 = 0xaa

    let arguments: Arguments

    func run() -> Never {
        Hoard(arguments).fill(arguments.number("size") ?? 0)
        let threads = max(arguments.number("threads") ?? 1, 1)
        let watched = Userfault.watch(threads * pageSize)
        for number in 0..<threads {
            Threads.start(Userfault.fault, watched + number * pageSize)
        }
        Threads.sleep(ns: 20_000_000)
        Threads.reportReady()
        Threads.sleepForever()
    }

    /// A mapping whose missing pages are someone else's to bring.
    private static func watch(_ size: Int) -> UnsafeMutableRawPointer {
        let descriptor = Int32(truncatingIfNeeded: clinux_call(userfaultfd, 0, 0, 0, 0, 0))
        guard descriptor >= 0 else { fail("userfaultfd") }
        guard let start = clinux_map(size, MAP_PRIVATE | MAP_ANONYMOUS, -1) else { fail("mmap", bytes: size) }
        var hello = uffdio_api()
        hello.api = version
        guard clinux_ioctl(descriptor, api, &hello) == 0 else { fail("ioctl UFFDIO_API") }
        var area = uffdio_register()
        area.range.start = UInt64(UInt(bitPattern: start))
        area.range.len = UInt64(size)
        area.mode = 1
        guard clinux_ioctl(descriptor, register, &area) == 0 else { fail("ioctl UFFDIO_REGISTER") }
        return start
    }

    private static let fault: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { page in
        page?.storeBytes(of: 1, as: UInt8.self)
        Threads.sleepForever()
    }
}
