import Foundation

/// The names of run folders: readable, sortable, and safe as file names whatever a scenario is called.
package enum RunName {
    /// `20261124T041500Z-baseline-anon-6.12-ab12cd34`: time, scenario, kernel, the fingerprint's beginning.
    package static func finished(started: Date, scenario: String, kernel: String, fingerprint: String) -> String {
        "\(prefix(started: started, scenario: scenario))-\(safe(kernel))-\(fingerprint.prefix(8))"
    }

    /// The name while the run is under way: hidden, and different for every run of every command.
    package static func partial(started: Date, scenario: String) -> String {
        let unique = String(UInt64.random(in: 0 ... .max), radix: 36)
        return "\(PartialFolder.prefix)\(prefix(started: started, scenario: scenario))-\(unique)"
    }

    /// ISO 8601 in UTC, as `host.json` has it.
    package static func timestamp(_ date: Date) -> String {
        date.formatted(Date.ISO8601FormatStyle(timeZone: .gmt))
    }

    private static func prefix(started: Date, scenario: String) -> String {
        let compact = timestamp(started).filter { $0 != "-" && $0 != ":" }
        return "\(compact)-\(safe(scenario))"
    }

    /// Letters, digits, dots, dashes and underscores; everything else becomes a dash; at most 64 of them, and no dot in front.
    package static func safe(_ name: String) -> String {
        let word = name.unicodeScalars.prefix(64).map { scalar -> Character in
            let kept = scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
            return kept || "._-".unicodeScalars.contains(scalar) ? Character(scalar) : "-"
        }
        let text = String(word)
        return text.hasPrefix(".") || text.isEmpty ? "-" + text.dropFirst() : text
    }
}
