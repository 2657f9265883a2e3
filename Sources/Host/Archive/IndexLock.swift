import Faults
import Foundation
import Synchronization
import SystemPackage

/// The right to use an index: one command at a time has it, about in the order of asking. The kernel returns it when the holder dies.
///
/// SQLite alone asks again and again, ever more seldom: beside fifteen others on an overloaded host one writer was put off for more than ten seconds.
struct IndexLock: ~Copyable {
    /// Open for as long as the lock is held; `nil` on a file system without locks, where SQLite's own waiting has to do.
    private let file: FileDescriptor?

    /// Waits for the lock file at `path`. Throws `HostError` if another command holds it for longer than `patience`, `Errno` if it can't be opened.
    static func acquire(at path: FilePath, patience: Duration) throws -> IndexLock {
        let file = try FileDescriptor.open(
            path, .readWrite, options: [.create, .closeOnExec], permissions: [.ownerReadWrite, .groupRead, .otherRead])
        if flock(file.rawValue, LOCK_EX | LOCK_NB) == 0 { return IndexLock(file: file) }
        guard errno == EWOULDBLOCK else {
            try file.close()
            return IndexLock(file: nil)
        }
        guard try Waiter(file).wait(for: patience) else {
            throw HostError("another command has held \(path) for \(patience)", remedy: "see what it is: fuser \(path)")
        }
        return IndexLock(file: file)
    }

    private init(file: FileDescriptor?) { self.file = file }

    deinit { try? file?.close() }
}

/// A thread that waits for a lock, since flock(2) has no time limit and asking again and again has no order.
private final class Waiter: Sendable {
    private enum State {
        case waiting
        /// The lock is there, or the errno why it isn't.
        case done(Int32)
        case abandoned
    }

    private let state = Mutex(State.waiting)
    private let hasChanged = DispatchSemaphore(value: 0)
    private let file: FileDescriptor

    init(_ file: FileDescriptor) { self.file = file }

    /// Whether the lock was there in time; if not, the file is closed as soon as it is. Throws `Errno`.
    func wait(for patience: Duration) throws -> Bool {
        Thread.detachNewThread { self.block() }
        _ = hasChanged.wait(timeout: .now() + patience / .seconds(1))
        let code: Int32? = state.withLock { state in
            if case .done(let code) = state { return code }
            state = .abandoned
            return nil
        }
        guard let code else { return false }
        guard code == 0 else {
            try file.close()
            throw Errno(rawValue: code)
        }
        return true
    }

    private func block() {
        var code: Int32
        repeat { code = flock(file.rawValue, LOCK_EX) == 0 ? 0 : errno } while code == EINTR
        let isAbandoned = state.withLock { state in
            if case .abandoned = state { return true }
            state = .done(code)
            return false
        }
        if isAbandoned { try? file.close() } else { hasChanged.signal() }
    }
}
