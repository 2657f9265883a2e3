import Record
import Statistics
import Vocabulary

/// What makes a run good or bad.
public enum Criterion: Sendable, Equatable, CustomStringConvertible {
    /// PASS is good, FAIL is bad.
    case verdict
    /// The observation lies on the good side of the threshold, on which it is good itself.
    case below(ObservationName, Double)
    /// The same, where larger is good.
    case above(ObservationName, Double)
    /// The observation is what it is at the good end: a word, several words, or absent.
    case equal(ObservationName, ObservationValue?)

    /// What the run says; `nil` where it says nothing: an ERROR, a SKIP, or no value.
    public func finding(_ record: RunRecord) -> Finding? {
        guard record.status.tellsOfKernel else { return nil }
        switch self {
        case .verdict:
            return record.status == .pass ? .good : record.status == .fail ? .bad : nil
        case .below(let name, let threshold):
            return Criterion.number(record, name).map { $0 <= threshold ? .good : .bad }
        case .above(let name, let threshold):
            return Criterion.number(record, name).map { $0 >= threshold ? .good : .bad }
        case .equal(let name, let value):
            switch (record[name], value) {
            case (nil, nil): return .good
            case (let mine?, let good?): return mine.matches(good) ? .good : .bad
            default: return .bad
            }
        }
    }

    /// The observation that is looked at; `nil` for the verdict.
    public var observation: ObservationName? {
        switch self {
        case .verdict: nil
        case .below(let name, _), .above(let name, _), .equal(let name, _): name
        }
    }

    /// What is good, in words.
    public var description: String {
        switch self {
        case .verdict: "PASS is good, FAIL is bad"
        case .below(let name, let threshold): "\(name) is good up to \(Criterion.text(threshold))"
        case .above(let name, let threshold): "\(name) is good from \(Criterion.text(threshold)) on"
        case .equal(let name, let value): "\(name) is good where it is \(value.map { "\($0)" } ?? "n/a")"
        }
    }

    /// The criterion that tells the two ends apart.
    ///
    /// `threshold`: where the border is; the middle between both ends where it is `nil`.
    ///
    /// - Returns: `nil` where the observation is alike at both ends, or lies on one side of the threshold.
    public static func separating(
        _ name: ObservationName, good: [RunRecord], bad: [RunRecord], threshold: Double?
    ) -> Criterion? {
        let goodNumbers = good.compactMap { number($0, name) }
        let badNumbers = bad.compactMap { number($0, name) }
        guard let goodMiddle = Center.median(goodNumbers), let badMiddle = Center.median(badNumbers) else {
            let (one, other) = (usual(good, name), usual(bad, name))
            return threshold == nil && one != other ? .equal(name, one) : nil
        }
        guard goodMiddle != badMiddle else { return nil }
        let border = threshold ?? (goodMiddle + badMiddle) / 2
        if goodMiddle <= border, badMiddle > border { return .below(name, border) }
        if goodMiddle >= border, badMiddle < border { return .above(name, border) }
        return nil
    }

    static func number(_ record: RunRecord, _ name: ObservationName) -> Double? {
        guard let value = record[name] else { return nil }
        if case .flag(let flag) = value { return flag ? 1 : 0 }
        return value.numeric
    }

    /// What most runs say; absence is something to say.
    private static func usual(_ records: [RunRecord], _ name: ObservationName) -> ObservationValue? {
        let counts = Dictionary(grouping: records.map { $0[name] }, by: { $0 }).mapValues(\.count)
        let most = counts.max {
            ($0.value, $1.key?.description ?? "") < ($1.value, $0.key?.description ?? "")
        }
        return most?.key
    }

    private static func text(_ number: Double) -> String {
        number == number.rounded() && abs(number) < 1e15 ? "\(Int(number))" : "\(number)"
    }
}
