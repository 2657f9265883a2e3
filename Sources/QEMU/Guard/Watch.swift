import CLinux

/// Waits for the child, the command's pipe and signals at once.
enum Watch {
    /// What came first.
    enum Event {
        /// The child ended by itself, with this status.
        case ended(Int32)
        /// This signal told the guard to stop.
        case told(Int32)
        /// The command closed its end of the pipe, most likely by dying.
        case commandGone
    }

    /// Returns with the first event. `signals` delivers SIGCHLD and the signals that mean "stop".
    static func wait(for child: Child, signals: Int32) -> Event {
        let files = UnsafeMutablePointer<pollfd>.allocate(capacity: 2)
        defer { files.deallocate() }
        while true {
            if let status = child.exitStatus() { return .ended(status) }
            files[0] = pollfd(fd: 0, events: Int16(POLLIN), revents: 0)
            files[1] = pollfd(fd: signals, events: Int16(POLLIN), revents: 0)
            guard poll(files, 2, -1) > 0 else { continue }
            if files[1].revents != 0 {
                let signal = SignalFile.next(signals)
                if signal > 0 && signal != SIGCHLD { return .told(signal) }
            }
            if files[0].revents != 0 && pipeClosed() {
                // A child that ended in the same moment has ended by itself: its folder is complete, and the command's.
                if let status = child.exitStatus() { return .ended(status) }
                return .commandGone
            }
        }
    }

    /// Takes what the command wrote, which means nothing, and says whether its end is closed.
    private static func pipeClosed() -> Bool {
        var byte: UInt8 = 0
        let got = read(0, &byte, 1)
        return got == 0 || (got < 0 && clinux_errno() != EINTR && clinux_errno() != EAGAIN)
    }
}
