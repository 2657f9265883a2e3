import Foundation
import SystemPackage

/// The right to change the cache: one process at a time has it. The kernel gives it back when the holder dies.
package struct CacheLock: ~Copyable {
    /// Whoever inherits it holds the lock too.
    package let descriptor: FileDescriptor

    /// Takes the lock at `path`, waiting for another holder; `waiting` is called once if there is one.
    package static func acquire(at path: FilePath, waiting: @Sendable () -> Void) async throws -> CacheLock {
        let descriptor = try FileDescriptor.open(
            path, .readWrite, options: [.create, .closeOnExec], permissions: [.ownerReadWrite, .groupRead, .otherRead])
        do {
            var hasWaited = false
            while flock(descriptor.rawValue, LOCK_EX | LOCK_NB) != 0 {
                guard errno == EWOULDBLOCK || errno == EINTR else { throw Errno(rawValue: errno) }
                if !hasWaited { waiting() }
                hasWaited = true
                // Asked again rather than blocked on, so that a cancelled command doesn't hang.
                try await Task.sleep(for: .milliseconds(100))
            }
        } catch {
            try? descriptor.close()
            throw error
        }
        return CacheLock(descriptor: descriptor)
    }

    private init(descriptor: FileDescriptor) { self.descriptor = descriptor }

    deinit { try? descriptor.close() }
}
