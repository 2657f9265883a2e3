import CLinux

/// A process with memory whose mmap lock is held, or hard to get.
///
/// What it holds: `size` bytes of anonymous memory (charged to its own group, freed by the reaper, if that gets the lock, or by the end of the mm), and the lock:
/// - `act: fuse`: a thread waits in mmap(2) with the lock held for write, until the server (`server`) answers a read.
/// - `act: pkey`: maps the server's file at a fixed address for a `memory-reader`; `delay` later a thread that SIGKILL can't wake asks for the lock for write.
/// - `act: mmap`: the same, but with a thread that can be killed while it waits.
/// - `act: frozen-file`: a thread writes to a mapped page of a file system that an `fs-freezer` has frozen by then, `delay` later, and waits in the fault; then
///   one unmaps the page (`behind: unmap`), or one asks for the lock in a way that SIGKILL can't end (`pkey`), or both, or nobody (`none`).
/// - `act: storm`: `threads` threads map, protect and unmap without a pause.
/// - `act: fork`: a thread forks again and again; `tables` bytes of page tables have to be copied each time with the lock held.
struct MmapLock {
    /// Where a `memory-reader` looks.
    static let meetingPlace = 0x5_0000_0000
    private static let pkeyAlloc = 330

    private let arguments: Arguments

    init(_ arguments: Arguments) { self.arguments = arguments }

    func run() -> Never {
        Hoard(arguments).fill(arguments.number("size") ?? 0)
        let act = arguments.word("act", otherwise: "fuse")
        switch act {
        case "storm": storm()
        case "fork": forkAgainAndAgain()
        case "fuse": waitInMmap()
        case "frozen-file": writeToFrozenFile()
        default: meetReader(isKillable: act == "mmap")
        }
        Threads.reportReady()
        Threads.sleepForever()
    }

    private func start(
        _ body: @escaping @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer?,
        _ argument: UnsafeMutableRawPointer? = nil
    ) {
        Threads.start(body, argument)
    }

    private func openFile() -> Int {
        guard let server = arguments.text("server") else { fail("no server", errno: 0, status: 64) }
        let file = clinux_open(FuseServer.file(ofServer: server).cString, O_RDONLY)
        guard file >= 0 else { fail("open the file of", server) }
        return Int(file)
    }

    /// The order matters: the page is locked by a read on the way before the second descriptor is mapped.
    private func waitInMmap() {
        let cached = openFile()
        let direct = openFile()
        start(
            { file in
                withUnsafeTemporaryAllocation(byteCount: 64, alignment: 8) { buffer in
                    _ = pread(Int32(Int(bitPattern: file)), buffer.baseAddress, 64, 0)
                }
                Threads.sleepForever()
            }, UnsafeMutableRawPointer(bitPattern: cached))
        Threads.sleep(ns: 50_000_000)
        start(
            { file in
                _ = clinux_map_readable(nil, pageSize, MAP_PRIVATE, Int32(Int(bitPattern: file)))
                Threads.sleepForever()
            }, UnsafeMutableRawPointer(bitPattern: direct))
        // Nothing here may fault once the lock is taken: a signal handler's stack, a new page, anything would wait as well.
        Threads.sleep(ns: 50_000_000)
    }

    private func meetReader(isKillable: Bool) {
        let file = Int32(truncatingIfNeeded: openFile())
        let place = UnsafeMutableRawPointer(bitPattern: MmapLock.meetingPlace)
        guard clinux_map_readable(place, pageSize, MAP_SHARED | MAP_FIXED, file) != nil else {
            fail("mmap the server's file")
        }
        if isKillable {
            later(delay) { _ = clinux_map(pageSize, MAP_PRIVATE | MAP_ANONYMOUS, -1) }
        } else {
            later(delay, askUnkillably)
        }
    }

    /// The order matters: the fault first, and the thread that can be killed before the one that can't.
    private func writeToFrozenFile() {
        let page = FrozenFile(arguments).page
        let behind = arguments.word("behind", otherwise: "both")
        later(delay) { page.storeBytes(of: 1, as: UInt8.self) }
        if behind == "unmap" || behind == "both" { later(delay + 50_000_000) { munmap(page, pageSize) } }
        if behind == "pkey" || behind == "both" { later(delay + 100_000_000, askUnkillably) }
    }

    /// When the second act begins.
    private var delay: Int { arguments.number("delay") ?? 300_000_000 }

    /// Waits for the lock for write where SIGKILL doesn't wake it.
    private func askUnkillably() { _ = clinux_call(MmapLock.pkeyAlloc, 0, 0, 0, 0, 0) }

    /// What a thread does after a while.
    private final class Deed {
        let delay: Int
        let body: () -> Void

        init(_ delay: Int, _ body: @escaping () -> Void) {
            self.delay = delay
            self.body = body
        }
    }

    private func later(_ delay: Int, _ body: @escaping () -> Void) {
        start(
            { argument in
                guard let argument else { return nil }
                let deed = Unmanaged<Deed>.fromOpaque(argument).takeUnretainedValue()
                Threads.sleep(ns: deed.delay)
                deed.body()
                Threads.sleepForever()
            }, Unmanaged.passRetained(Deed(delay, body)).toOpaque())
    }

    private func storm() {
        for _ in 0..<max(arguments.number("threads") ?? 1, 1) {
            start { _ in
                while true {
                    guard let start = clinux_map(1 << 20, MAP_PRIVATE | MAP_ANONYMOUS, -1) else { continue }
                    mprotect(start, 4096, PROT_READ)
                    munmap(start, 1 << 20)
                }
            }
        }
    }

    private func forkAgainAndAgain() {
        let tables = (arguments.number("tables") ?? 0) / pageSize
        let span = 2 << 20
        let start = zeros(max(tables, 1) * span + span)
        // One written page gives the mapping an anon_vma: without one fork(2) has nothing to copy.
        start.storeBytes(of: 1, as: UInt8.self)
        for table in 0..<tables { sink = (start + table * span + pageSize).load(as: UInt8.self) }
        self.start { _ in
            while true {
                let child = fork()
                if child == 0 { _exit(0) }
                if child > 0 { waitpid(child, nil, 0) }
            }
        }
    }
}

/// Reads one page of another process through `/proc/PID/mem`, and so holds that process's mmap lock for read as long as the page doesn't come.
///
/// - `target`: the role of a `mmap-lock` process with `act: pkey` or `act: mmap`.
struct MemoryReader {
    let arguments: Arguments

    func run() -> Never {
        guard let target = arguments.text("target"), let pid = Others.pid(of: target) else {
            fail("find the process", arguments.text("target"), errno: ESRCH)
        }
        var path = CText("/proc/")
        path.append(Int(pid))
        path.append("/mem")
        let file = clinux_open(path.cString, O_RDONLY)
        guard file >= 0 else { fail("open", path.cString) }
        Threads.reportReady()
        withUnsafeTemporaryAllocation(byteCount: 64, alignment: 8) { buffer in
            _ = pread(file, buffer.baseAddress, 64, MmapLock.meetingPlace)
        }
        Threads.sleepForever()
    }
}
