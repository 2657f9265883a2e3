import Record
import SafeText
import Vocabulary

/// What was found, in a sentence for each scenario: where kernels differ, and by what. The first thing that a reader sees.
struct FoundView {
    struct Finding {
        let foundName: String
        let foundAnchor: String
        /// Whether kernels differ in who died or in what stayed.
        let foundDiffers: Bool
        let foundText: String
    }

    let findings: [Finding]

    /// - Parameters:
    ///   - runs: The records by scenario.
    ///   - anchors: Where each scenario's section is.
    init(_ runs: [[RunRecord]], anchors: [String]) {
        findings = zip(runs, anchors).compactMap { records, anchor in
            records.first.map { first in
                let (differs, text) = FoundView.sentence(KernelColumn.columns(of: records))
                return Finding(
                    foundName: first.scenario.name, foundAnchor: anchor, foundDiffers: differs, foundText: text)
            }
        }
    }

    private static func sentence(_ columns: [KernelColumn]) -> (differs: Bool, text: String) {
        var outcomes: [(words: String, kernels: [String], records: [RunRecord])] = []
        for column in columns {
            let words = outcome(column.records)
            if let index = outcomes.firstIndex(where: { $0.words == words }) {
                outcomes[index].kernels.append(column.heading)
                outcomes[index].records += column.records
            } else {
                outcomes.append((words, [column.heading], column.records))
            }
        }
        let parts = outcomes.map { outcome in
            let time = KeyNumbers.release(outcome.records.filter { $0.status.tellsOfKernel })
            return ([outcome.words] + [time].compactMap { $0 }).joined(separator: ", ")
        }
        if outcomes.count == 1 {
            let kernels = list(outcomes[0].kernels)
            return (
                false, outcomes[0].kernels.count == 1 ? "\(parts[0]) (\(kernels))" : "alike on \(kernels): \(parts[0])"
            )
        }
        return (true, zip(outcomes, parts).map { "\(list($0.kernels)): \($1)" }.joined(separator: "; "))
    }

    /// Who died, what stayed, what the kernel did to itself; for runs that say nothing, why.
    private static func outcome(_ records: [RunRecord]) -> String {
        let known = records.filter { $0.status.tellsOfKernel }
        guard let first = known.first else {
            let reason = records.first.map { HTMLText.bounded($0.reason ?? "", 120) } ?? ""
            return "\(records.first?.status.rawValue ?? "not run"): \(reason)"
        }
        let times = KeyNumbers.release(known)
        let stalled = known.contains { $0[.stalled] == .flag(true) } ? ["stood still at the limit"] : []
        let words = KeyNumbers.words(known).filter { $0 != times } + stalled
        return words.isEmpty ? first.status.rawValue : words.joined(separator: ", ")
    }

    private static func list(_ kernels: [String]) -> String {
        guard let last = kernels.last, kernels.count > 1 else { return kernels.first ?? "" }
        return kernels.dropLast().joined(separator: ", ") + " and " + last
    }
}
