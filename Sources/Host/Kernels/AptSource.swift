/// A package source of the host, from either of apt's two file forms.
struct AptSource: Equatable {
    var address: String
    var suites: [String]
    var components: [String]
    var signedBy: String?

    /// Reads a `.list` file: one source a line.
    static func parseLines(_ text: String) -> [AptSource] {
        text.split(separator: "\n").compactMap { line in
            var words = line.prefix { $0 != "#" }.split(whereSeparator: \.isWhitespace).map(String.init)
            guard words.first == "deb" else { return nil }
            words.removeFirst()
            var signedBy: String?
            if words.first?.hasPrefix("[") == true {
                guard let end = words.firstIndex(where: { $0.hasSuffix("]") }) else { return nil }
                let options = words[...end].joined(separator: " ").dropFirst().dropLast().split(separator: " ")
                signedBy = options.first { $0.hasPrefix("signed-by=") }.map { String($0.dropFirst(10)) }
                words.removeSubrange(...end)
            }
            guard words.count >= 2 else { return nil }
            return AptSource(
                address: words[0], suites: [words[1]], components: Array(words[2...]), signedBy: signedBy)
        }
    }

    /// Reads a `.sources` file: one source a paragraph, each with one or more addresses.
    static func parseParagraphs(_ text: String) -> [AptSource] {
        AptRecord.all(in: text).flatMap { record -> [AptSource] in
            let words = { (name: String) in (record[name] ?? "").split(whereSeparator: \.isWhitespace).map(String.init)
            }
            guard words("Types").contains("deb"),
                !["no", "false", "0"].contains(record["Enabled"]?.lowercased() ?? "yes")
            else { return [] }
            // A key may also stand in the file itself: that one is no path.
            let key = words("Signed-By")
            return words("URIs").map { address in
                AptSource(
                    address: address, suites: words("Suites"), components: words("Components"),
                    signedBy: key.count == 1 ? key[0] : nil)
            }
        }
    }
}
