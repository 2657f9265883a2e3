import SafeText

/// Values to points along an axis.
struct Scale {
    let domain: ClosedRange<Double>
    let range: ClosedRange<Double>
    /// Whether the axis points against the coordinates, as heights do in SVG.
    var flipped = false

    /// Where `value` lies; values outside lie on the edge.
    func position(_ value: Double) -> Double {
        let span = domain.upperBound - domain.lowerBound
        let share = span > 0 ? min(1, max(0, (value - domain.lowerBound) / span)) : 0
        let length = range.upperBound - range.lowerBound
        return flipped ? range.upperBound - share * length : range.lowerBound + share * length
    }

    /// About `count` round values in the domain.
    func ticks(_ count: Int) -> [Double] {
        let span = domain.upperBound - domain.lowerBound
        guard span > 0, span.isFinite else { return [domain.lowerBound] }
        let rough = span / Double(max(1, count))
        // The powers of ten that a smaller one lies between can't all be told apart.
        guard rough.isNormal else { return [domain.lowerBound] }
        let step = Scale.roundStep(rough)
        let first = (domain.lowerBound / step).rounded(.up)
        let last = (domain.upperBound / step).rounded(.down)
        guard last >= first, last - first < 1000 else { return [] }
        return stride(from: first, through: last, by: 1).map { $0 * step }
    }

    /// 1, 2 or 5 times a power of ten, at least `step`.
    private static func roundStep(_ step: Double) -> Double {
        var power = 1.0
        while power > step { power /= 10 }
        while power * 10 <= step { power *= 10 }
        return [1, 2, 5, 10].map { $0 * power }.first { $0 >= step } ?? 10 * power
    }

    /// A tick's value, without needless decimals.
    static func text(_ value: Double) -> String {
        for places in 0...4 where abs(value * power(places) - (value * power(places)).rounded()) < 1e-6 * power(places)
        {
            return decimal(value, places: places)
        }
        return decimal(value, places: 5)
    }

    private static func power(_ places: Int) -> Double { (0..<places).reduce(1.0) { product, _ in product * 10 } }
}
