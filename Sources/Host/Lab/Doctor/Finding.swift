/// One thing that this host was asked for.
public struct Finding: Codable, Hashable, Sendable {
    /// What is there or not.
    public enum State: String, Codable, Sendable {
        /// It is there.
        case ok
        /// It isn't, and nothing runs without it.
        case missing
        /// Worth knowing: nothing depends on it, or only a part of oomlab does.
        case note
    }

    /// A short name: `qemu`, `kvm`, `cache`.
    public let name: String
    /// Whether it is there.
    public let state: State
    /// What was found, or what is wrong.
    public let detail: String
    /// How to fix it; `nil` where there is nothing to fix.
    public let remedy: String?

    /// A finding with every field.
    public init(_ name: String, _ state: State, _ detail: String, remedy: String? = nil) {
        self.name = name
        self.state = state
        self.detail = detail
        self.remedy = remedy
    }
}
