import CLinux

/// Fills pipes that nobody reads.
///
/// What it holds: one page for every 4096 bytes in a pipe, and almost no RSS. Who is charged: the group of the process that writes. What frees it: a
/// reader, or the end of the last process that has the pipe open; the OOM reaper can't, since the pages belong to no mm.
///
/// - `Crew`'s arguments; `size` counts the bytes in all pipes.
/// - `capacity`: of each pipe (F_SETPIPE_SZ; 1 MiB).
/// - `chunk`: bytes of one write(2) (64 KiB).
/// - `holder`: a role that is given a copy of every pipe's reading end.
struct Pipe {
    private let crew: Crew
    private let copies: Copies
    private let capacity: Int
    private let chunk: Int

    init(_ arguments: Arguments) {
        crew = Crew(arguments)
        copies = Copies(arguments)
        capacity = arguments.number("capacity") ?? 1 << 20
        chunk = arguments.number("chunk") ?? 64 << 10
    }

    func run() -> Never {
        let itself = self
        let data = zeros(chunk)
        crew.run { share in
            var left = share ?? .max
            while left > 0 { left -= itself.fillOne(data, atMost: left) }
        }
    }

    /// Makes a pipe and fills it: how many bytes it took.
    private func fillOne(_ data: UnsafeMutableRawPointer, atMost limit: Int) -> Int {
        guard let ends = pair({ pipe2($0, O_NONBLOCK) }) else { fail("pipe2") }
        copies.keep(ends.0)
        guard clinux_fcntl(ends.1, F_SETPIPE_SZ, Int32(truncatingIfNeeded: capacity)) > 0 else {
            fail("fcntl F_SETPIPE_SZ", bytes: capacity)
        }
        var total = 0
        while total < limit {
            let count = write(ends.1, data, min(chunk, limit - total))
            if count <= 0 { break }
            total += count
        }
        if total == 0 { fail("write to a pipe", bytes: chunk) }
        return total
    }
}
