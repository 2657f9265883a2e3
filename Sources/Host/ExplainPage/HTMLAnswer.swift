import Page
import Explain
import Mustache

/// The answer as one self-contained HTML file: no script, nothing loaded from anywhere.
public struct HTMLAnswer: ExplainAnswer {
    private let template: MustacheTemplate
    private var details: [IncidentView] = []
    private var timeline: [TimelineView] = []
    private var count = 0

    /// Reports that are shown in full, and those that have a row in the timeline; the others are counted.
    static let inFull = 200
    static let rows = 10_000

    /// As long as reports are shown in full.
    public var wantsDetail: Bool { count < Self.inFull }

    /// Throws where the template is malformed, which a test would have shown.
    public init() throws {
        template = try PageTemplates.template(ExplainTemplate.text)
    }

    /// Nothing yet: the page begins with what all reports add up to.
    public mutating func add(_ incident: Incident) -> [UInt8] {
        count += 1
        let isShown = details.count < Self.inFull
        if isShown { details.append(IncidentView(Explanation(incident))) }
        if timeline.count < Self.rows { timeline.append(TimelineView(incident, hasDetails: isShown)) }
        return []
    }

    /// The page.
    public mutating func finish(_ summary: LogSummary) -> [UInt8] {
        Array(template.render(PageView(details, timeline, count: count, summary)).utf8)
    }
}

/// The page around the reports.
struct PageView {
    struct Miss {
        let missLine: Int
        let missKind: String
        let missText: String
    }

    let style = StyleSheet.text
    let title: String
    let lead: String
    let isEmpty: Bool
    let several: Bool
    let timeline: [TimelineView]
    let left: String
    let incidents: [IncidentView]
    let hasMisses: Bool
    let misses: [Miss]

    init(_ details: [IncidentView], _ timeline: [TimelineView], count: Int, _ summary: LogSummary) {
        title = "oomlab: \(count) OOM \(count == 1 ? "report" : "reports")"
        lead = "\(count) OOM \(count == 1 ? "report" : "reports") in \(summary.lines) lines"
        isEmpty = count == 0
        several = count > 1
        self.timeline = timeline
        left = count > timeline.count ? "and \(count - timeline.count) more" : ""
        incidents = details
        misses = summary.nearMisses.map { Miss(missLine: $0.line, missKind: $0.kind, missText: $0.text) }
        hasMisses = !misses.isEmpty
    }
}

/// A row of the timeline.
struct TimelineView {
    let number: Int
    let when: String
    let headline: String
    let hasDetails: Bool

    init(_ incident: Incident, hasDetails: Bool) {
        number = incident.number
        when = incident.when
        headline = incident.headline
        self.hasDetails = hasDetails
    }
}
