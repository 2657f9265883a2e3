import Vocabulary

/// Readers of the kernel's own file formats. A counter that is not there is `nil`, never zero.
public enum KernelFiles {
    /// `key value` lines: memory.events, memory.stat, cgroup.events, `/proc/vmstat`.
    public static func flatKeyed(_ text: String) -> [String: UInt64] {
        var values: [String: UInt64] = [:]
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ")
            if words.count == 2, let value = UInt64(words[1]) { values[String(words[0])] = value }
        }
        return values
    }

    /// A file with one number: memory.current. `max` is `nil`, as no limit is no number.
    public static func single(_ text: String) -> UInt64? {
        UInt64(text.prefix { $0 != "\n" && $0 != " " })
    }

    /// `Key: value kB` lines: `/proc/PID/status`, `/proc/meminfo`. Values keep their unit.
    public static func colonKeyed(_ text: String) -> [String: String] {
        var values: [String: String] = [:]
        for line in text.split(separator: "\n") {
            guard let colon = line.firstIndex(of: ":") else { continue }
            let value = line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
            values[String(line[..<colon])] = String(value)
        }
        return values
    }

    /// The number before ` kB`.
    public static func kilobytes(_ value: String?) -> UInt64? {
        guard let value else { return nil }
        return UInt64(value.prefix { $0 != " " })
    }

    /// Microseconds of pressure stalls (`total=`) of a PSI file: some, and full where there is one.
    public static func pressureTotals(_ text: String) -> (some: UInt64?, full: UInt64?) {
        func total(_ kind: String) -> UInt64? {
            guard let line = text.split(separator: "\n").first(where: { $0.hasPrefix(kind + " ") }) else { return nil }
            return line.split(separator: " ").last { $0.hasPrefix("total=") }.flatMap { UInt64($0.dropFirst(6)) }
        }
        return (total("some"), total("full"))
    }
}
