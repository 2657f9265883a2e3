import Record
import Scenario
import Statistics
import Vocabulary

// The keys are public names: docs/ledger.md says what each holds.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
/// The claims ledger: claims × kernels, each answer worked out from records of a scenario and of its negative twin.
///
/// Pure: nothing but records and scenarios goes in. Encoded, it is `oomlab.ledger/1`.
public struct Ledger: Codable, Equatable, Sendable {
    public let schema: String
    /// The columns, by version.
    public let kernels: [String]
    public let claims: [ClaimRow]
    /// What the columns were made with.
    public let builds: [Build]
    /// What a reader has to know: runs that were left out, and why.
    public let notes: [String]

    /// One kernel's image, and the emulators and modes that ran it.
    public struct Build: Codable, Equatable, Sendable {
        public let kernel: String
        public let release: String
        @Explicit public var package: String?
        public let sha256: String
        public let modes: [String]
        public let qemu: [String]
        public let runs: Int
    }

    /// One claim over all kernels.
    public struct ClaimRow: Codable, Equatable, Sendable {
        public let claim: String
        public let words: String
        public let question: String
        public let cells: [ClaimCell]
        public let scenarios: [ScenarioRow]
    }

    /// One claim on one kernel: how many of the scenarios that tell show it, and the plainest sentence.
    public struct ClaimCell: Codable, Equatable, Sendable {
        public let kernel: String
        public let answer: Answer
        /// What that says of the claim, and how many of the telling scenarios say the same.
        @Explicit public var stand: Stand?
        public let agreeing: Int
        public let showing: Int
        public let telling: Int
        @Explicit public var finding: String?
        @Explicit public var scenario: String?
    }

    /// One scenario over all kernels.
    public struct ScenarioRow: Codable, Equatable, Sendable {
        public let scenario: String
        public let summary: String
        public let twin: String
        public let without: String
        public let observation: String
        public let criterion: String
        public let cells: [Cell]
    }

    /// The ledger of these records.
    ///
    /// - Parameters:
    ///   - records: Runs of scenarios and twins, in any order; a newer run of the same cell counts instead of an older one.
    ///   - scenarios: Those that tell what the effect is; a record of another scenario is left out and noted.
    public init(_ records: [RunRecord], scenarios: [Scenario]) {
        var tries = LedgerTries(of: scenarios)
        for record in records { tries.add(record) }
        let runs = tries.byScenario
        let kernels = KernelColumn.columns(of: tries.used).map(\.heading)
        let rows = scenarios.compactMap { scenario in
            Ledger.row(scenario, runs: runs, kernels: kernels).map { (claim: scenario.claim, row: $0) }
        }
        schema = "oomlab.ledger/1"
        self.kernels = kernels
        builds = Ledger.builds(tries.used)
        notes = tries.notes
        claims = Claim.all.compactMap { claim in
            let rows = rows.filter { $0.claim == claim.name }.map(\.row)
            return rows.isEmpty ? nil : ClaimRow(claim, rows: rows, kernels: kernels)
        }
    }

    private static func builds(_ records: [RunRecord]) -> [Build] {
        var builds: [Build] = []
        for column in KernelColumn.columns(of: records) {
            let images = Dictionary(grouping: column.records) { $0.kernel.sha256 }
            for (_, runs) in images.sorted(by: { $0.key < $1.key }) {
                if let build = Build(column.heading, runs) { builds.append(build) }
            }
        }
        return builds
    }

    private static func row(
        _ scenario: Scenario, runs: [String: [String: [RunRecord]]], kernels: [String]
    ) -> ScenarioRow? {
        guard let effect = scenario.effect, let twin = scenario.twin,
            runs[scenario.name] != nil || runs[twin.name] != nil
        else { return nil }
        let cells = kernels.map { kernel in
            Cell(
                kernel: kernel, scenario: scenario, effect: effect, own: runs[scenario.name]?[kernel] ?? [],
                twin: runs[twin.name]?[kernel] ?? [])
        }
        return ScenarioRow(
            scenario: scenario.name, summary: scenario.summary, twin: twin.name, without: twin.summary,
            observation: effect.observation.rawValue, criterion: effect.testText, cells: cells)
    }
}

extension Ledger.ClaimRow {
    init(_ claim: Claim, rows: [Ledger.ScenarioRow], kernels: [String]) {
        // The plainest scenario speaks first.
        let ordered = rows.filter { $0.scenario == claim.lead } + rows.filter { $0.scenario != claim.lead }
        self.init(
            claim: claim.name, words: claim.words, question: claim.question,
            cells: kernels.indices.map { index in
                Ledger.ClaimCell(
                    kernel: kernels[index], side: claim.effectSpeaks,
                    cells: ordered.map { ($0.scenario, $0.cells[index]) })
            }, scenarios: ordered)
    }
}

extension Ledger.ClaimCell {
    /// - Parameter side: The claim's: one that says that something happens holds where any scenario shows it, one that says that nothing does fails there.
    init(kernel: String, side: Effect.Side, cells: [(scenario: String, cell: Ledger.Cell)]) {
        let telling = cells.filter { $0.cell.answer.tells }
        let showing = telling.filter { $0.cell.answer.shows }
        let plain = side == .for ? Ledger.Stand.holds : .fails
        let decisive = telling.filter { $0.cell.stand == plain }
        let stand = telling.first.map { _ in decisive.isEmpty ? (side == .for ? .fails : .holds) : plain }
        let speaker = decisive.first ?? showing.first ?? telling.first
        let answer: Ledger.Answer =
            if showing.contains(where: { $0.cell.answer == .happens }) {
                .happens
            } else if !showing.isEmpty {
                .sometimes
            } else if !telling.isEmpty {
                .never
            } else {
                Ledger.ClaimCell.silence(cells.map(\.cell.answer))
            }
        self.init(
            kernel: kernel, answer: answer, stand: stand, agreeing: telling.count { $0.cell.stand == stand },
            showing: showing.count, telling: telling.count,
            finding: speaker?.cell.finding, scenario: speaker?.scenario)
    }
}

extension Ledger.ClaimCell {
    /// Why no scenario tells.
    private static func silence(_ answers: [Ledger.Answer]) -> Ledger.Answer {
        if answers.contains(.notProvoked) { return .notProvoked }
        return answers.allSatisfy { $0 == .skipped } ? .skipped : .unknown
    }
}

extension Ledger.Build {
    init?(_ heading: String, _ runs: [RunRecord]) {
        guard let kernel = runs.first?.kernel else { return nil }
        self.init(
            kernel: heading, release: kernel.release, package: kernel.package, sha256: kernel.sha256,
            modes: Set(runs.map(\.machine.mode)).sorted().map(\.rawValue), qemu: Set(runs.map(\.machine.qemu)).sorted(),
            runs: runs.count)
    }
}
