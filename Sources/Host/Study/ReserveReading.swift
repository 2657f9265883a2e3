import KernelLog
import Vocabulary

/// Free memory of one zone at one moment, against its min watermark.
public struct ReserveReading: Equatable, Sendable {
    /// Where it was read. The raw values are public names and never change.
    public enum Source: String, Sendable, CaseIterable {
        /// The Mem-Info block of a "page allocation failure".
        case allocationFailure = "allocation_failure"
        /// The Mem-Info block of an OOM report.
        case oomReport = "oom_report"
        /// `/proc/zoneinfo`, sampled.
        case zoneinfo
        /// `/proc/buddyinfo`, sampled; the watermark is zoneinfo's or a report's.
        case buddyinfo
    }

    /// The task that a kernel report names, and what it asked for.
    public struct Request: Equatable, Sendable {
        /// Its name.
        public var task: String?
        /// Its thread id.
        public var pid: Int?
        /// Its process's role; `nil` for a task that is no process of the run.
        public var role: String?
        /// Order of the allocation.
        public var order: Int?
        /// Its gfp flags as printed: `0x40cc0(GFP_KERNEL|__GFP_COMP)`.
        public var gfp: String?

        /// The names of the flags: `GFP_KERNEL`, `__GFP_COMP`; empty where the kernel printed none.
        public var flags: [String] {
            guard let gfp, let open = gfp.firstIndex(of: "("), gfp.hasSuffix(")") else { return [] }
            return gfp[gfp.index(after: open)...].dropLast().split(separator: "|").map(String.init)
        }
    }

    /// Where it was read.
    public let source: Source
    /// When, on CLOCK_MONOTONIC; of a report by the log's clock, which runs some milliseconds beside.
    public let atNs: UInt64
    /// The zone.
    public let zone: KernelFiles.ZoneName
    /// Free pages.
    public let free: Int
    /// The min watermark in pages, without a boost.
    public let min: Int
    /// Free pages on the CPUs' own lists, which `free` leaves out; `nil` where the source doesn't tell.
    public var onCPULists: Int?
    /// Pages reserved for atomic allocations of high order; `nil` where the source doesn't tell.
    public var highatomic: Int?
    /// Who asked for memory then; `nil` for a sample.
    public var request: Request?

    /// How far the free pages lie below the watermark, in pages; negative above it.
    public var below: Int { min.minus(free) }
}

extension ReserveReading {
    /// A zone's line of a report. `nil` where it lacks a watermark or its free pages.
    init?(_ zone: ZoneMemory, _ source: Source, at time: UInt64, pageKB: Int, _ request: Request) {
        guard let free = zone.freeKB, let min = zone.minKB else { return nil }
        func pages(_ name: String) -> Int? { zone.others.first { $0.name == name }.map { $0.value / pageKB } }
        self.init(
            source: source, atNs: time, zone: KernelFiles.ZoneName(node: zone.node ?? 0, name: zone.name),
            free: free / pageKB, min: min.minus(zone.boostKB ?? 0) / pageKB, onCPULists: pages("free_pcp"),
            highatomic: pages("reserved_highatomic"), request: request)
    }

    /// A zone of `/proc/zoneinfo`.
    init(_ zone: KernelFiles.Zone, at time: UInt64) {
        self.init(
            source: .zoneinfo, atNs: time, zone: zone.zone, free: Int(clamping: zone.free),
            min: Int(clamping: zone.min),
            onCPULists: Int(clamping: zone.onCPULists), highatomic: zone.highatomic.map { Int(clamping: $0) })
    }
}
