#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The standard normal distribution.
public enum Normal {
    /// The probability of more than `z`.
    public static func upperTail(_ z: Double) -> Double { erfc(z / 2.0.squareRoot()) / 2 }

    /// The value below which `probability` lies (0 and 1 give infinities).
    public static func quantile(_ probability: Double) -> Double {
        guard probability > 0 else { return -.infinity }
        guard probability < 1 else { return .infinity }
        return Bisection.root(in: -40...40) { 1 - probability - upperTail($0) }
    }
}

/// Where a function that rises crosses zero.
enum Bisection {
    static func root(in range: ClosedRange<Double>, of function: (Double) -> Double) -> Double {
        var (low, high) = (range.lowerBound, range.upperBound)
        // Each step halves the interval; after 200 it has the width of the last bit.
        for _ in 0..<200 {
            let middle = low + (high - low) / 2
            if middle == low || middle == high { break }
            if function(middle) < 0 { low = middle } else { high = middle }
        }
        return low + (high - low) / 2
    }
}
