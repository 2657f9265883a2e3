import Page
import Ledger
import Mustache
import Record
import Vocabulary

/// One self-contained HTML file over any number of runs: no script, nothing loaded from anywhere.
public enum HTMLReport {
    /// The file. Throws where a template is malformed, which a test would have shown.
    ///
    /// `cache`: what an earlier report over some of these runs has rendered; it takes up what this one renders.
    public static func text(_ runs: [ReportedRun], cache: HTMLReportCache = HTMLReportCache()) throws -> String {
        let templates = try HTMLTemplates()
        let groups = TextReport.scenarios(of: runs.map(\.record))
        let anchors = Anchors(runs)
        let scenarioAnchors = groups.indices.map { "s\($0 + 1)" }
        var rendering = Rendering(templates: templates, anchors: anchors, cache: cache, count: runs.count)
        let owners = groups.map { group in
            runs.enumerated().filter { $0.element.record.scenario.name == group.first?.scenario.name }
        }
        let scenarios = owners.map { $0.lazy.compactMap(\.element.scenario).first }
        let ledger = Ledger(runs.map(\.record), scenarios: scenarios.compactMap { $0 }.filter { !$0.isTwin })
        let sections = groups.indices.map { index in
            templates.scenario(
                ScenarioView(
                    groups[index], anchor: scenarioAnchors[index], scenario: scenarios[index], ledger: ledger,
                    runs: owners[index].map { rendering.html($1, at: $0) }))
        }
        let matrix = VerdictMatrix(groups, scenarioAnchors: scenarioAnchors) { anchors.run(of: $0) }
        let found = FoundView(groups, anchors: scenarioAnchors)
        return templates.page(PageView(runs.map(\.record), LedgerView(ledger, matrix), found, matrix, sections))
    }
}

/// Renders the runs of one report, each evidence once.
private struct Rendering {
    let templates: HTMLTemplates
    let anchors: Anchors
    let cache: HTMLReportCache
    let detail: Detail
    let isOpen: Bool
    /// The first run with a fingerprint: its place and what it is called.
    private var first: [String: (anchor: String, title: String)] = [:]

    /// Up to so many runs are unfolded when the report opens.
    private static let openRuns = 12

    init(templates: HTMLTemplates, anchors: Anchors, cache: HTMLReportCache, count: Int) {
        self.templates = templates
        self.anchors = anchors
        self.cache = cache
        detail = Detail(runs: count)
        isOpen = count <= Rendering.openRuns
    }

    mutating func html(_ run: ReportedRun, at index: Int) -> String {
        let record = run.record
        let anchor = anchors.run(index)
        let same = record.fingerprint.isEmpty ? nil : first[record.fingerprint]
        if same == nil, !record.fingerprint.isEmpty {
            first[record.fingerprint] = (anchor, RunView.title(record))
        }
        let key = HTMLReportCache.Key(
            id: record.id, fingerprint: record.fingerprint, anchor: anchor, detail: detail, isOpen: isOpen,
            sameAnchor: same?.anchor)
        return cache.html(key) {
            templates.run(RunView(run, anchor: anchor, detail: detail, open: isOpen, same: same))
        }
    }
}

/// The place of each run in the file.
private struct Anchors {
    private let byId: [String: Int]

    init(_ runs: [ReportedRun]) {
        byId = Dictionary(
            runs.enumerated().map { (Anchors.key($0.element.record), $0.offset) },
            uniquingKeysWith: { first, _ in first })
    }

    func run(_ index: Int) -> String { "r\(index + 1)" }

    func run(of record: RunRecord) -> String { run(byId[Anchors.key(record)] ?? 0) }

    /// A run that never started has no id.
    private static func key(_ record: RunRecord) -> String {
        record.id.isEmpty ? "\(record.scenario.name)\n\(record.kernel.flavour)\n\(record.seed)" : record.id
    }
}

/// The page around everything.
struct PageView {
    struct Glossary {
        let glossaryAnchor: String
        let glossaryName: String
        let glossaryUnit: String
        let glossaryMeaning: String
    }

    let title: String
    let lead: String
    let ledger: LedgerView
    let found: [FoundView.Finding]
    let kernels: [String]
    let claims: [VerdictMatrix.Claim]
    let isEmpty: Bool
    let hasRuns: Bool
    let sections: [String]
    let glossary: [Glossary]
    let deterministic: Bool
    let style = StyleSheet.text

    init(
        _ records: [RunRecord], _ ledger: LedgerView, _ found: FoundView, _ matrix: VerdictMatrix, _ sections: [String]
    ) {
        self.ledger = ledger
        self.found = found.findings
        let summary = TextReport.summary(of: records).trimmed
        title = "oomlab: \(summary)"
        let runs = records.count == 1 ? "1 run" : "\(records.count) runs"
        let scenarios = sections.count == 1 ? "1 scenario" : "\(sections.count) scenarios"
        let kernelCount = matrix.kernels.count == 1 ? "1 kernel" : "\(matrix.kernels.count) kernels"
        lead = "\(runs) of \(scenarios) on \(kernelCount): \(summary)"
        kernels = matrix.kernels
        claims = matrix.claims
        isEmpty = records.isEmpty
        hasRuns = !records.isEmpty
        self.sections = sections
        glossary = ObservationName.allCases.map {
            Glossary(
                glossaryAnchor: "o-\($0.rawValue)", glossaryName: $0.rawValue, glossaryUnit: $0.unit.rawValue,
                glossaryMeaning: $0.meaning)
        }
        deterministic = records.contains { $0.machine.mode == .deterministic }
    }
}

extension String {
    /// Without the line's end.
    fileprivate var trimmed: String { hasSuffix("\n") ? String(dropLast()) : self }
}
