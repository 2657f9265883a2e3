import CLinux

/// An innocent bystander: takes `size` bytes of anonymous memory, reports, and sleeps.
///
/// Its pages are charged to its own group and go with the process; the reaper can take them before that.
struct Idle {
    let arguments: Arguments

    func run() -> Never {
        Hoard(arguments).fill(arguments.number("size") ?? 0)
        Threads.reportReady()
        Threads.sleepForever()
    }
}
