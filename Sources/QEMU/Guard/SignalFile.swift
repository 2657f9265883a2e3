import CLinux

/// Signals as something that can be polled.
enum SignalFile {
    /// Blocks the guard's signals and opens them as a file. On failure `poll` ignores the negative number, and PR_SET_PDEATHSIG still holds.
    static func open() -> Int32 {
        var set = sigset_t()
        sigemptyset(&set)
        sigaddset(&set, SIGCHLD)
        sigaddset(&set, SIGTERM)
        sigaddset(&set, SIGINT)
        sigaddset(&set, SIGHUP)
        // An inherited "ignored" SIGCHLD would let the kernel reap the child and give its pid away.
        clinux_reset_signal(SIGCHLD)
        sigprocmask(SIG_BLOCK, &set, nil)
        return signalfd(-1, &set, Int32(SFD_CLOEXEC))
    }

    /// The next signal's number; 0 where none could be read.
    static func next(_ file: Int32) -> Int32 {
        var info = signalfd_siginfo()
        let size = MemoryLayout<signalfd_siginfo>.size
        guard read(file, &info, size) == size else { return 0 }
        return Int32(bitPattern: info.ssi_signo)
    }

    /// What a fresh program expects: nothing blocked, and a write to a closed pipe deadly.
    static func unblockAll() {
        var set = sigset_t()
        sigemptyset(&set)
        sigprocmask(SIG_SETMASK, &set, nil)
        clinux_reset_signal(SIGPIPE)
    }
}
