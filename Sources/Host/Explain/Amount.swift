import SafeText
import VictimSelection

/// Numbers as people read them.
package enum Amount {
    /// kB in binary units.
    package static func kilobytes(_ value: Int) -> String {
        let units = ["kB", "MiB", "GiB", "TiB"]
        var size = Double(value)
        var index = 0
        while abs(size) >= 1024 && index < units.count - 1 {
            size /= 1024
            index += 1
        }
        return (index == 0 ? "\(value)" : decimal(size, places: 1)) + " " + units[index]
    }

    /// A share of a whole, in percent.
    package static func percent(_ part: Int, of whole: Int) -> String {
        whole > 0 ? decimal(Double(part) / Double(whole) * 100, places: 1) + " %" : "n/a"
    }

    /// Nanoseconds since boot, in seconds.
    static func seconds(_ nanoseconds: UInt64) -> String { decimal(Double(nanoseconds) / 1e9, places: 6) + " s" }

    /// The time from one moment to a later one.
    static func interval(from start: UInt64, to end: UInt64) -> String? {
        guard end >= start else { return nil }
        let milliseconds = Double(end - start) / 1e6
        return milliseconds < 1000
            ? decimal(milliseconds, places: milliseconds < 10 ? 1 : 0) + " ms"
            : decimal(milliseconds / 1000, places: 1) + " s"
    }

    /// "1 process", "2 processes".
    static func count(_ number: Int, _ word: String, _ plural: String) -> String {
        "\(number) \(number == 1 ? word : plural)"
    }
}
