import CLinux

/// The guarded process.
struct Child {
    /// Its pid; negative where it could not be forked.
    let pid: pid_t

    /// Forks and executes `program`, with standard input from nowhere, no signal blocked, and its death bound to the guard's.
    static func start(_ program: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Child {
        let parent = getpid()
        let pid = fork()
        guard pid == 0 else { return Child(pid: pid) }
        guard clinux_set_parent_death_signal(SIGKILL) == 0, getppid() == parent else { _exit(126) }
        let nowhere = clinux_open("/dev/null", O_RDONLY)
        if nowhere < 0 || dup2(nowhere, 0) != 0 { _exit(126) }
        SignalFile.unblockAll()
        guard let path = program[0] else { _exit(126) }
        execv(path, program)
        let error = clinux_errno()
        Complaint.write("oomlab-guard: can't start ")
        Complaint.write(program[0])
        Complaint.write(": ")
        Complaint.write(strerror(error))
        Complaint.write("\n")
        _exit(127)
    }

    /// Kills it and waits until it is gone. Its pid can't have been given to another process: nobody else reaps it.
    func kill() {
        _ = CLinux.kill(pid, SIGKILL)
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0 && clinux_errno() == EINTR {}
    }

    /// Its exit status as a shell reports it, or `nil` while it runs.
    func exitStatus() -> Int32? {
        var status: Int32 = 0
        guard waitpid(pid, &status, WNOHANG) == pid else { return nil }
        let signal = status & 0x7f
        return signal == 0 ? (status >> 8) & 0xff : 128 + signal
    }
}
