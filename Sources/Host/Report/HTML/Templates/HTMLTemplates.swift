import Page
import Mustache

/// The report's templates, read once.
struct HTMLTemplates {
    private let pageTemplate: MustacheTemplate
    private let scenarioTemplate: MustacheTemplate
    private let runTemplate: MustacheTemplate

    init() throws {
        pageTemplate = try PageTemplates.template(PageTemplate.text)
        scenarioTemplate = try PageTemplates.template(ScenarioTemplate.text)
        runTemplate = try PageTemplates.template(RunTemplate.text)
    }

    /// The whole file.
    func page(_ view: PageView) -> String { pageTemplate.render(view) }

    /// One scenario with its runs.
    func scenario(_ view: ScenarioView) -> String { scenarioTemplate.render(view) }

    /// One run.
    func run(_ view: RunView) -> String { runTemplate.render(view) }
}
