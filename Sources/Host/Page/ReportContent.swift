import Mustache
import SafeText

/// Our own escaping for Mustache: the library's goes by characters, and a quote with a combining mark is another character.
struct ReportContent: MustacheContentType {
    static let name = "REPORT"

    func escapeText(_ text: String) -> String { HTMLText.escaped(text) }
}

/// How pages' templates are made: none is without our escaping, since the library's own can be got around.
///
/// Every value in double braces is escaped; triple braces stand only around what a report itself has drawn or rendered.
package enum PageTemplates {
    /// Throws if the text is no template, which a test would have shown.
    package static func template(_ text: String) throws -> MustacheTemplate {
        MustacheContentTypes.register(ReportContent(), named: ReportContent.name)
        return try MustacheTemplate(string: "{{% CONTENT_TYPE:\(ReportContent.name)}}" + text)
    }
}
