/// The calls of `oomlab` in a piece of shell, as a shell would cut them into words. Knows as much of a shell as documents use.
struct ShellWords {
    /// The arguments of each call, without the command's own name.
    static func calls(in text: String) -> [[String]] {
        commands(in: text.replacing("\\\n", with: " ")).compactMap { words in
            guard let start = words.firstIndex(where: { $0 == "oomlab" || $0.hasSuffix("/oomlab") }) else { return nil }
            // What may stand in front of a command: a prompt, `sudo`, an assignment.
            let isCall = words[..<start].allSatisfy { $0 == "$" || $0 == "#" || $0 == "sudo" || $0.contains("=") }
            return isCall ? Array(words[(start + 1)...]) : nil
        }
    }

    /// Words between the marks that end a command: a new line, `|`, `;`, `&`, a redirection, a bracket, a comment.
    private static func commands(in text: String) -> [[String]] {
        var commands: [[String]] = [[]]
        var word = ""
        var quote: Character?
        var isRest = false
        func endWord() {
            if !word.isEmpty { commands[commands.count - 1].append(word) }
            word = ""
        }
        for character in text {
            if character == "\n" {
                endWord()
                commands.append([])
                (quote, isRest) = (nil, false)
            } else if isRest {
                continue
            } else if character == quote {
                quote = nil
            } else if quote != nil {
                word.append(character)
            } else {
                switch character {
                case "'", "\"": quote = character
                case " ", "\t": endWord()
                case "|", ";", "&", "(", ")":
                    endWord()
                    commands.append([])
                case "<", ">":
                    endWord()
                    isRest = true
                case "#" where word.isEmpty && !commands[commands.count - 1].isEmpty: isRest = true
                default: word.append(character)
                }
            }
        }
        endWord()
        return commands.filter { !$0.isEmpty }
    }
}
