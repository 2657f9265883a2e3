import Record
import SafeText
import Vocabulary

/// CSV (RFC 4180): a heading, and a row for each run with every observation. What is absent is empty.
public enum CSVReport {
    private static let columns = [
        "run", "started", "status", "reason", "scenario", "claim", "parameters", "seed", "kernel", "release", "mode",
        "cpus",
        "memory_bytes", "fingerprint", "guest_seconds", "wall_seconds",
    ]

    /// The whole table, with CRLF at the end of every line as the RFC has it.
    public static func text(_ records: [RunRecord]) -> String {
        let heading = columns + ObservationName.allCases.map(\.rawValue)
        return ([heading] + records.map(row)).map { $0.joined(separator: ",") + "\r\n" }.joined()
    }

    private static func row(_ record: RunRecord) -> [String] {
        let parameters = record.scenario.parameters.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        let texts = [
            record.id, record.started, record.status.rawValue, record.reason ?? "", record.scenario.name,
            record.scenario.claim, parameters.joined(separator: " "),
        ]
        let machine = record.machine
        return texts.map(cell) + ["\(record.seed)"]
            + [record.kernel.flavour, record.kernel.release, machine.mode.rawValue].map(cell)
            + ["\(machine.cpus)", "\(machine.memoryBytes)", cell(record.fingerprint)]
            + [record.guestSeconds.map { "\($0)" } ?? "", "\(record.wallSeconds)"]
            + ObservationName.allCases.map { value(record[$0]) }
    }

    private static func value(_ value: ObservationValue?) -> String {
        switch value {
        case nil: ""
        case .count(let count): "\(count)"
        case .number(let number): "\(number)"
        case .flag(let flag): "\(flag)"
        case .word(let word): cell(word)
        case .words(let words): cell(words.joined(separator: " "))
        }
    }

    /// Quoted where it has to be. A text that a spreadsheet would take for a formula gets an apostrophe in front.
    private static func cell(_ text: String) -> String {
        var plain = Plain.text(text)
        if let first = plain.first, "=+-@".contains(first) { plain = "'" + plain }
        let isWord = plain.utf8.allSatisfy { (0x2b...0x7a).contains($0) && $0 != UInt8(ascii: ",") }
        guard !isWord else { return plain }
        return "\""
            + String(
                plain.unicodeScalars.reduce(into: String.UnicodeScalarView()) { out, scalar in
                    out.append(scalar)
                    if scalar == "\"" { out.append(scalar) }
                }) + "\""
    }
}
