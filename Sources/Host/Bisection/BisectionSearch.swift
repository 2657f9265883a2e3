/// Finds where a list that begins good and ends bad turns, with as few looks as there can be.
///
/// Places that can't be judged are passed over; where they lie between the last good and the first bad, the answer is as narrow as it can be.
public struct BisectionSearch: Sendable {
    /// The last place that is known to be good.
    public private(set) var lastGood = 0
    /// The first place that is known to be bad.
    public private(set) var firstBad: Int
    private var unknown: Set<Int> = []

    /// A search over `count` places, the first of which is good and the last bad.
    public init(count: Int) { firstBad = max(1, count - 1) }

    /// The place to look at next: the one nearest to the middle that can be judged; `nil` where the search is over.
    public var next: Int? {
        let middle = (lastGood + firstBad) / 2
        let open = (lastGood + 1..<firstBad).filter { !unknown.contains($0) }
        return open.min { (abs($0 - middle), $0) < (abs($1 - middle), $1) }
    }

    /// The places between the two that could not be judged.
    public var unknownBetween: [Int] { unknown.filter { $0 > lastGood && $0 < firstBad }.sorted() }

    /// Says what was found at `place`; `nil` is unknown.
    public mutating func found(_ finding: Finding?, at place: Int) {
        switch finding {
        case .good?: lastGood = max(lastGood, min(place, firstBad - 1))
        case .bad?: firstBad = min(firstBad, max(place, lastGood + 1))
        case nil: unknown.insert(place)
        }
    }
}

/// What a run, or several, say about a kernel.
public enum Finding: String, Sendable, Codable {
    case good, bad
}
