/// One thing that is wrong with a scenario: where, what, and the way out.
public struct ScenarioError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file as it was named, or the command-line option that the value came from; empty where it is neither.
    public let file: String
    /// The line, from 1; `nil` where the fault is no line's.
    public let line: Int?
    /// The column, from 1, counted in Unicode scalars.
    public let column: Int?
    /// The key that holds the fault, as a path: `processes[0].arguments.size`. Empty for faults of the whole file.
    public let key: String
    /// The value that is wrong, where there is one.
    public let value: String?
    /// What is wrong with it.
    public let message: String
    /// The nearest word that would have been right.
    public let suggestion: String?

    /// A fault with its place.
    public init(
        file: String, line: Int? = nil, column: Int? = nil, key: String = "", value: String? = nil, message: String,
        suggestion: String? = nil
    ) {
        self.file = file
        self.line = line
        self.column = column
        self.key = key
        self.value = value
        self.message = message
        self.suggestion = suggestion
    }

    /// `file:line: message (did you mean 'word'?)`.
    public var description: String {
        let place = line.map { "\(file):\($0): " } ?? (file.isEmpty ? "" : "\(file): ")
        let advice = suggestion.map { " (did you mean '\($0)'?)" } ?? ""
        return "\(place)\(message)\(advice)"
    }
}

/// Everything that is wrong with one or more scenarios, in the order of their lines. Several failures stay several.
public struct ScenarioErrors: Error, Equatable, Sendable, CustomStringConvertible {
    /// The faults; never empty.
    public let errors: [ScenarioError]

    /// Faults, file after file and sorted by place; a fault that was met twice is kept once.
    public init(_ errors: [ScenarioError]) {
        var seen: Set<ScenarioError> = []
        let unique = errors.filter { seen.insert($0).inserted }
        var files: [String: Int] = [:]
        for error in unique where files[error.file] == nil { files[error.file] = files.count }
        let place = { (error: ScenarioError) in (files[error.file] ?? 0, error.line ?? 0, error.column ?? 0) }
        self.errors = unique.enumerated().sorted { left, right in
            let (first, second) = (place(left.element), place(right.element))
            return first == second ? left.offset < right.offset : first < second
        }.map(\.element)
    }

    /// One line a fault.
    public var description: String { errors.map(\.description).joined(separator: "\n") }
}
