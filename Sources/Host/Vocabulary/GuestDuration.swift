/// A span of guest time as people type it: `5s`, `200ms`, `10us`, `50ns`, `1.5s`, `2m`. A bare `0` is allowed, any other number needs a unit.
public struct GuestDuration: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The span in nanoseconds.
    public var nanoseconds: UInt64

    /// A span of so many nanoseconds.
    public init(nanoseconds: UInt64) { self.nanoseconds = nanoseconds }

    /// A span of so many milliseconds (longer spans than fit are clamped to the longest).
    public static func milliseconds(_ count: UInt64) -> GuestDuration {
        let (product, overflow) = count.multipliedReportingOverflow(by: 1_000_000)
        return GuestDuration(nanoseconds: overflow ? .max : product)
    }

    /// A span of so many seconds (longer spans than fit are clamped to the longest).
    public static func seconds(_ count: UInt64) -> GuestDuration {
        let (product, overflow) = count.multipliedReportingOverflow(by: 1_000_000_000)
        return GuestDuration(nanoseconds: overflow ? .max : product)
    }

    /// Reads a span; `nil` where the text is none, is negative, is finer than a nanosecond, or does not fit into 64 bits.
    public init?(_ text: String) {
        guard let (digits, unit) = splitUnit(text), let factor = GuestDuration.factor(unit: unit, of: digits),
            let nanoseconds = scaled(digits: digits, by: factor)
        else { return nil }
        self.nanoseconds = nanoseconds
    }

    private static func factor(unit: Substring, of digits: Substring) -> UInt64? {
        switch unit {
        case "ns": 1
        case "us", "µs": 1_000
        case "ms": 1_000_000
        case "s": 1_000_000_000
        case "m", "min": 60_000_000_000
        case "": digits == "0" ? 1 : nil
        default: nil
        }
    }

    /// By length.
    public static func < (left: GuestDuration, right: GuestDuration) -> Bool { left.nanoseconds < right.nanoseconds }

    /// The shortest text that reads back as the same span: `5s`, `200ms`.
    public var description: String {
        for (factor, unit) in [(1_000_000_000, "s"), (1_000_000, "ms"), (1_000, "us")] as [(UInt64, String)]
        where nanoseconds > 0 && nanoseconds % factor == 0 {
            return "\(nanoseconds / factor)\(unit)"
        }
        return nanoseconds == 0 ? "0s" : "\(nanoseconds)ns"
    }
}
