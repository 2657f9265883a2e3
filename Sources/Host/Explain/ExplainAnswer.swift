/// An answer that grows with the log.
public protocol ExplainAnswer {
    /// Whether the next reports are to be read in all detail, rather than for a line each.
    var wantsDetail: Bool { get }
    /// What there is to print for the next report.
    mutating func add(_ incident: Incident) -> [UInt8]
    /// What there is to print at the end of the log.
    mutating func finish(_ summary: LogSummary) -> [UInt8]
}
