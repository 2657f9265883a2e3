import Digest
import Faults
import Foundation
import HostFiles
import SystemPackage

/// A machine's state on its way between QEMU and a file. It is hashed as it passes, so that nothing is read twice.
enum StateStream {
    /// The socket's name in the machine's folder.
    static let socketName = "state.sock"
    private static let pieceBytes = 1 << 20

    /// What has passed.
    struct Account: Equatable, Sendable {
        /// SHA-256 in hexadecimal digits.
        let sha256: String
        let bytes: Int
    }

    /// Writes everything that comes from `socket` to `file` from `offset` on. Throws `HostError` where the disk doesn't take it.
    static func receive(from socket: FileDescriptor, into file: FileDescriptor, at offset: Int) async throws -> Account
    {
        try await onThread {
            try pass { piece, _ in
                retried { recv(socket.rawValue, piece.baseAddress, piece.count, Int32(MSG_WAITALL)) }
            } write: { piece, position in
                pwrite(file.rawValue, piece.baseAddress, piece.count, offset + position)
            }
        }
    }

    /// Writes everything in `file` from `offset` on to `socket`. Throws `HostError` where QEMU doesn't take it.
    static func send(_ file: FileDescriptor, from offset: Int, to socket: FileDescriptor) async throws -> Account {
        try await onThread {
            try pass { piece, position in
                retried { pread(file.rawValue, piece.baseAddress, piece.count, offset + position) }
            } write: { piece, _ in
                Glibc.send(socket.rawValue, piece.baseAddress, piece.count, Int32(MSG_NOSIGNAL))
            }
        }
    }

    private static func pass(
        read: (UnsafeMutableRawBufferPointer, Int) -> Int, write: (UnsafeRawBufferPointer, Int) -> Int
    ) throws -> Account {
        let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: pieceBytes, alignment: 4096)
        defer { piece.deallocate() }
        var hash = SHA256()
        var position = 0
        while true {
            let count = read(piece, position)
            guard count >= 0 else { throw HostError("can't read a machine's state (\(SystemCause.ofErrno))") }
            guard count > 0 else { return Account(sha256: hash.finish(), bytes: position) }
            let content = UnsafeRawBufferPointer(rebasing: piece[..<count])
            hash.update(content)
            var written = 0
            while written < count {
                let some = retried { write(UnsafeRawBufferPointer(rebasing: content[written...]), position + written) }
                guard some > 0 else { throw HostError("can't write a machine's state (\(SystemCause.ofErrno))") }
                written += some
            }
            position += count
        }
    }

    private static func retried(_ call: () -> Int) -> Int {
        while true {
            let result = call()
            if result >= 0 || errno != EINTR { return result }
        }
    }

    /// Blocking work, outside the threads that serve tasks. It ends when QEMU does, whose end closes the socket.
    private static func onThread<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws
        -> Result
    {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(with: Swift.Result(catching: body)) }
        }
    }
}
