import CLinux

/// Which of QEMU's two threads may go on: the CPUs' thread, until it waits for work, and then the main thread, until it waits for events.
///
/// Where instructions are counted, the clock of an idle machine jumps to its next timer. The main thread makes it jump as soon as it sees every CPU
/// halted, and it may see that before the CPUs' thread has accounted for the instructions that led to the halt, or between the turns of two CPUs
/// (QEMU 7.2: `icount_start_warp_timer` in softmmu/icount.c, `rr_cpu_thread_fn` in accel/tcg/tcg-accel-ops-rr.c). The clock is then ahead by those
/// instructions for good. Taking turns leaves the main thread nothing to see but CPUs that wait.
struct Turns {
    private struct State {
        /// The CPUs' thread waits for work.
        var cpusWait = true
        /// The main thread does something, instead of waiting for events.
        var mainIsAwake = true
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

    /// Whether the calling thread, which waits for a condition and isn't the main one, runs the CPUs.
    func isCPUsThread() -> Bool {
        let thread = gettid()
        return locked {
            if state.pointee.cpusThread == 0 { state.pointee.cpusThread = thread }
            return state.pointee.cpusThread == thread
        }
    }

    /// The main thread is about to wait.
    func mainLeaves() {
        locked {
            state.pointee.mainIsAwake = false
            pthread_cond_broadcast(changed)
        }
    }

    /// The main thread goes on when the CPUs wait, however long that takes: a guest that never rests locks out the control socket and every signal
    /// but SIGKILL, by which the guard ends QEMU.
    func mainEnters() {
        locked {
            while !state.pointee.cpusWait { _ = Original.conditionWait(changed, lock) }
            state.pointee.mainIsAwake = true
        }
    }

    /// The main thread goes on out of turn: what it waited for came from the CPUs' thread.
    func mainReturns() { locked { state.pointee.mainIsAwake = true } }

    /// The CPUs' thread is about to wait.
    func cpusLeave() {
        locked {
            state.pointee.cpusWait = true
            pthread_cond_broadcast(changed)
        }
    }

    /// The CPUs' thread goes on when the main thread waits. It holds `held`, and lends it as long as the main thread is awake.
    ///
    /// It takes its turn only with `held` in hand: the main thread also waits for events with QEMU's big lock taken, when it cleans up, and whoever had
    /// the turn and waited for that lock then would wait for ever.
    func cpusEnter(lending held: UnsafeMutablePointer<pthread_mutex_t>) {
        while !takeTurn() {
            pthread_mutex_unlock(held)
            locked { while state.pointee.mainIsAwake { _ = Original.conditionWait(changed, lock) } }
            pthread_mutex_lock(held)
        }
    }

    /// Gives the turn to the CPUs' thread where the main thread waits; whether it does.
    private func takeTurn() -> Bool {
        locked {
            if !state.pointee.mainIsAwake { state.pointee.cpusWait = false }
            return !state.pointee.mainIsAwake
        }
    }

    private func locked<Result>(_ body: () -> Result) -> Result {
        pthread_mutex_lock(lock)
        defer { pthread_mutex_unlock(lock) }
        return body()
    }
}
