import SafeText
import Ledger
import Record
import Scenario
import Vocabulary

/// One scenario: what it is about, its kernels side by side, what was expected, and its runs.
struct ScenarioView {
    struct ComparisonRow {
        let differs: Bool
        let observation: String
        /// Where the glossary explains it; `nil` for the status.
        let meaning: String?
        let values: [String]
    }

    /// What is to be said of some kernels, in a sentence.
    struct Answer {
        let answerKernels: String
        let answerText: String
        let answerCertainty: String?
    }

    struct ExpectationRow {
        let what: String
        let why: String
        let results: [ExpectationCell]
    }

    struct ExpectationCell {
        let result: [Badge]
        let actual: String
    }

    let scenarioAnchor: String
    let scenarioName: String
    let scenarioClaim: String?
    let summary: String
    /// Escaped line by line, since a line's end is a control character.
    let descriptionText: String?
    let answers: [Answer]
    let isAnswered: Bool
    let headings: [String]
    let comparison: [ComparisonRow]
    let hasDifferences: Bool
    let expectations: [ExpectationRow]
    let hasExpectations: Bool
    let strips: [String]
    let hasStrips: Bool
    let runs: [String]

    init(_ records: [RunRecord], anchor: String, scenario: Scenario?, ledger: Ledger, runs: [String]) {
        let table = ComparisonTable(records: records)
        scenarioAnchor = anchor
        scenarioName = table.name
        scenarioClaim = table.claim.isEmpty ? nil : table.claim
        summary = scenario?.summary ?? ""
        descriptionText = scenario.map { scenario in
            HTMLText.bounded(scenario.description, 8000).split(separator: "\n", omittingEmptySubsequences: false)
                .map { HTMLText.escaped(String($0)) }.joined(separator: "\n")
        }
        answers = ScenarioView.answers(ledger.claims.flatMap(\.scenarios).first { $0.scenario == table.name })
        isAnswered = !answers.isEmpty
        headings = table.columns.map(\.heading)
        comparison = table.rows.map { row in
            ComparisonRow(
                differs: row.differs, observation: row.label,
                meaning: ObservationName(rawValue: row.label).map { "o-\($0.rawValue)" }, values: row.cells)
        }
        hasDifferences = comparison.contains(where: \.differs)
        expectations = ScenarioView.expectations(table.columns)
        hasExpectations = !expectations.isEmpty
        strips = ScenarioView.strips(table.columns, anchor)
        hasStrips = !strips.isEmpty
        self.runs = runs
    }

    private static func answers(_ row: Ledger.ScenarioRow?) -> [Answer] {
        guard let row, row.cells.contains(where: \.answer.tells) else { return [] }
        return row.statements.map {
            Answer(
                answerKernels: $0.kernels.joined(separator: ", "), answerText: $0.text,
                answerCertainty: $0.certainty.isEmpty ? nil : $0.certainty)
        }
    }

    private static func expectations(_ columns: [KernelColumn]) -> [ExpectationRow] {
        var seen: [RunRecord.ExpectationRecord] = []
        for expectation in columns.flatMap(\.records).flatMap(\.expectations)
        where !seen.contains(where: { same($0, expectation) }) {
            seen.append(expectation)
        }
        return seen.map { expectation in
            let unit = ObservationUnit.of(expectation.observation)
            let kernels = expectation.kernels.map { " on \($0)" } ?? ""
            return ExpectationRow(
                what: OperatorText.text(expectation) + kernels, why: expectation.why,
                results: columns.map { cell($0.records, expectation, unit) })
        }
    }

    private static func cell(
        _ records: [RunRecord], _ expectation: RunRecord.ExpectationRecord, _ unit: ObservationDefinition.Unit
    ) -> ExpectationCell {
        let found = records.flatMap(\.expectations).filter { same($0, expectation) }
        let order: [RunStatus] = [.fail, .pass, .skip]
        let badges = order.compactMap { status -> Badge? in
            let count = found.count { $0.status == status }
            return count == 0 ? nil : Badge(status, count: found.count > 1 ? count : nil)
        }
        let actual = (found.first { $0.status == .fail } ?? found.first).map { ValueText.text($0.actual, unit: unit) }
        return ExpectationCell(result: badges, actual: actual ?? "")
    }

    private static func same(_ left: RunRecord.ExpectationRecord, _ right: RunRecord.ExpectationRecord) -> Bool {
        left.name == right.name && left.kernels == right.kernels && left.expected == right.expected
    }

    private static func strips(_ columns: [KernelColumn], _ anchor: String) -> [String] {
        ObservationName.allCases.compactMap { name in
            let rows = columns.map { column in
                StripPlot.Row(kernel: column.heading, values: column.records.compactMap { $0[name]?.numeric })
            }
            return StripPlot(id: "\(anchor)-\(name.rawValue)", name: name, rows: rows)?.text
        }
    }
}
