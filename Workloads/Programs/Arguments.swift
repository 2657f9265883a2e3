import CLinux

/// A workload's arguments. Embedded Swift has no `CommandLine`: they are read from `/proc/self/cmdline`.
struct Arguments {
    /// The role: the name that every process and thread carries.
    let role: UnsafePointer<CChar>
    /// All of argv.
    let words: [UnsafePointer<CChar>]

    /// Reads the arguments once; they stay in memory as long as the process lives.
    static func ofThisProcess() -> Arguments {
        let capacity = 64 * 1024
        let text = UnsafeMutablePointer<CChar>.allocate(capacity: capacity)
        let file = clinux_open("/proc/self/cmdline", O_RDONLY)
        let count = max(read(file, text, capacity - 1), 0)
        close(file)
        text[count] = 0
        var words: [UnsafePointer<CChar>] = []
        var start = 0
        while start < count {
            words.append(UnsafePointer(text + start))
            start += strlen(text + start) + 1
        }
        return Arguments(words: words)
    }

    private init(words: [UnsafePointer<CChar>]) {
        self.words = words
        role = words.first ?? UnsafePointer(strdup("workload"))
    }

    /// The workload's name.
    var name: UnsafePointer<CChar> { words.count > 1 ? words[1] : role }

    /// The workload's name, to be matched.
    var workload: Word { Word(name) }

    /// What stands behind `key=`, or `nil`.
    func text(_ key: StaticString) -> UnsafePointer<CChar>? {
        let length = key.utf8CodeUnitCount
        for word in words.dropFirst(2) where memcmp(word, key.utf8Start, min(length, strlen(word))) == 0 {
            if strlen(word) > length, word[length] == CChar(bitPattern: UInt8(ascii: "=")) { return word + length + 1 }
        }
        return nil
    }

    /// The word behind `key=`, or `otherwise`.
    func word(_ key: StaticString, otherwise: StaticString) -> Word {
        Word(text(key) ?? UnsafeRawPointer(otherwise.utf8Start).assumingMemoryBound(to: CChar.self))
    }

    /// The number behind `key=`, with K, M or G (binary), or ns, us, ms or s (as nanoseconds); `nil` for what is no number.
    func number(_ key: StaticString) -> Int? {
        guard let text = text(key) else { return nil }
        var end: UnsafeMutablePointer<CChar>?
        let value = strtol(text, &end, 10)
        guard let end, UnsafePointer(end) != text else { return nil }
        switch Word(end) {
        case "": return value
        case "K": return value << 10
        case "M": return value << 20
        case "G": return value << 30
        case "ns": return value
        case "us": return value * 1_000
        case "ms": return value * 1_000_000
        case "s": return value * 1_000_000_000
        default: return nil
        }
    }
}

/// A C text that can be matched against literals.
struct Word {
    private let start: UnsafePointer<CChar>

    init(_ start: UnsafePointer<CChar>) { self.start = start }

    static func ~= (pattern: StaticString, word: Word) -> Bool {
        strlen(word.start) == pattern.utf8CodeUnitCount
            && memcmp(word.start, pattern.utf8Start, pattern.utf8CodeUnitCount) == 0
    }

    static func == (word: Word, pattern: StaticString) -> Bool { pattern ~= word }
}

extension StaticString {
    /// The text for C: literals are NUL-terminated.
    var cString: UnsafePointer<CChar> { UnsafeRawPointer(utf8Start).assumingMemoryBound(to: CChar.self) }
}
