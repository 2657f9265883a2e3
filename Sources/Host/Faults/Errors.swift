/// What was asked for can't be done as asked: exit status 64.
public struct UsageError: Error, CustomStringConvertible, Equatable, Sendable {
    /// The thing and its value.
    public let message: String
    /// The way out, as an imperative sentence.
    public let remedy: String?

    /// A usage error with its way out.
    public init(_ message: String, remedy: String? = nil) {
        self.message = message
        self.remedy = remedy
    }

    /// The message and the way out on one line.
    public var description: String { joined(message, remedy) }
}

/// This host lacks something that a run needs (QEMU, space, a kernel): exit status 2, nothing is known about the kernel.
public struct HostError: Error, CustomStringConvertible, Equatable, Sendable {
    /// The thing and its value.
    public let message: String
    /// The way out, as an imperative sentence.
    public let remedy: String?

    /// A host error with its way out.
    public init(_ message: String, remedy: String? = nil) {
        self.message = message
        self.remedy = remedy
    }

    /// The message and the way out on one line.
    public var description: String { joined(message, remedy) }
}

/// Contact with the guest was never made or was lost: exit status 2, with where the evidence lies.
public struct GuestError: Error, CustomStringConvertible, Equatable, Sendable {
    /// What went wrong, with the last console lines where there are any.
    public let message: String
    /// The way out, as an imperative sentence.
    public let remedy: String?

    /// A guest error with its way out.
    public init(_ message: String, remedy: String? = nil) {
        self.message = message
        self.remedy = remedy
    }

    /// The message and the way out on one line.
    public var description: String { joined(message, remedy) }
}

private func joined(_ message: String, _ remedy: String?) -> String {
    guard let remedy else { return message }
    return "\(message); \(remedy)"
}
