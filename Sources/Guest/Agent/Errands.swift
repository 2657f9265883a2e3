import CLinux

/// What the recorder asks of the actor: a queue in memory that both share, with a bell at either end.
///
/// Errands are done in the order in which they are posted. Whoever posts one never waits for it: it may take as long as the kernel likes.
final class Errands {
    /// What is asked for; the two numbers are in brackets.
    enum Kind: UInt32 {
        /// Start a process of the plan (its index): answered by its pid.
        case start
        /// Freeze a group (its index; a pid to move there first, or 0).
        case freeze
        /// Thaw a group (its index).
        case thaw
        /// Send a signal (a pid; the signal).
        case signal
        /// Do a `write` step (its index).
        case write
        /// Take a picture of every task.
        case picture
        /// Record the system as a whole, and every group's memory.stat.
        case system
        /// Have the kernel say where every task stands.
        case stacks
        /// Turn the probes off.
        case endProbes
    }

    /// One errand as it lies in the queue.
    struct Errand {
        let kind: Kind
        let first: Int32
        let second: Int32
    }

    private static let capacity: UInt64 = 64
    // Each count on a cache line of its own, then the errands: kind, first, second, answer.
    private static let done = 64
    private static let wantedStat = 128
    private static let queue = 192
    private static let size = 16

    private let memory = SharedMemory.take(Errands.queue + Int(Errands.capacity) * Errands.size)
    /// Rings in the actor's ear, and in the recorder's.
    private let postBell = eventfd(0, Int32(EFD_CLOEXEC))
    private let answerBell = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))

    // MARK: The recorder's side

    /// Posts an errand: its number, or 0 where the queue is full.
    func post(_ kind: Kind, _ first: Int32 = 0, _ second: Int32 = 0) -> UInt64 {
        let number = clinux_load(memory) &+ 1
        guard number &- clinux_load(memory + Errands.done) <= Errands.capacity else { return 0 }
        let place = self.place(number)
        place.storeBytes(of: kind.rawValue, as: UInt32.self)
        place.storeBytes(of: first, toByteOffset: 4, as: Int32.self)
        place.storeBytes(of: second, toByteOffset: 8, as: Int32.self)
        clinux_store(memory, number)
        ring(postBell)
        return number
    }

    /// The answer to an errand of the last few: what it is for, or below zero an errno; `nil` until it is done.
    func answer(_ number: UInt64) -> Int32? {
        guard clinux_load(memory + Errands.done) >= number else { return nil }
        return place(number).load(fromByteOffset: 12, as: Int32.self)
    }

    /// Asks for a reading of a group's memory.stat, unless the last one is still to come.
    func wantStat(group: Int) {
        guard clinux_load(memory + Errands.wantedStat) == 0 else { return }
        clinux_store(memory + Errands.wantedStat, UInt64(group &+ 1))
        ring(postBell)
    }

    /// Sleeps until the monotonic clock shows `deadline`, or an errand is done: whether one is.
    func sleep(until deadline: UInt64) -> Bool {
        let now = Clock.now()
        let rest = deadline > now ? deadline &- now : 0
        guard clinux_readable_within(answerBell, Int(truncatingIfNeeded: rest)) != 0 else { return false }
        hear(answerBell)
        return true
    }

    // MARK: The actor's side

    /// The number of the oldest errand that is not done, or `nil`.
    var next: UInt64? {
        let done = clinux_load(memory + Errands.done)
        return done < clinux_load(memory) ? done &+ 1 : nil
    }

    /// What an errand asks for; `nil` where it is nonsense.
    func errand(_ number: UInt64) -> Errand? {
        let place = self.place(number)
        guard let kind = Kind(rawValue: place.load(as: UInt32.self)) else { return nil }
        return Errand(
            kind: kind, first: place.load(fromByteOffset: 4, as: Int32.self),
            second: place.load(fromByteOffset: 8, as: Int32.self))
    }

    /// Gives the answer to the oldest errand.
    func finish(_ number: UInt64, _ answer: Int32) {
        place(number).storeBytes(of: answer, toByteOffset: 12, as: Int32.self)
        clinux_store(memory + Errands.done, number)
        ring(answerBell)
    }

    /// The group whose memory.stat is wanted; `nil` where none is.
    var statWanted: Int? {
        let wanted = clinux_load(memory + Errands.wantedStat)
        return wanted == 0 ? nil : Int(truncatingIfNeeded: wanted &- 1)
    }

    /// Says that it has been read.
    func finishStat() { clinux_store(memory + Errands.wantedStat, 0) }

    /// Sleeps until something is posted.
    func awaitPost() { hear(postBell) }

    // MARK: Both

    private func place(_ number: UInt64) -> UnsafeMutableRawPointer {
        memory + (Errands.queue &+ Int(number % Errands.capacity) &* Errands.size)
    }

    private func ring(_ bell: Int32) {
        var one: UInt64 = 1
        write(bell, &one, 8)
    }

    private func hear(_ bell: Int32) {
        var count: UInt64 = 0
        read(bell, &count, 8)
    }
}
