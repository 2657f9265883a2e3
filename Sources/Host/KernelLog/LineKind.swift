/// What a message is, by its own words alone.
enum LineKind: UInt8 {
    case unknown, blank
    // Header
    case sysrqOOM, invocation, cpu, cpuset, trace, machineState
    // Memory
    case taskIn, memcgLimit, memcgStats, memcgProtection
    case stat, memInfo, counters, node, zone, hugePages, swap, pageCount, memoryOther, slabTitle
    // Tasks
    case tableTitle, tableHeader, taskRow
    // End
    case oomKill, chosen, killed, sharing, groupKill, alreadyExiting, noKillable, panic
    // Behind the end
    case reaped, unableToReap
    // Not OOM
    case allocationFailure, allocationStall, oops, bug, hungTask, softLockup, rcuStall, warning
    case oomDisabled, oomEnabled, noEligible, cutMark

    /// Whether the block that it stands in goes on behind it.
    var keepsBlock: Bool {
        switch self {
        case .unknown, .blank, .stat, .counters, .memoryOther, .machineState: true
        default: false
        }
    }

    /// Whether a report whose head is cut off may begin with such a line.
    var opensReport: Bool {
        switch self {
        case .taskIn, .memcgLimit, .memcgStats, .tableTitle, .tableHeader, .oomKill, .chosen: true
        default: false
        }
    }
}
