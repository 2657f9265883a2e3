import Evidence

/// The spans in which the host kept a machine from running, on the guest's clock.
///
/// A guest in real time has a clock that runs as the host's monotonic one does, from another zero. Every new record shows its stamp before it can be
/// seen, so the smallest distance between the two is the closest to the true one.
struct StandstillLog {
    /// The two clocks of a look are not read at the same instant.
    private static let slack: UInt64 = 20_000_000
    /// With more than these, each is told as one with its neighbour.
    private static let limit = 512

    /// Spans on the host's clock.
    private var spans: [Standstill] = []
    private var distanceNs: Int64?

    /// Notes that the record with the stamp `guestNs`, which may be any number, was there at `hostNs`.
    mutating func note(guestNs: UInt64, at hostNs: UInt64) {
        let (distance, isTooMuch) = Int64(clamping: hostNs).subtractingReportingOverflow(Int64(clamping: guestNs))
        if !isTooMuch { distanceNs = min(distance, distanceNs ?? .max) }
    }

    /// Adds what was lost in the `gap` before `hostNs`, and before that if it is more: a wait is told of when it ends.
    ///
    /// Spans that were lost altogether are one if they follow one another. Others stay apart, so that it is known to a look when how much was lost.
    mutating func add(_ loss: HostWatch.Loss, gap: Duration, at hostNs: UInt64) {
        let lostNs = min(hostNs, loss.time.wholeNanoseconds)
        let new = Standstill(
            beganNs: hostNs - min(hostNs, max(gap.wholeNanoseconds, lostNs)), endedNs: hostNs, lostNs: lostNs,
            cause: loss.cause)
        if let last = spans.last, last.isWhole, new.isWhole, last.endedNs + StandstillLog.slack >= new.beganNs {
            spans[spans.count - 1] = last.joined(new)
        } else {
            spans.append(new)
        }
        guard spans.count > StandstillLog.limit else { return }
        spans = stride(from: 0, to: spans.count, by: 2).map { place in
            place + 1 < spans.count ? spans[place].joined(spans[place + 1]) : spans[place]
        }
    }

    /// The spans on the guest's clock; empty if there never was a record to tell it by.
    var standstills: [Standstill] {
        guard let distanceNs else { return [] }
        return spans.map { span in
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

extension Standstill {
    /// Whether all of it was lost.
    fileprivate var isWhole: Bool { lostNs >= endedNs - beganNs }

    /// This span and a later one as one. What is worse gives its name.
    fileprivate func joined(_ later: Standstill) -> Standstill {
        Standstill(
            beganNs: min(beganNs, later.beganNs), endedNs: later.endedNs, lostNs: lostNs + later.lostNs,
            cause: later.lostNs > lostNs ? later.cause : cause)
    }
}

extension Duration {
    /// The span in nanoseconds, which fit for centuries; 0 for a negative one.
    var wholeNanoseconds: UInt64 {
        let (seconds, attoseconds) = components
        return UInt64(max(0, seconds)) * 1_000_000_000 + UInt64(max(0, attoseconds)) / 1_000_000_000
    }
}
