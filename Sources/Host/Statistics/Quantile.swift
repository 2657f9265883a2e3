/// Where the middle and the quantiles of a sample lie.
public enum Center {
    /// The arithmetic mean; `nil` of nothing.
    public static func mean(_ values: [Double]) -> Double? {
        values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
    }

    /// The median; `nil` of nothing.
    public static func median(_ values: [Double]) -> Double? { quantile(values, 0.5) }

    /// The quantile at `probability` (0 to 1) by linear interpolation between order statistics: type 7 of Hyndman and Fan, "Sample
    /// Quantiles in Statistical Packages", The American Statistician 50 (1996), which R and NumPy use; `nil` of nothing.
    public static func quantile(_ values: [Double], _ probability: Double) -> Double? {
        quantile(sorted: values.sorted(), probability)
    }

    static func quantile(sorted: [Double], _ probability: Double) -> Double? {
        guard let last = sorted.indices.last else { return nil }
        let place = min(max(probability, 0), 1) * Double(last)
        let below = Int(place)
        let above = min(below + 1, last)
        return sorted[below] + (sorted[above] - sorted[below]) * (place - Double(below))
    }
}
