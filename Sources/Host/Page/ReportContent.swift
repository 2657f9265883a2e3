import Mustache
import SafeText

/// Our own escaping for Mustache: the library's goes by characters, and a quote with a combining mark is another character.
package struct ReportContent: MustacheContentType {
    package static let name = "REPORT"

    package init() {}

    package func escapeText(_ text: String) -> String { HTMLText.escaped(text) }
}
