import CLinux
import GuestProtocolEmbedded

/// The two streams of the kernel's own words: `/dev/kmsg` and `trace_pipe`.
struct Streams {
    private let kernelLog: Int32
    private let trace: Int32
    private let out: RecordFile
    private var allowance = Allowance()
    /// Bytes of trace written down so far.
    private(set) var traceBytes = 0

    /// Opens both, from the oldest message that the kernel still has.
    init(_ out: RecordFile) {
        self.out = out
        kernelLog = clinux_open("/dev/kmsg", O_RDONLY | O_NONBLOCK)
        if kernelLog < 0 { out.trouble("open /dev/kmsg", errno: clinux_errno()) }
        trace = Tracing.open()
        if trace < 0 { out.trouble("open trace_pipe", errno: clinux_errno()) }
    }

    /// Writes down what has come since the last time, within the allowance.
    mutating func drain(now: UInt64) {
        allowance.refill(now)
        if allowance.isOpen { drainKernelLog() }
        drainTrace()
    }

    /// Writes down everything that the kernel still has.
    mutating func drainAll() {
        drainKernelLog()
        drainTrace()
    }

    /// One read gives one message. EPIPE says that messages were lost: their sequence numbers show it to the host.
    private mutating func drainKernelLog() {
        for _ in 0..<2048 {
            let count = read(kernelLog, out.textArea.baseAddress, 8192)
            if count > 0 {
                out.text(.kernelMessage, count: count)
                allowance.spend(count &+ Frame.headerSize)
            } else if !(count < 0 && (clinux_errno() == EPIPE || clinux_errno() == EINTR)) {
                return
            }
        }
    }

    private mutating func drainTrace() {
        for _ in 0..<256 {
            let count = read(trace, out.textArea.baseAddress, 16384)
            guard count > 0 else { return }
            out.text(.trace, count: count)
            traceBytes &+= count
        }
    }
}

/// Keeps a kernel that never stops talking from filling the record file: an OOM in which nothing may be killed reports itself hundreds of
/// times a second. What is not read in time the kernel overwrites, and the sequence numbers show the gap.
private struct Allowance {
    private static let burst = 3 << 20
    private static let bytesPerSecond = 192 << 10

    private var bytes = burst
    private var last: UInt64 = 0

    var isOpen: Bool { bytes > 0 }

    mutating func refill(_ now: UInt64) {
        let milliseconds = last == 0 ? 0 : Int(truncatingIfNeeded: min((now &- last) / 1_000_000, 10_000))
        guard last == 0 || milliseconds > 0 else { return }
        last = now
        bytes = min(bytes &+ milliseconds &* Allowance.bytesPerSecond / 1000, Allowance.burst)
    }

    mutating func spend(_ count: Int) { bytes &-= count }
}
