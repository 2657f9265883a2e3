import Page
import Mustache

/// The report's templates, read once. Every value in double braces is escaped by `ReportContent`; triple braces stand only around
/// what the report itself has drawn or rendered.
struct HTMLTemplates {
    private let pageTemplate: MustacheTemplate
    private let scenarioTemplate: MustacheTemplate
    private let runTemplate: MustacheTemplate

    init() throws {
        MustacheContentTypes.register(ReportContent(), named: ReportContent.name)
        pageTemplate = try HTMLTemplates.template(PageTemplate.text)
        scenarioTemplate = try HTMLTemplates.template(ScenarioTemplate.text)
        runTemplate = try HTMLTemplates.template(RunTemplate.text)
    }

    /// The whole file.
    func page(_ view: PageView) -> String { pageTemplate.render(view) }

    /// One scenario with its runs.
    func scenario(_ view: ScenarioView) -> String { scenarioTemplate.render(view) }

    /// One run.
    func run(_ view: RunView) -> String { runTemplate.render(view) }

    /// The library's own escaping can be got around, so that no template may be without ours.
    private static func template(_ text: String) throws -> MustacheTemplate {
        try MustacheTemplate(string: "{{% CONTENT_TYPE:\(ReportContent.name)}}" + text)
    }
}
