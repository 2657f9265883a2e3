/// Keeps many comparisons from finding something by chance: S. Holm, Scandinavian Journal of Statistics 6 (1979).
public enum Holm {
    /// The p-values, each raised so that comparing all of them with one level errs anywhere with at most that probability; in their order.
    public static func adjusted(_ values: [Double]) -> [Double] {
        let order = values.indices.sorted { values[$0] < values[$1] }
        var adjusted = values
        var highest = 0.0
        for (place, index) in order.enumerated() {
            highest = max(highest, min(1, values[index] * Double(values.count - place)))
            adjusted[index] = highest
        }
        return adjusted
    }
}
