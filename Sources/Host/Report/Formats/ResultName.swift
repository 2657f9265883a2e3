import Vocabulary
import Record
import SafeText

/// How a run is called in the formats of other tools: `scenario.kernel`, with seed and number where that is needed to tell runs apart.
enum ResultName {
    /// One name for each record, all different.
    static func names(_ records: [RunRecord]) -> [String] {
        var seen: [String: Int] = [:]
        return records.map { record in
            var name = "\(word(record.scenario.name)).\(word(record.kernel.flavour))"
            if record.seed != 0 { name += ".seed-\(record.seed)" }
            let count = seen[name, default: 0] + 1
            seen[name] = count
            return count == 1 ? name : "\(name).run-\(count)"
        }
    }

    /// Letters, digits and `._+-`; every other byte as `%XX`, so that no format reads anything into a name.
    static func word(_ text: String) -> String {
        let plain = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._+-".utf8)
        var word = ""
        for byte in text.utf8.prefix(Plain.limit) {
            if plain.contains(byte) {
                word.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                word += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }
        return word.isEmpty ? "none" : word
    }
}

/// What a run has to say beside its status, in lines: for tools that show text.
enum ResultText {
    /// Why it is not PASS, in one line.
    static func reason(_ record: RunRecord) -> String {
        Plain.text((record.reason ?? "").split(separator: "\n").first.map(String.init) ?? "")
    }

    /// What was observed, what was expected, and how to see it again.
    static func lines(_ record: RunRecord) -> [String] {
        var lines = [
            "run: \(record.id.isEmpty ? "n/a (never started)" : record.id)", "kernel: \(record.kernel.release)",
        ]
        if let reason = record.reason { lines += reason.split(separator: "\n").prefix(40).map { "reason: \($0)" } }
        lines.append("seen: \(KeyNumbers.words([record]).joined(separator: ", "))")
        lines += record.expectations.map(line)
        lines.append("again: \(ReproduceLine.text(for: record))")
        return lines.map(Plain.text)
    }

    /// One expectation and what came of it.
    static func line(_ expectation: RunRecord.ExpectationRecord) -> String {
        let actual = ValueText.text(expectation.actual, unit: ObservationUnit.of(expectation.observation))
        let kernels = expectation.kernels.map { " on \($0)" } ?? ""
        return Plain.text(
            "expected \(OperatorText.text(expectation))\(kernels): \(expectation.status.rawValue), it is \(actual)")
    }
}
