import KernelLog
import Vocabulary

/// Which formula a report's kernel used, and how that is known.
public struct FormulaChoice: Sendable, Equatable {
    /// The formula; nil where points can't be computed.
    public let formula: BadnessFormula?
    /// How it is known, or why it isn't, in words.
    public let basis: String

    /// The likeliest one: by the release in the report's CPU line, else by what the report's lines look like.
    public init(_ report: OOMReport) { self = Self.possible(report)[0] }

    private init(_ formula: BadnessFormula?, _ basis: String) {
        self.formula = formula
        self.basis = basis
    }

    /// Those that the report allows, the likeliest first; never empty.
    static func possible(_ report: OOMReport) -> [FormulaChoice] {
        let columns = Set(report.taskColumns)
        if !columns.isEmpty, !columns.contains("oom_score_adj") {
            return [
                FormulaChoice(
                    nil, "the heuristic up to 2.6.35 also weighs run time, priority and children, which no log states")
            ]
        }
        guard let release = report.kernelRelease, let version = version(of: release) else {
            return guesses(report, columns)
        }
        if let known = BadnessFormula(kernel: version) {
            return [FormulaChoice(known, "the formula of \(known.versions), by the release \(release)")]
        }
        if columns.contains("oom_score_adj") || report.invokerOOMScoreAdj != nil {
            return [
                FormulaChoice(.permille, "the formula of 2.6.36, which \(release) has taken over, by its oom_score_adj")
            ]
        }
        return [
            FormulaChoice(
                nil, "the heuristic of \(release) also weighs run time, priority and children, which no log states")
        ]
    }

    /// The release without what is no version of its own, such as a build's letters.
    static func version(of release: String) -> KernelVersion? {
        if let version = KernelVersion(release) { return version }
        let numbers = release.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        return KernelVersion(numbers.split(separator: ".").prefix(3).joined(separator: "."))
    }

    private static func guesses(_ report: OOMReport, _ columns: Set<String>) -> [FormulaChoice] {
        func by(_ what: String, _ formulas: BadnessFormula...) -> [FormulaChoice] {
            formulas.map {
                FormulaChoice($0, "the formula of \($0.versions), by \(what) (the log does not name the kernel)")
            }
        }
        if columns.contains("rss_anon") { return by("the table's columns", .signedPages) }
        if columns.contains("nr_pmds") { return by("the table's columns", .pagesWithShare) }
        if columns.contains("nr_ptes") { return by("the table's columns", .pagesWithThirty, .pagesWithShare) }
        if columns.contains("oom_adj") { return by("the table's columns", .permille) }
        if report.selected?.score != nil, columns.contains("pgtables_bytes") {
            return by("the report's lines", .pagesWithChildren, .pagesWithShare)
        }
        guard !report.tasks.isEmpty else {
            return [FormulaChoice(nil, "the log neither names the kernel nor has a task table")]
        }
        return by("what fits the choice", .signedPages, .pages, .pagesWithChildren)
    }
}
