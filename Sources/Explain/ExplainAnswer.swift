/// An answer that grows with the log.
public protocol ExplainAnswer {
    /// What there is to print for the next report.
    mutating func add(_ incident: Incident) -> [UInt8]
    /// What there is to print at the end of the log.
    mutating func finish(_ summary: LogSummary) -> [UInt8]
}
