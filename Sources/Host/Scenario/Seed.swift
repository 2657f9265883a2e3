import Statistics

/// How a seed changes a plan, and nothing else.
///
/// - Seed 0 changes nothing.
/// - Any other seed starts SplitMix64 with itself. Then, in the plan's order:
///   1. for each process, a draw for each bounded amount of memory that its workload takes moves that amount by -4 to +4 pages (never below one
///      page); where it has more than one thread, a draw says in which order they begin; where the machine has more than one CPU, a draw says
///      on which of them the process starts;
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

    /// The argument by which a workload with threads is told their order.
    static let orderArgument = "order"

    /// Which order of threads: the workload makes one of it.
    static func order(with random: inout SplitMix64) -> UInt64 { 1 + random.next(below: 1 << 30) }

    /// A delay before a start.
    static func delay(with random: inout SplitMix64) -> UInt64 { random.next(below: delays) * delayNs }
}
