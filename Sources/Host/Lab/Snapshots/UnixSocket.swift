import Faults
import Foundation
import HostFiles
import SystemPackage

/// Unix sockets in a run's folder, by their file names: the address of a socket has room for 107 bytes only, and folders may lie deeper.
enum UnixSocket {
    /// Makes the socket `name` in `folder`, in place of one that an earlier attempt left, and listens on it. Throws `HostError`.
    static func listen(_ name: String, in folder: FilePath) throws -> FileDescriptor {
        unlink(folder.appending(name).string)
        return try open(name, in: folder, "listen on") { socket, address, length in
            bind(socket, address, length) == 0 && Glibc.listen(socket, 1) == 0
        }
    }

    /// Connects to the socket `name` in `folder`, where somebody listens. Throws `HostError`.
    static func connect(_ name: String, in folder: FilePath) throws -> FileDescriptor {
        try open(name, in: folder, "connect to") { socket, address, length in
            Glibc.connect(socket, address, length) == 0
        }
    }

    /// Waits for somebody to connect. Ends when the task is cancelled.
    static func accept(on listener: FileDescriptor) async throws -> FileDescriptor {
        while true {
            var question = pollfd(fd: listener.rawValue, events: Int16(POLLIN), revents: 0)
            if poll(&question, 1, 0) > 0 {
                let socket = Glibc.accept(listener.rawValue, nil, nil)
                if socket >= 0 {
                    _ = fcntl(socket, F_SETFD, FD_CLOEXEC)
                    return FileDescriptor(rawValue: socket)
                }
                guard errno == EINTR || errno == ECONNABORTED else {
                    throw HostError("can't accept a connection (\(SystemCause.ofErrno))")
                }
            }
            try await Task.sleep(for: .milliseconds(1), tolerance: .milliseconds(1))
        }
    }

    private static func open(
        _ name: String, in folder: FilePath, _ verb: String,
        _ use: (Int32, UnsafePointer<sockaddr>, socklen_t) -> Bool
    ) throws -> FileDescriptor {
        func failure() -> HostError { HostError("can't \(verb) \(folder.appending(name)) (\(SystemCause.ofErrno))") }
        let place = Glibc.open(folder.string, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard place >= 0 else { throw failure() }
        defer { close(place) }
        let made = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard made >= 0 else { throw failure() }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: "/proc/self/fd/\(place)/\(name)".utf8) }
        let done = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                use(made, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard done else {
            defer { close(made) }
            throw failure()
        }
        return FileDescriptor(rawValue: made)
    }
}
