/// How far two samples lie apart, whatever their scale: the share of pairs in which the first is larger, less that in which it is smaller.
///
/// From -1 (all smaller) to 1 (all larger). N. Cliff, "Dominance statistics", Psychological Bulletin 114 (1993).
public struct CliffsDelta: Hashable, Sendable {
    /// How people call an effect of this size; thresholds of Romano et al. (2006).
    public enum Magnitude: String, Sendable {
        case negligible, small, medium, large
    }

    /// The least effect that is called large.
    public static let large = 0.474

    /// The effect, from -1 to 1.
    public let value: Double

    /// The effect of `sample` against `reference`; `nil` where either is empty.
    public init?(of sample: [Double], against reference: [Double]) {
        guard !sample.isEmpty, !reference.isEmpty else { return nil }
        let sorted = reference.sorted()
        var dominance = 0
        for value in sample {
            let below = sorted.partitionPoint { $0 < value }
            let notAbove = sorted.partitionPoint { $0 <= value }
            dominance += below - (sorted.count - notAbove)
        }
        value = Double(dominance) / (Double(sample.count) * Double(reference.count))
    }

    /// The word for its size.
    public var magnitude: Magnitude {
        switch abs(value) {
        case ..<0.147: .negligible
        case ..<0.33: .small
        case ..<CliffsDelta.large: .medium
        default: .large
        }
    }
}

extension [Double] {
    /// How many elements at the front `belongs` holds for; it holds for no element behind the first that it doesn't hold for.
    fileprivate func partitionPoint(_ belongs: (Double) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if belongs(self[middle]) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
