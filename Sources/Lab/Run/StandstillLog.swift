import Evidence

/// The spans in which the host kept a machine from running, on the guest's clock.
///
/// A guest in real time has a clock that runs as the host's monotonic one does, from another zero. Every new record shows its stamp before it can be
/// seen, so the smallest distance between the two is the closest to the true one.
struct StandstillLog {
    /// Shorter spans than this are no news on a busy host.
    private static let shortest: UInt64 = 200_000_000
    /// The two clocks of a look are not read at the same instant.
    private static let slack: UInt64 = 50_000_000
    /// More than these are told as one with the last.
    private static let limit = 256

    /// Spans on the host's clock.
    private var spans: [Standstill] = []
    private var distanceNs: Int64?

    /// Notes that the record with the stamp `guestNs`, which may be any number, was there at `hostNs`.
    mutating func note(guestNs: UInt64, at hostNs: UInt64) {
        let (distance, isTooMuch) = Int64(clamping: hostNs).subtractingReportingOverflow(Int64(clamping: guestNs))
        if !isTooMuch { distanceNs = min(distance, distanceNs ?? .max) }
    }

    /// Adds what was lost in the `gap` before `hostNs`. Losses one after the other are one span.
    mutating func add(_ loss: HostWatch.Loss, gap: Duration, at hostNs: UInt64) {
        let beganNs = hostNs - min(hostNs, gap.wholeNanoseconds)
        let lostNs = loss.time.wholeNanoseconds
        if let last = spans.indices.last,
            spans[last].endedNs + StandstillLog.slack >= beganNs || spans.count == StandstillLog.limit
        {
            // What is worse gives its name.
            if lostNs > spans[last].lostNs { spans[last].cause = loss.cause }
            spans[last].endedNs = hostNs
            spans[last].lostNs += lostNs
        } else {
            spans.append(Standstill(beganNs: beganNs, endedNs: hostNs, lostNs: lostNs, cause: loss.cause))
        }
    }

    /// The spans on the guest's clock; empty if there never was a record to tell it by.
    var standstills: [Standstill] {
        guard let distanceNs else { return [] }
        return spans.filter { $0.lostNs >= StandstillLog.shortest }.map { span in
            var span = span
            span.beganNs = StandstillLog.guestTime(span.beganNs, distanceNs)
            span.endedNs = StandstillLog.guestTime(span.endedNs, distanceNs)
            return span
        }
    }

    private static func guestTime(_ hostNs: UInt64, _ distanceNs: Int64) -> UInt64 {
        let (time, isTooMuch) = Int64(clamping: hostNs).subtractingReportingOverflow(distanceNs)
        return isTooMuch ? .max : UInt64(max(0, time))
    }
}

extension Duration {
    /// The span in nanoseconds, which fit for centuries; 0 for a negative one.
    var wholeNanoseconds: UInt64 {
        let (seconds, attoseconds) = components
        return UInt64(max(0, seconds)) * 1_000_000_000 + UInt64(max(0, attoseconds)) / 1_000_000_000
    }
}
