import Record
import SafeText
import Vocabulary

/// Claims and their scenarios as rows, kernels as columns: the first thing that a reader sees.
struct VerdictMatrix {
    struct Claim {
        let claim: String
        let claimAnchor: String
        let columnCount: Int
        let scenarioRows: [Row]
    }

    struct Row {
        let rowName: String
        let rowAnchor: String
        let cells: [Cell]
    }

    struct Cell {
        let badges: [Badge]
        let words: [String]
        let cellAnchor: String
        let filled: Bool
        /// For readers that read cells one by one.
        let cellLabel: String
    }

    let kernels: [String]
    let claims: [Claim]

    /// `anchors` names the run that a cell leads to, by scenario and kernel.
    init(_ runs: [[RunRecord]], scenarioAnchors: [String], runAnchor: (RunRecord) -> String) {
        let kernels = KernelColumn.columns(of: runs.flatMap { $0 }).map(\.heading)
        var order: [String] = []
        var rows: [String: [Row]] = [:]
        for (records, anchor) in zip(runs, scenarioAnchors) {
            guard let first = records.first?.scenario else { continue }
            if rows[first.claim] == nil { order.append(first.claim) }
            let byKernel = Dictionary(grouping: records, by: \.kernel.flavour)
            let cells = kernels.map { VerdictMatrix.cell(byKernel[$0] ?? [], first.name, $0, runAnchor) }
            rows[first.claim, default: []].append(Row(rowName: first.name, rowAnchor: anchor, cells: cells))
        }
        self.kernels = kernels
        claims = order.enumerated().map { index, claim in
            Claim(
                claim: claim.isEmpty ? "no claim" : claim, claimAnchor: "c\(index + 1)",
                columnCount: kernels.count + 1, scenarioRows: rows[claim] ?? [])
        }
    }

    private static func cell(
        _ records: [RunRecord], _ scenario: String, _ kernel: String, _ anchor: (RunRecord) -> String
    ) -> Cell {
        // A reader who follows a cell wants to see what went wrong.
        let telling = records.first { $0.status == .fail } ?? records.first { $0.status == .error } ?? records.first
        return Cell(
            badges: Badge.all(records), words: KeyNumbers.words(records), cellAnchor: telling.map(anchor) ?? "",
            filled: telling != nil, cellLabel: "\(scenario) on \(kernel)")
    }
}

/// What a cell of the matrix says beside the verdict.
enum KeyNumbers {
    /// A few short lines.
    static func words(_ records: [RunRecord]) -> [String] {
        guard let first = records.first else { return [] }
        let known = records.filter { $0.status.tellsOfKernel }
        guard !known.isEmpty else { return [HTMLText.bounded(first.reason ?? "", 120)] }
        var words = [victims(known)]
        let left = known.compactMap { $0[.threadsLeft]?.numeric }
        if (left.max() ?? 0) > 0 { words.append("\(range(left, places: 0)) threads left") }
        if let released = release(known) { words.append(released) }
        let failures = Set(
            known.compactMap { record -> String? in
                guard case .word(let word)? = record[.kernelFailure], word != "none" else { return nil }
                return word
            })
        words += failures.sorted()
        return words
    }

    private static func victims(_ records: [RunRecord]) -> String {
        let all = Set(records.map { $0.kills.map(\.victim.role) })
        guard all.count == 1, let only = all.first else { return "\(all.count) different outcomes" }
        return only.isEmpty ? "no kill" : "killed \(Plain.list(only))"
    }

    /// How long it took until the memory was back, in how many runs it never came; `nil` if nothing tells.
    static func release(_ records: [RunRecord]) -> String? {
        let times = records.compactMap { $0[.killToReleaseMs]?.numeric }
        let never = records.count { !$0.kills.isEmpty && $0[.releasedBytes] != nil && $0[.killToReleaseMs] == nil }
        if times.isEmpty { return never > 0 ? "not released" : nil }
        return "released after \(range(times, places: 1)) ms" + (never > 0 ? ", \(never) not released" : "")
    }

    private static func range(_ values: [Double], places: Int) -> String {
        let low = decimal(values.min() ?? 0, places: places)
        let high = decimal(values.max() ?? 0, places: places)
        return low == high ? low : "\(low) to \(high)"
    }
}
