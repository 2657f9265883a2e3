/// A size as people type it: `4096`, `64K`, `90M`, `1G`, `1.5G`, `64MiB`. Units are binary, as in the kernel's own files.
public struct ByteSize: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The size in bytes.
    public var bytes: UInt64

    /// A size of so many bytes.
    public init(bytes: UInt64) { self.bytes = bytes }

    /// Reads a size; `nil` where the text is no size, is negative, is not a whole number of bytes, or does not fit into 64 bits.
    public init?(_ text: String) {
        guard let (digits, unit) = splitUnit(text), let shift = ByteSize.shift(unit: unit.lowercased()),
            let bytes = scaled(digits: digits, by: 1 << shift)
        else { return nil }
        self.bytes = bytes
    }

    private static func shift(unit: String) -> UInt64? {
        switch unit {
        case "", "b": 0
        case "k", "kb", "kib": 10
        case "m", "mb", "mib": 20
        case "g", "gb", "gib": 30
        case "t", "tb", "tib": 40
        default: nil
        }
    }

    /// By bytes.
    public static func < (left: ByteSize, right: ByteSize) -> Bool { left.bytes < right.bytes }

    /// The shortest text that reads back as the same size: `90M`, `4097`.
    public var description: String {
        for (shift, unit) in [(40, "T"), (30, "G"), (20, "M"), (10, "K")] as [(UInt64, String)]
        where bytes > 0 && bytes % (1 << shift) == 0 {
            return "\(bytes >> shift)\(unit)"
        }
        return "\(bytes)"
    }
}

/// Cuts `12.5ms` into its number and its unit; `nil` where it does not begin with a digit or is too long to be meant.
func splitUnit(_ text: String) -> (digits: Substring, unit: Substring)? {
    guard text.utf8.count <= 32, let first = text.utf8.first, (0x30...0x39).contains(first) else { return nil }
    let end = text.utf8.firstIndex { !(0x30...0x39).contains($0) && $0 != 0x2e } ?? text.endIndex
    var unit = text[end...]
    while unit.first == " " { unit.removeFirst() }
    return (text[..<end], unit)
}

/// `digits` (with at most one point) times `factor`, exactly; `nil` where that is not whole or overflows.
func scaled(digits: Substring, by factor: UInt64) -> UInt64? {
    let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count <= 2, let whole = UInt64(parts[0]) else { return nil }
    let (product, overflow) = whole.multipliedReportingOverflow(by: factor)
    guard !overflow else { return nil }
    guard parts.count == 2 else { return product }
    // Nine digits are enough for a nanosecond, and keep the scale far from overflow.
    guard !parts[1].isEmpty, parts[1].count <= 9, let fraction = UInt64(parts[1]) else { return nil }
    let scale = (0..<parts[1].count).reduce(into: UInt64(1)) { power, _ in power *= 10 }
    let (high, low) = fraction.multipliedFullWidth(by: factor)
    guard high < scale else { return nil }
    let (quotient, remainder) = scale.dividingFullWidth((high, low))
    guard remainder == 0 else { return nil }
    let (sum, overflowed) = product.addingReportingOverflow(quotient)
    return overflowed ? nil : sum
}
