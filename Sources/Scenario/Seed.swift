/// How a seed changes a plan, and nothing else.
///
/// - Seed 0 changes nothing.
/// - Any other seed starts SplitMix64 with itself. Then, in the plan's order:
///   1. for each process whose workload takes a bounded amount of memory, one draw moves that amount by -4 to +4 pages (never below one page);
///   2. for each start step, one draw puts a sleep of 0 to 3 ms, in steps of 10 µs, before it.
///
/// So the same scenario, parameters and seed always make the same plan, and two seeds differ only in where the processes
/// stand to each other when the pressure comes. Races that need a certain instant are found by going through seeds.
enum Seed {
    /// The largest shift of an allocation, in pages each way.
    static let pages: UInt64 = 4
    /// The unit of start delays.
    static let delayNs: UInt64 = 10_000
    /// How many delays there are: 0 to 3 ms.
    static let delays: UInt64 = 301
    private static let pageSize: UInt64 = 4096

    /// An allocation of `bytes`, moved by some pages.
    static func shifted(_ bytes: UInt64, with random: inout SplitMix64) -> UInt64 {
        let shift = random.next(below: 2 * pages + 1) * pageSize
        let (sum, overflow) = bytes.addingReportingOverflow(shift)
        guard !overflow, sum >= (pages + 1) * pageSize else { return max(bytes, pageSize) }
        return sum - pages * pageSize
    }

    /// A delay before a start.
    static func delay(with random: inout SplitMix64) -> UInt64 { random.next(below: delays) * delayNs }
}

/// Sebastiano Vigna's SplitMix64: 64 bits of state, every seed good, the same on every machine.
///
/// Source: <https://prng.di.unimi.it/splitmix64.c> (public domain); rewritten.
struct SplitMix64 {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    /// A number from 0 to `bound` - 1, by the high half of a full product: the bias is far below one in a billion for small bounds.
    mutating func next(below bound: UInt64) -> UInt64 { next().multipliedFullWidth(by: bound).high }
}
