import CLinux

// The dynamic linker finds these before the C library's: QEMU's threads wait here.

/// The C library's own functions, which the interposed ones stand for.
enum Original {
    typealias ConditionWait =
        @convention(c) (
            UnsafeMutablePointer<pthread_cond_t>, UnsafeMutablePointer<pthread_mutex_t>
        ) -> Int32
    typealias Poll =
        @convention(c) (
            UnsafeMutablePointer<pollfd>?, nfds_t, UnsafePointer<timespec>?, UnsafePointer<sigset_t>?
        ) -> Int32

    // Both are functions of the C library with exactly these C types (pthread_cond_wait(3), ppoll(2)), and QEMU isn't started without them: a symbol that is
    // missing would be a null pointer here, and the dynamic linker has refused QEMU before.
    static let conditionWait = unsafeBitCast(clinux_next_symbol("pthread_cond_wait"), to: ConditionWait.self)
    static let poll = unsafeBitCast(clinux_next_symbol("ppoll"), to: Poll.self)
}

// Its pointers are set once, before QEMU has a second thread; what they point to is only touched with its own lock held.
nonisolated(unsafe) private let turns = Turns()

/// pthread_cond_wait(3): where the CPUs' thread waits for work, and the main thread for the CPUs' thread.
@_cdecl("pthread_cond_wait")
public func waitForCondition(
    _ condition: UnsafeMutablePointer<pthread_cond_t>, _ mutex: UnsafeMutablePointer<pthread_mutex_t>
) -> Int32 {
    guard let thread = turns.caller() else { return Original.conditionWait(condition, mutex) }
    turns.leave(thread)
    defer { turns.enter(thread, lending: mutex) }
    return Original.conditionWait(condition, mutex)
}

/// ppoll(2): where the main thread waits for events.
@_cdecl("ppoll")
public func waitForEvents(
    _ files: UnsafeMutablePointer<pollfd>?, _ count: nfds_t, _ timeout: UnsafePointer<timespec>?,
    _ mask: UnsafePointer<sigset_t>?
) -> Int32 {
    guard gettid() == getpid() else { return Original.poll(files, count, timeout, mask) }
    turns.leave(.main)
    let ready = Original.poll(files, count, timeout, mask)
    let error = clinux_errno()
    turns.enter(.main)
    clinux_set_errno(error)
    return ready
}
