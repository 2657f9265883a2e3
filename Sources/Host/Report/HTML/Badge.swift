import Record
import Vocabulary

/// A status as word and sign: its colour says nothing that they don't.
struct Badge {
    let badgeClass: String
    let sign: String
    let word: String

    init(_ status: RunStatus, count: Int? = nil) {
        badgeClass = status.rawValue.lowercased()
        word = (count.map { "\($0) " } ?? "") + status.rawValue
        sign =
            switch status {
            case .pass: "✓"
            case .fail: "✗"
            case .error: "!"
            case .skip: "–"
            case .done: "●"
            }
    }

    /// One badge for each status in `records`, the weightiest first; counted where there are several runs.
    static func all(_ records: [RunRecord]) -> [Badge] {
        let order: [RunStatus] = [.fail, .error, .pass, .done, .skip]
        return order.compactMap { status in
            let count = records.count { $0.status == status }
            return count == 0 ? nil : Badge(status, count: records.count > 1 ? count : nil)
        }
    }
}

/// A term and what belongs to it.
struct Fact {
    let term: String
    let value: String
}
