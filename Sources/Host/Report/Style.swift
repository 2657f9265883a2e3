import SafeText
import Vocabulary

/// Emphasis on a terminal, or none.
struct Style {
    let colored: Bool

    /// A status, five columns wide.
    func status(_ status: RunStatus) -> String {
        let color =
            switch status {
            case .pass: "32"
            case .fail: "31"
            case .error: "35"
            case .skip: "33"
            case .done: "36"
            }
        return paint(Plain.padded(status.rawValue, to: 5), color)
    }

    /// A heading.
    func bold(_ text: String) -> String { paint(text, "1") }

    /// What differs.
    func mark(_ text: String) -> String { paint(text, "33") }

    private func paint(_ text: String, _ code: String) -> String { colored ? "\u{1b}[\(code)m\(text)\u{1b}[0m" : text }
}
