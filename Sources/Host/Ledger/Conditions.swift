import Record
import SafeText

/// What a number was measured under, in a few words.
enum Conditions {
    /// `1 CPU, window 1.5 s, preempt lazy`; what differs between the runs stands beside each other.
    static func text(_ records: [RunRecord]) -> String {
        guard !records.isEmpty else { return "" }
        let cpus = Set(records.map(\.machine.cpus)).sorted()
        let windows = Set(records.compactMap(window)).sorted()
        let models = Set(records.compactMap(\.kernel.preemption)).sorted()
        var parts = ["\(cpus.map(String.init).joined(separator: " or ")) CPU\(cpus == [1] ? "" : "s")"]
        if let low = windows.first, let high = windows.last {
            let texts = [low, high].map { decimal(Double($0) / 10, places: 1) }
            parts.append("window \(low == high ? texts[0] : texts.joined(separator: " to ")) s")
        }
        if !models.isEmpty { parts.append("preempt " + models.map(Plain.text).joined(separator: " or ")) }
        return parts.joined(separator: ", ")
    }

    /// Tenths of a second of the last observation window.
    private static func window(_ record: RunRecord) -> Int? {
        record.timeline?.observations.last.map { Int(clamping: $0.endedNs.minus($0.beganNs) / 100_000_000) }
    }
}
