import KernelLog
import Vocabulary

/// How deep the reserves were used: free memory of each zone below its min watermark, by the kernel's reports and by samples.
extension Observer {
    /// Of every source and zone the deepest reading below the min watermark within the window, the deepest of all first; empty where none lies
    /// below it. `nil` where no watermark is known.
    var reserves: [ReserveReading]? {
        let reports = reportedReserves
        let samples = sampledZones
        let readings = reports + samples + buddyReserves(Watermarks(samples, reports))
        guard !readings.isEmpty else { return nil }
        var deepest: [ReserveReading.Place: ReserveReading] = [:]
        for reading in readings where reading.below > 0 && reading.below > deepest[reading.place]?.below ?? 0 {
            deepest[reading.place] = reading
        }
        return deepest.values.sorted { $0.isDeeper(than: $1) }.map(named)
    }

    /// The deepest reading's numbers, and who asked for memory in the deepest report of that zone.
    var reserveUse: [ObservationName: ObservationValue] {
        guard let reserves = facts.reserves else { return [:] }
        guard let deepest = reserves.first else { return [.reserveUsePages: .count(0)] }
        var all: [ObservationName: ObservationValue] = [
            .reserveUsePages: .count(deepest.below), .reserveFreePages: .count(deepest.free),
            .reserveMinPages: .count(deepest.min),
        ]
        all[.pcpPages] = deepest.onCPULists.map { .count($0) }
        all[.highatomicPages] = deepest.highatomic.map { .count($0) }
        let request = reserves.first { $0.zone == deepest.zone && $0.request != nil }?.request
        all[.reserveUser] = (request?.role ?? request?.task).map { .words([$0]) }
        all[.reserveFlags] = request.flatMap { $0.flags.isEmpty ? nil : .words($0.flags) }
        return all
    }

    // MARK: - Sources

    private var pageKB: Int { max(1, sources.pageSize / 1024) }

    private func isInWindow(_ time: UInt64) -> Bool { time <= endNs }

    /// The zones of every failed allocation and OOM report.
    private var reportedReserves: [ReserveReading] {
        let failures = sources.messages.events.filter { $0.kind == .allocationFailure && isInWindow($0.timeNs ?? 0) }
        let reports = sources.messages.reports.filter { isInWindow($0.timeNs ?? 0) }
        return failures.flatMap { zones($0.memory, .allocationFailure, at: $0.timeNs, request(of: $0)) }
            + reports.flatMap { zones($0.memory, .oomReport, at: $0.timeNs, request(of: $0)) }
    }

    private func zones(
        _ memory: MemoryInfo?, _ source: ReserveReading.Source, at time: UInt64?, _ request: ReserveReading.Request
    ) -> [ReserveReading] {
        (memory?.zones ?? []).compactMap {
            ReserveReading($0, source, at: memory?.timeNs ?? time ?? 0, pageKB: pageKB, request)
        }
    }

    private func request(of failure: KernelEvent) -> ReserveReading.Request {
        ReserveReading.Request(task: failure.task, pid: failure.pid, order: failure.order, gfp: failure.mode)
    }

    private func request(of report: OOMReport) -> ReserveReading.Request {
        ReserveReading.Request(
            task: report.invoker, pid: report.invokerPID, order: report.order, gfp: report.gfpMask)
    }

    /// With the role of the task that asked: looked up for the few readings that are kept, since a log can hold any number.
    private func named(_ reading: ReserveReading) -> ReserveReading {
        guard let tid = reading.request?.pid.flatMap({ Int32(exactly: $0) }) else { return reading }
        var reading = reading
        reading.request?.role = facts.processes.first { $0.tids.contains(tid) }?.role
        return reading
    }

    /// Every zone of every sample of `/proc/zoneinfo`.
    private var sampledZones: [ReserveReading] {
        sources.files.all("/proc/zoneinfo").filter { $0.errno == 0 && isInWindow($0.timeNs) }.flatMap { sample in
            KernelFiles.zones(zoneinfo: sample.text).map { ReserveReading($0, at: sample.timeNs) }
        }
    }

    private func buddyReserves(_ watermarks: Watermarks) -> [ReserveReading] {
        sources.files.all("/proc/buddyinfo").filter { $0.errno == 0 && isInWindow($0.timeNs) }.flatMap { sample in
            (KernelFiles.zones(buddyinfo: sample.text) ?? []).compactMap { zone, free in
                watermarks.min(of: zone, at: sample.timeNs).map { min in
                    ReserveReading(
                        source: .buddyinfo, atNs: sample.timeNs, zone: zone, free: Int(clamping: free), min: min)
                }
            }
        }
    }
}

extension ReserveReading {
    /// What readings are compared within.
    fileprivate struct Place: Hashable {
        let source: Source
        let zone: KernelFiles.ZoneName
    }

    fileprivate var place: Place { Place(source: source, zone: zone) }

    /// Deeper, or as deep and read at a better place: a kernel report also names the task.
    fileprivate func isDeeper(than other: ReserveReading) -> Bool {
        if below != other.below { return below > other.below }
        let order = Source.allCases
        return (order.firstIndex(of: source) ?? 0, zone.node, zone.name)
            < (order.firstIndex(of: other.source) ?? 0, other.zone.node, other.zone.name)
    }
}

/// The min watermarks of zones over time, for sources that don't tell them.
private struct Watermarks {
    private var known: [KernelFiles.ZoneName: [(atNs: UInt64, min: Int)]] = [:]

    /// Of readings that have them; samples in the order of time, reports only for zones without a sample.
    init(_ samples: [ReserveReading], _ reports: [ReserveReading]) {
        for reading in samples { known[reading.zone, default: []].append((reading.atNs, reading.min)) }
        for reading in reports where known[reading.zone] == nil { known[reading.zone] = [(reading.atNs, reading.min)] }
    }

    /// By the last reading at or before `time`, else by the first one.
    func min(of zone: KernelFiles.ZoneName, at time: UInt64) -> Int? {
        guard let all = known[zone] else { return nil }
        return all[Swift.max(all.partitioned { $0.atNs <= time }, 1) - 1].min
    }
}
