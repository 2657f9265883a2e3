import Faults
import Vocabulary

/// What people type where a kernel is wanted.
public enum KernelSpec: Hashable, Sendable, CustomStringConvertible {
    /// The newest kernel there is.
    case newest
    /// One kernel of a series or version: `6.12`, `6.12.107`.
    case version(KernelVersion)
    /// The newest kernel of each series in a range: `6.1..6.18`, `5.10..newest`, `>=6.1,<6.18`, `all`.
    case range(KernelRange)
    /// A release or the beginning of one, or the name given to an added kernel.
    case name(String)

    /// Reads a spec; throws `UsageError` for text that can be none.
    public init(_ text: String) throws {
        if text == "newest" {
            self = .newest
        } else if text.hasSuffix("..newest"), let low = KernelVersion(String(text.dropLast(8))) {
            self = .range(KernelRange([.atLeast(low)]))
        } else if let version = KernelVersion(text) {
            self = version.suffix.isEmpty ? .version(version) : .name(text)
        } else if let range = KernelRange(text) {
            self = .range(range)
        } else if Self.isName(text) {
            self = .name(text)
        } else {
            throw UsageError(
                "'\(text)' names no kernel",
                remedy: "write 6.12, 6.12.107, a full release, 6.1..6.18, all, newest, or the name of an added kernel")
        }
    }

    /// The spec as it was written.
    public var description: String {
        switch self {
        case .newest: "newest"
        case .version(let version): version.description
        case .range(let range): range.description
        case .name(let name): name
        }
    }

    /// Whether text can be the name of a folder in the cache: the letters of release names, and no way out.
    static func isName(_ text: String) -> Bool {
        guard let first = text.utf8.first, text.utf8.count <= 100, first != 45, first != 46 else { return false }
        return text.utf8.allSatisfy { byte in
            switch byte {
            case 48...57, 65...90, 97...122, 43, 45, 46, 95, 126: true
            default: false
            }
        }
    }
}
