#if canImport(Glibc)
    import Glibc
#endif

/// The one way in which data leaves through standard output, and words through standard error.
enum StandardOutput {
    /// Writes all of `bytes`. What can't be written ends the command: nobody would see what follows, and half an answer must not pass for one.
    ///
    /// A reader that went away (EPIPE, with SIGPIPE ignored or not) ends it without a word, as it does every program; anything else (a full disk, a
    /// closed descriptor) with the reason on standard error. Both end with status 2. A pipe that is full is waited for, blocking or not.
    static func write(_ bytes: [UInt8]) {
        let code = writeAll(bytes, to: STDOUT_FILENO)
        guard code != 0 else { return }
        if code != EPIPE {
            let reason = String(cString: strerror(code))
            complain("oomlab: can't write to standard output (\(reason)); the answer is not whole\n")
        }
        exit(2)
    }

    /// Takes the places of streams that the command was started without: else the first file that it opens would be its standard output.
    static func holdPlaces() {
        for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) < 0 {
            // The wrong way round, so that its use fails as that of a closed one does.
            _ = open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY)
        }
    }

    /// Writes to standard error; where that fails there is nobody to tell.
    static func complain(_ text: String) { _ = writeAll(Array(text.utf8), to: STDERR_FILENO) }

    /// 0, or the errno with which it failed.
    private static func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Int32 {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count >= 0 {
                rest = rest.dropFirst(count)
            } else if errno == EAGAIN || errno == EWOULDBLOCK {
                var state = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                poll(&state, 1, -1)
            } else if errno != EINTR {
                return errno
            }
        }
        return 0
    }
}
