import SafeText
import Vocabulary

/// Everything that a scenario can be written with: `oomlab scenarios words`. It is made from what the reader itself goes by.
public struct ScenarioWords: Encodable, Sendable {
    /// The format's name.
    public let schema = "oomlab.words/1"
    /// The chapters.
    public let chapters: [Chapter]

    /// Words of one kind.
    public struct Chapter: Encodable, Sendable {
        /// What they are: `steps`, `workloads`.
        public let name: String
        /// The words.
        public let words: [Word]
    }

    /// A word with what it means.
    public struct Word: Encodable, Sendable {
        /// As it is written; of a step, with its value.
        public let word: String
        /// A phrase without a full stop.
        public let about: String
        /// The words that belong to it: a workload's arguments, the keys of a map.
        public var parts: [Word]?
    }

    /// All chapters, or one. Throws `UnknownWord` if there is none of this name.
    public init(chapter: String? = nil) throws {
        let all = ScenarioWords.all
        guard let chapter else {
            chapters = all
            return
        }
        chapters = all.filter { $0.name == chapter }
        if chapters.isEmpty {
            let names = all.map(\.name)
            throw UnknownWord(word: chapter, known: names, nearest: nearestWord(to: chapter, in: names))
        }
    }

    /// A name that no chapter has.
    public struct UnknownWord: Error, CustomStringConvertible {
        let word: String
        let known: [String]
        let nearest: String?

        /// The name, what there is, and the nearest.
        public var description: String {
            "no chapter '\(word)'; there are \(known.joined(separator: ", "))"
                + (nearest.map { "; did you mean '\($0)'?" } ?? "")
        }
    }

    /// The words for people.
    public var text: String {
        chapters.map { chapter in
            chapter.name.uppercased() + "\n" + ScenarioWords.lines(chapter.words, indent: 2).joined()
        }.joined(separator: "\n")
    }

    /// Each word on a line with its meaning, or with the meaning below it if the word is long.
    private static func lines(_ words: [Word], indent: Int) -> [String] {
        let margin = String(repeating: " ", count: indent)
        let width = words.map(\.word.count).filter { $0 <= 24 }.max() ?? 0
        return words.flatMap { word -> [String] in
            let line =
                word.word.count <= 24
                ? margin + Plain.padded(word.word, to: width) + "  " + word.about + "\n"
                : margin + word.word + "\n" + margin + "    " + word.about + "\n"
            return [line] + lines(word.parts ?? [], indent: indent + 4)
        }
    }
}

extension ScenarioWords {
    private static var all: [Chapter] {
        [
            Chapter(name: "keys", words: Keys.maps.map(keys)),
            Chapter(name: "steps", words: Scenario.Step.all.map { Word(word: $0.form, about: $0.about) }),
            Chapter(name: "group-files", words: GroupFile.all.map { Word(word: $0.name, about: $0.kind.words) }),
            Chapter(name: "workloads", words: Workload.all.map(workload)),
            Chapter(name: "observations", words: ObservationName.allCases.map(observation)),
            Chapter(
                name: "operators", words: Expectation.Operator.allCases.map { Word(word: $0.rawValue, about: $0.about) }
            ),
            Chapter(name: "features", words: Feature.all.map { Word(word: $0.name, about: $0.howItIsTold) }),
            Chapter(
                name: "controllers",
                words: Words.controllers.map { Word(word: $0, about: "the cgroup v2 controller of this name") }),
            Chapter(name: "claims", words: Claim.all.map { Word(word: $0.name, about: $0.question) }),
            Chapter(
                name: "events",
                words: OOMEvent.names.map { Word(word: $0, about: "for reaches: the trace event oom:\($0)") }),
            Chapter(name: "signals", words: Words.signals.map { Word(word: $0.name, about: "\($0.number)") }),
        ]
    }

    private static func keys(_ keys: Keys) -> Word {
        Word(word: keys.map, about: "its keys:", parts: keys.all.map { Word(word: $0.name, about: $0.about) })
    }

    private static func workload(_ workload: Workload) -> Word {
        let needs = workload.uses.map(\.words)
        let about = workload.about + (needs.isEmpty ? "" : "; needs " + needs.joined(separator: ", "))
        return Word(word: workload.name, about: about, parts: workload.arguments.map(argument))
    }

    private static func argument(_ argument: Workload.Argument) -> Word {
        let usual = argument.defaultValue.map { "; \(argument.kind.shown($0)) if nothing is said" } ?? ""
        let needed = argument.isRequired ? "; has to be said" : usual
        return Word(word: argument.name, about: "\(argument.kind.words): \(argument.about)\(needed)")
    }

    private static func observation(_ name: ObservationName) -> Word {
        let values = name.words.isEmpty ? name.unit.rawValue : name.words.joined(separator: "|")
        return Word(word: name.rawValue, about: "\(values): \(name.meaning)")
    }
}

extension Workload.Argument.Kind {
    /// What can be written.
    fileprivate var words: String {
        switch self {
        case .allocation(let canBeEndless): canBeEndless ? "a size or endless" : "a size"
        case .size: "a size"
        case .count(let range): "\(range.lowerBound) to \(range.upperBound)"
        case .word(let words): words.joined(separator: "|")
        case .duration: "a time"
        case .flag: "true|false"
        case .role: "a role"
        case .groups: "v2 groups with commas between them, or none"
        case .fridge: "a v1 freezer group, or none"
        }
    }

    /// A default as a scenario would write it.
    fileprivate func shown(_ value: String) -> String {
        switch self {
        case .duration: UInt64(value).map { GuestDuration(nanoseconds: $0).description } ?? value
        case .allocation, .size: UInt64(value).map { ByteSize(bytes: $0).description } ?? value
        case .flag: value == "1" ? "true" : "false"
        case .count, .word, .role, .groups, .fridge: value
        }
    }
}

extension GroupFile.Kind {
    /// What can be written.
    fileprivate var words: String {
        switch self {
        case .limit: "a size such as 64M, or max"
        case .bytes: "a size, 0 or max"
        case .flag: "0 or 1"
        case .count: "a whole number, or max"
        case .text: "any text on one line"
        }
    }
}
