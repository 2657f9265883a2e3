/// Words as a POSIX shell reads them.
public enum ShellText {
    private static let plain = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./,=:+@%".utf8)

    /// The words on one line, each quoted where a shell would take it apart otherwise.
    public static func line(_ words: [String]) -> String { words.map(quoted).joined(separator: " ") }

    /// `word` in single quotes, or as it is where a shell takes it so. By code points: a combining mark behind a quote must not hide it.
    public static func quoted(_ word: String) -> String {
        if !word.isEmpty, word.utf8.allSatisfy(plain.contains) { return word }
        var quoted = "'".unicodeScalars
        for scalar in word.unicodeScalars {
            if scalar == "'" { quoted.append(contentsOf: "'\\''".unicodeScalars) } else { quoted.append(scalar) }
        }
        quoted.append("'")
        return String(quoted)
    }
}
