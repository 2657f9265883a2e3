import CLinux

/// Names and threads. A name is the role and what tells this one from the others, cut to the kernel's 15 bytes.
enum Threads {
    /// Names the calling task `role` + `mark` + `number`: `hog/3`, `hog+1`. A long role is cut, the number never.
    static func name(_ role: UnsafePointer<CChar>, _ mark: UInt8, _ number: Int) {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 16) { name in
            var digits = 1
            var rest = number
            while rest >= 10 {
                rest /= 10
                digits += 1
            }
            let length = min(strlen(role), 14 - digits)
            for position in 0..<length { name[position] = role[position] }
            name[length] = CChar(bitPattern: mark)
            rest = number
            for position in 0..<digits {
                name[length + digits - position] = CChar(48 + rest % 10)
                rest /= 10
            }
            name[length + digits + 1] = 0
            if let text = name.baseAddress { clinux_set_name(text) }
        }
    }

    /// Starts a thread with a small stack, so that many of them weigh little. Without it the process leaves: it would be less than was asked for.
    static func start(
        _ body: @escaping @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer?,
        _ argument: UnsafeMutableRawPointer?
    ) {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        pthread_attr_setstacksize(&attributes, 128 * 1024)
        var thread = pthread_t()
        let failure = pthread_create(&thread, &attributes, body, argument)
        if failure != 0 { fail("pthread_create", errno: failure) }
    }

    /// Sleeps until a signal ends the process.
    static func sleepForever() -> Never {
        while true { pause() }
    }

    /// How long thread `number` waits before it begins, so that a number `order` other than 0 brings the threads into an order of its own.
    static func shuffle(_ number: Int, of threads: Int, order: UInt64) -> Int {
        guard order != 0, threads > 1 else { return 0 }
        // One round of SplitMix64's mixing: neighbouring threads land anywhere.
        var mixed = (order &+ UInt64(number)) &* 0x9e37_79b9_7f4a_7c15
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed ^= mixed >> 27
        return Int(mixed % UInt64(min(threads, 16))) * 20_000
    }

    /// Sleeps for `ns` nanoseconds.
    static func sleep(ns: Int) {
        guard ns > 0 else { return }
        var time = timespec(tv_sec: ns / 1_000_000_000, tv_nsec: ns % 1_000_000_000)
        var left = timespec()
        while nanosleep(&time, &left) != 0 && clinux_errno() == EINTR { time = left }
    }

    /// The guest's CLOCK_MONOTONIC, in nanoseconds.
    static func nowNs() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return time.tv_sec * 1_000_000_000 + time.tv_nsec
    }

    /// Where the agent hears this process. It stays open, for what may fail later.
    static let agentPipe: Int32 = 3

    /// Tells the agent that this process holds what it was asked for.
    static func reportReady() {
        var byte = UInt8(ascii: "R")
        write(agentPipe, &byte, 1)
    }
}
