// A comment speaks for all the properties below it, up to the next one.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
/// One row of the series that plots are drawn from. What was not recorded is `nil`.
public struct Sample: Equatable, Sendable {
    /// Bounds the series of a run; longer ones are thinned out evenly.
    static let maximumCount = 2000

    /// CLOCK_MONOTONIC.
    public let timeNs: UInt64
    /// The top group's usage, and three kinds of it by memory.stat, in bytes.
    public let current: UInt64?
    public let anon: UInt64?
    public let kernel: UInt64?
    public let sock: UInt64?
    /// Microseconds of memory pressure in the machine so far: some task, and every task, stalled.
    public let pressureSomeUs: UInt64?
    public let pressureFullUs: UInt64?
    /// Free pages of the machine.
    public let freePages: UInt64?
    /// Two more kinds of the group's usage: file holds shmem too, as memory.stat has it.
    public let file: UInt64?
    public let shmem: UInt64?
    /// `max` and `oom` of the group's memory.events.
    public let maxEvents: UInt64?
    public let oomEvents: UInt64?

    /// The series of `group`: a row wherever its usage, its memory.events or the machine's free pages changed.
    ///
    /// Usage and memory.events are read at every tick, so that they hold until they change. Every other file is read when there is time for it:
    /// what it said stands in the first row from then on, and in no other.
    static func series(_ files: FileSeries, group: String?) -> [Sample] {
        let current = group.flatMap { files.path(group: $0, file: "memory.current") } ?? ""
        let stat = group.flatMap { files.path(group: $0, file: "memory.stat") } ?? ""
        let events = group.flatMap { files.path(group: $0, file: "memory.events") } ?? ""
        let counters = Track(files.all(events)) { KernelFiles.flatKeyed($0) }
        let currents = Track(files.all(current)) { KernelFiles.single($0) }
        let stats = Track(files.all(stat)) { KernelFiles.flatKeyed($0) }
        let pressure = Track(files.all("/proc/pressure/memory")) { KernelFiles.pressureTotals($0) }
        let free = Track(files.all("/proc/buddyinfo")) { KernelFiles.freePages(buddyinfo: $0) }
        let times = Set(currents.times + free.times + counters.times).sorted()
        let step = max(1, (times.count + maximumCount - 1) / maximumCount)
        var samples: [Sample] = []
        for (index, time) in times.enumerated() where index % step == 0 || index == times.count - 1 {
            let last = samples.last?.timeNs
            let stat = stats.value(since: last, at: time)
            let stall = pressure.value(since: last, at: time)
            let counter = counters.value(at: time)
            samples.append(
                Sample(
                    timeNs: time, current: currents.value(at: time).flatMap { $0 }, anon: stat?["anon"],
                    kernel: stat?["kernel"], sock: stat?["sock"], pressureSomeUs: stall?.some,
                    pressureFullUs: stall?.full, freePages: free.value(since: last, at: time).flatMap { $0 },
                    file: stat?["file"], shmem: stat?["shmem"], maxEvents: counter?["max"], oomEvents: counter?["oom"]))
        }
        return samples
    }

    /// The readings of a file, parsed.
    private struct Track<Value> {
        let times: [UInt64]
        let values: [Value]

        init(_ readings: [FileSeries.Reading], _ parse: (String) -> Value) {
            let good = readings.filter { $0.errno == 0 }
            times = good.map(\.timeNs)
            values = good.map { parse($0.text) }
        }

        /// The last value at or before `time`.
        func value(at time: UInt64) -> Value? { value(since: nil, at: time) }

        /// The last value at or before `time`; `nil` where it was read by `row`, the row before.
        func value(since row: UInt64?, at time: UInt64) -> Value? {
            let later = times.partitioned { $0 <= time }
            guard later > 0, row.map({ times[later - 1] > $0 }) ?? true else { return nil }
            return values[later - 1]
        }
    }
}
