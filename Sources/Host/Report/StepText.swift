import Record
import SafeText

/// What the scenario did, step by step, for a terminal.
enum StepText {
    /// A line a step: its number, what it does, when it began, how long it took, and how it ended.
    static func lines(_ record: RunRecord, limit: Int = .max) -> [String] {
        let steps = record.timeline?.steps ?? []
        let shown = steps.prefix(limit)
        let width = min(shown.map(\.what.count).max() ?? 0, 60)
        let lines = shown.enumerated().map { index, step in
            let took = step.endedNs.map { ClockText.milliseconds($0, from: step.beganNs) } ?? "n/a"
            return Plain.text(
                "\(index + 1). \(Plain.padded(step.what, to: width))  at \(ClockText.seconds(step.beganNs))  \(took)  \(outcome(step))"
            )
        }
        return lines + (steps.count > shown.count ? ["\(steps.count - shown.count) more"] : [])
    }

    /// `done`, `timed out`, `failed: Invalid argument (EINVAL)`.
    static func outcome(_ step: RunRecord.StepRecord) -> String {
        step.error.map { "\(step.outcome): \($0)" } ?? step.outcome
    }

    /// `5 done`, `1 done, 1 timed out, 2 skipped`; `nil` where the record has no steps.
    static func summary(_ record: RunRecord) -> String? {
        let outcomes = (record.timeline?.steps ?? []).map(\.outcome)
        guard !outcomes.isEmpty else { return nil }
        let known = ["done", "timed out", "left", "failed", "skipped", "began"]
        let parts = known.compactMap { word -> String? in
            let count = outcomes.count { $0 == word }
            return count == 0 ? nil : "\(count) \(word)"
        }
        return parts.joined(separator: ", ")
    }
}
