import CLinux
import GuestProtocolEmbedded

/// What the recorder and the actor both know of the plan's processes: their pids as soon as they have one, and the pipes by which they speak.
final class Roster {
    /// Of each process.
    let count: Int
    private let pids: UnsafeMutablePointer<Int32>
    private let pipes: UnsafeMutablePointer<Int32>

    /// Makes every pipe now, and has the kernel give it its page: what a workload says is neither charged to its group, nor can it fail there.
    init(_ processes: [Process], _ out: RecordFile) {
        count = processes.count
        pids = SharedMemory.take(max(1, count) * 4).bindMemory(to: Int32.self, capacity: max(1, count))
        pipes = UnsafeMutablePointer<Int32>.allocate(capacity: max(1, count) * 2)
        pipes.initialize(repeating: -1, count: max(1, count) * 2)
        for index in 0..<count where pipe2(pipes + 2 * index, O_CLOEXEC | O_NONBLOCK) != 0 || !warm(index) {
            out.trouble("pipe", errno: clinux_errno())
        }
    }

    /// The pid of a process; 0 until it is started. The kernel puts it there before the process runs, and so before it can be found dead.
    func pid(_ process: Int) -> Int32 { pids[process] }

    /// Where the kernel is to put the pid.
    func pidPlace(_ process: Int) -> UnsafeMutablePointer<Int32> { pids + process }

    /// Where the recorder hears a process.
    func ear(_ process: Int) -> Int32 { pipes[2 * process] }

    /// What a process speaks into.
    func mouth(_ process: Int) -> Int32 { pipes[2 * process + 1] }

    /// Closes what a process speaks into, in the recorder from the beginning and in the actor once it is started.
    func closeMouth(_ process: Int) {
        close(pipes[2 * process + 1])
        pipes[2 * process + 1] = -1
    }

    private func warm(_ process: Int) -> Bool {
        var byte: UInt8 = 0
        return write(mouth(process), &byte, 1) == 1 && read(ear(process), &byte, 1) == 1
    }
}
