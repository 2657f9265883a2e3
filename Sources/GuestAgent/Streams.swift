import CLinux
import GuestProtocolEmbedded

/// The two streams of the kernel's own words: `/dev/kmsg` and `trace_pipe`.
struct Streams {
    private let kernelLog: Int32
    private let trace: Int32
    private let out: RecordFile

    /// Opens both, from the oldest message that the kernel still has.
    init(_ out: RecordFile) {
        self.out = out
        kernelLog = clinux_open("/dev/kmsg", O_RDONLY | O_NONBLOCK)
        if kernelLog < 0 { out.trouble("open /dev/kmsg", errno: clinux_errno()) }
        trace = Tracing.open()
        if trace < 0 { out.trouble("open trace_pipe", errno: clinux_errno()) }
    }

    /// Writes down what has come since the last time. Bounded, so that a flood can't hold up the samples for ever.
    func drain() {
        drainKernelLog()
        drainTrace()
    }

    /// One read gives one message. EPIPE says that messages were lost: their sequence numbers show it to the host.
    private func drainKernelLog() {
        for _ in 0..<4096 {
            let count = read(kernelLog, out.textArea.baseAddress, 8192)
            if count > 0 {
                out.text(.kernelMessage, count: count)
            } else if !(count < 0 && (clinux_errno() == EPIPE || clinux_errno() == EINTR)) {
                return
            }
        }
    }

    private func drainTrace() {
        for _ in 0..<256 {
            let count = read(trace, out.textArea.baseAddress, 16384)
            guard count > 0 else { return }
            out.text(.trace, count: count)
        }
    }
}
