import CLinux

/// Which of QEMU's two threads may go on: the CPUs' thread, until it waits for work, and then the main thread, until it waits for events.
///
/// Where instructions are counted, the clock of an idle machine jumps to its next timer. The main thread makes it jump as soon as it sees every CPU
/// halted, and it may see that before the CPUs' thread has accounted for the instructions that led to the halt, or between the turns of two CPUs
/// (QEMU 7.2: `icount_start_warp_timer` in softmmu/icount.c, `rr_cpu_thread_fn` in accel/tcg/tcg-accel-ops-rr.c). The clock is then ahead by those
/// instructions for good. Taking turns leaves the main thread nothing to see but CPUs that wait.
struct Turns {
    /// One of QEMU's threads, by what it does.
    enum Thread {
        case main
        case cpus
    }

    private struct State {
        /// Who may go on; `nil` while both wait. QEMU starts in its main thread.
        var holder: Thread? = .main
        /// The first other thread that waits for a condition, as the CPUs' thread does before the machine starts; 0 before that.
        var cpusThread: pid_t = 0
    }

    private let state: UnsafeMutablePointer<State>
    /// Guards the state.
    private let lock: UnsafeMutablePointer<pthread_mutex_t>
    private let changed: UnsafeMutablePointer<pthread_cond_t>

    init() {
        state = .allocate(capacity: 1)
        state.initialize(to: State())
        lock = .allocate(capacity: 1)
        pthread_mutex_init(lock, nil)
        changed = .allocate(capacity: 1)
        pthread_cond_init(changed, nil)
    }

    /// Which of the two the calling thread, which waits for a condition, is; `nil` for any other.
    func caller() -> Thread? {
        let thread = gettid()
        if thread == getpid() { return .main }
        return locked {
            if state.pointee.cpusThread == 0 { state.pointee.cpusThread = thread }
            return state.pointee.cpusThread == thread ? .cpus : nil
        }
    }

    /// `thread` is about to wait.
    func leave(_ thread: Thread) {
        locked {
            guard state.pointee.holder == thread else { return }
            state.pointee.holder = nil
            pthread_cond_broadcast(changed)
        }
    }

    /// `thread` goes on when the other waits, however long that takes: a guest that never rests locks out the control socket and every signal but
    /// SIGKILL, by which the guard ends QEMU.
    func enter(_ thread: Thread) {
        locked {
            awaitRest()
            state.pointee.holder = thread
        }
    }

    /// `thread`, which holds `held`, goes on when the other waits, and lends it `held` until then.
    ///
    /// It takes its turn only with `held` in hand: the main thread also waits for events with QEMU's big lock taken, when it cleans up, and a CPUs'
    /// thread that had the turn and waited for that lock would wait for ever.
    func enter(_ thread: Thread, lending held: UnsafeMutablePointer<pthread_mutex_t>) {
        while !take(thread) {
            pthread_mutex_unlock(held)
            locked(awaitRest)
            pthread_mutex_lock(held)
        }
    }

    /// Gives `thread` the turn where nobody has it; whether it does.
    private func take(_ thread: Thread) -> Bool {
        locked {
            guard state.pointee.holder == nil else { return false }
            state.pointee.holder = thread
            return true
        }
    }

    /// Returns when both wait. The lock is taken.
    private func awaitRest() {
        while state.pointee.holder != nil { _ = Original.conditionWait(changed, lock) }
    }

    private func locked<Result>(_ body: () -> Result) -> Result {
        pthread_mutex_lock(lock)
        defer { pthread_mutex_unlock(lock) }
        return body()
    }
}
