/// A Debian package's changelog, read far enough to find what was said about something.
public struct DebianChangelog: Sendable {
    /// One line of a change, with continuation lines joined to it.
    public struct Quote: Sendable, Hashable, Codable {
        /// The package version that it came with.
        public let version: String
        /// What was written.
        public let text: String
    }

    /// One version's entry.
    struct Entry {
        let version: String
        var changes: [String] = []
    }

    /// Newest first, as the file has it.
    let entries: [Entry]

    /// Words that matter to what oomlab looks at.
    public static let words = [
        "oom", "oom_kill", "oom_reaper", "memcg", "memcontrol", "freezer", "frozen", "refrigerator", "badness",
        "mmap_lock",
        "mmap_sem",
    ]

    /// Reads a changelog; lines that are none are passed over.
    public init(_ text: String) {
        var entries: [Entry] = []
        for line in text.split(separator: "\n") {
            if let version = DebianChangelog.version(inHeading: line) {
                entries.append(Entry(version: version))
            } else if !entries.isEmpty {
                DebianChangelog.read(line, into: &entries[entries.count - 1])
            }
        }
        self.entries = entries
    }

    /// What was written about the words in versions after `older`, up to `newer`, oldest first.
    public func quotes(after older: String, upTo newer: String, about words: [String] = words) -> [Quote] {
        let wanted = Set(words)
        let between = entries.filter {
            DebianVersion(older) < DebianVersion($0.version) && !(DebianVersion(newer) < DebianVersion($0.version))
        }
        return between.reversed().flatMap { entry in
            entry.changes.filter { DebianChangelog.mentions($0, wanted) }.map {
                Quote(version: entry.version, text: $0)
            }
        }
    }

    /// `linux-signed-amd64 (6.12.90+1) trixie; urgency=medium`.
    private static func version(inHeading line: Substring) -> String? {
        guard let first = line.first, first.isLetter, line.contains("urgency="),
            let open = line.firstIndex(of: "("), let close = line[open...].firstIndex(of: ")")
        else { return nil }
        return String(line[line.index(after: open)..<close])
    }

    /// `  * A change` or `    - a part of one` begins one; deeper lines go on; the signature and sections such as `[ Name ]` are none.
    private static func read(_ line: Substring, into entry: inout Entry) {
        let text = line.drop { $0 == " " || $0 == "\t" }
        guard line.first == " ", !text.isEmpty, !text.hasPrefix("--"), !text.hasPrefix("[ ") else { return }
        if text.hasPrefix("* ") || text.hasPrefix("- ") {
            entry.changes.append(String(text.dropFirst(2)))
        } else if let last = entry.changes.indices.last {
            entry.changes[last] += " " + text
        }
    }

    /// By whole words: `swap` is no part of `swapped bytes`, and `mm/oom_kill` holds `oom_kill`.
    private static func mentions(_ text: String, _ words: Set<String>) -> Bool {
        text.lowercased().split { !($0.isLetter || $0.isNumber || $0 == "_") }.contains { words.contains(String($0)) }
    }
}
