import SystemPackage

/// Evidence that can't be used: missing, truncated or not what its name says. Exit status 2.
public struct EvidenceError: Error, CustomStringConvertible, Equatable, Sendable {
    /// The file that was read.
    public let file: FilePath
    /// What is wrong with it.
    public let what: String
    /// The way out, as an imperative sentence.
    public let remedy: String?

    /// An error about `file`.
    public init(file: FilePath, what: String, remedy: String? = nil) {
        self.file = file
        self.what = what
        self.remedy = remedy
    }

    /// File, fault and way out on one line.
    public var description: String {
        let fault = "\(file): \(what)"
        guard let remedy else { return fault }
        return "\(fault); \(remedy)"
    }
}
