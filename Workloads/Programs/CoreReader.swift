import CLinux

/// Reads a core dump from its standard input, slowly: the program behind the `|` of `kernel.core_pattern`.
///
/// The kernel starts it, outside every group, when a process dumps core: `|/bin/workload core-reader pause=20ms`. What it holds: the dumping process, which
/// waits in its write to the pipe and keeps its mm meanwhile. What frees it: the end of the dump, or its own.
///
/// - `pause`: time between two reads of a page (20 ms).
struct CoreReader {
    let arguments: Arguments

    func run() -> Never {
        let pause = arguments.number("pause") ?? 20_000_000
        withUnsafeTemporaryAllocation(byteCount: pageSize, alignment: 8) { buffer in
            while read(0, buffer.baseAddress, pageSize) > 0 { Threads.sleep(ns: pause) }
        }
        _exit(0)
    }
}
