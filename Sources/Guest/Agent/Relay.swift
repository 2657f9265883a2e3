import CLinux
import GuestProtocolEmbedded

/// Frames on their way from the actor to the recorder, which alone writes to the evidence file: a ring with one writer and one reader.
///
/// Both ends only ever grow; where they are in the ring is their remainder. Frames are whole multiples of 8 bytes, so that a length never wraps.
final class Relay {
    private static let capacity = 512 << 10
    /// The two ends lie on cache lines of their own.
    private static let taken = 64
    private static let ring = 128
    /// How long the writer sleeps where there is no room.
    private static let restNs: UInt64 = 1_000_000

    private let memory = SharedMemory.take(Relay.ring + Relay.capacity)

    /// Puts a sealed frame of `count` bytes in, and waits for room. For the actor.
    func put(_ frame: UnsafeMutableRawPointer, _ count: Int) {
        let written = Int(clinux_load(memory))
        while written &+ count &- Int(clinux_load(memory + Relay.taken)) > Relay.capacity {
            Clock.sleep(until: Clock.now() &+ Relay.restNs)
        }
        copy(at: written, count) { place, done, piece in memcpy(place, frame + done, piece) }
        clinux_store(memory, UInt64(written &+ count))
    }

    /// Takes the next frame out into `target`, which has room for the longest: its bytes, or 0 where there is none. For the recorder.
    func take(into target: UnsafeMutableRawPointer) -> Int {
        let read = Int(clinux_load(memory + Relay.taken))
        guard read < Int(clinux_load(memory)) else { return 0 }
        let length = memory.load(fromByteOffset: Relay.ring &+ read % Relay.capacity, as: UInt32.self)
        let count = Frame.headerSize &+ Frame.padded(Int(length))
        copy(at: read, count) { place, done, piece in memcpy(target + done, place, piece) }
        clinux_store(memory + Relay.taken, UInt64(read &+ count))
        return count
    }

    /// Calls `move` for each of the one or two pieces that `count` bytes from `position` on lie in.
    private func copy(at position: Int, _ count: Int, _ move: (UnsafeMutableRawPointer, Int, Int) -> Void) {
        let start = position % Relay.capacity
        let first = min(count, Relay.capacity &- start)
        move(memory + (Relay.ring &+ start), 0, first)
        if first < count { move(memory + Relay.ring, first, count &- first) }
    }
}
