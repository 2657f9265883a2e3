/// Seeds as people type them: `3`, `0..4` (both included), `0,7,10..19`.
public struct SeedList: Hashable, Sendable, LosslessStringConvertible {
    /// The most that one list may name.
    public static let maximumCount = 1_000_000

    /// The seeds, each once, in the order given.
    public let seeds: [UInt64]
    /// The list as it was typed.
    public let description: String

    /// One seed.
    public init(_ seed: UInt64) {
        seeds = [seed]
        description = "\(seed)"
    }

    /// Reads a list; `nil` for text that is none, for a range that runs backwards, and for more than a million seeds.
    public init?(_ text: String) {
        var seeds: [UInt64] = []
        var seen: Set<UInt64> = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            guard let range = SeedList.range(part), seeds.count < SeedList.maximumCount,
                range.upperBound - range.lowerBound < UInt64(SeedList.maximumCount - seeds.count)
            else { return nil }
            for seed in range where seen.insert(seed).inserted { seeds.append(seed) }
        }
        self.seeds = seeds
        description = text
    }

    private static func range(_ part: Substring) -> ClosedRange<UInt64>? {
        if let seed = number(part) { return seed...seed }
        let ends = part.split(separator: ".", omittingEmptySubsequences: false)
        guard ends.count == 3, ends[1].isEmpty, let low = number(ends[0]), let high = number(ends[2]), low <= high
        else { return nil }
        return low...high
    }

    /// Digits alone: `UInt64` itself would take a sign as well.
    private static func number(_ text: Substring) -> UInt64? {
        text.utf8.allSatisfy { (48...57).contains($0) } ? UInt64(text) : nil
    }
}
