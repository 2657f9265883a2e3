import Bisection
import Foundation
import Record
import SafeText
import Vocabulary

/// A bisection for people and for programs.
public struct BisectionReport: Sendable {
    /// Something that a package's changelog says.
    public struct Quote: Sendable, Encodable {
        /// The package version that it came with.
        public let version: String
        /// What was written.
        public let text: String

        /// A quotation.
        public init(version: String, text: String) {
            self.version = version
            self.text = text
        }
    }

    /// The scenario's name.
    public let scenario: String
    /// Names of the kernels, from the good end to the bad one.
    public let kernels: [String]
    /// What was found.
    public let result: BisectionResult
    /// What the changelog between the two kernels says about such things; `nil` where there is none.
    public var changelog: [Quote]?

    /// So many quotations are brief.
    private static let maximumQuotes = 12

    /// A report of `result`.
    public init(scenario: String, kernels: [String], result: BisectionResult) {
        self.scenario = scenario
        self.kernels = kernels
        self.result = result
    }

    /// One line of the path: `good  6.1.170  threads_left 0  RUN`.
    public static func line(for step: BisectionStep, kernel: String, observation: ObservationName?, colored: Bool)
        -> String
    {
        let style = Style(colored: colored)
        let word = Plain.padded(step.finding?.rawValue ?? "unknown", to: 7)
        let marked = step.finding == .bad ? style.mark(word) : word
        var parts = [marked, Plain.padded(kernel, to: 28), values(of: step, observation)]
        if step.counted > 1 { parts.append("\(step.bad) of \(step.counted) bad") }
        if let id = step.records.last(where: { !$0.id.isEmpty })?.id { parts.append(Plain.text(id)) }
        return parts.joined(separator: "  ")
    }

    /// What follows from the path: the two kernels, how sure that is, the evidence of both side by side, and the changelog.
    public func text(columns: Int, colored: Bool) -> String {
        let (good, bad) = (kernels[result.lastGood], kernels[result.firstBad])
        var text = "\nlast good  \(Plain.text(good))\nfirst bad  \(Plain.text(bad))\n"
        if !result.unknownBetween.isEmpty {
            let names = result.unknownBetween.map { kernels[$0] }.joined(separator: ", ")
            text += "between    nothing is known of \(Plain.text(names)): the change may be in one of them\n"
        }
        text += "confidence \(confidence)\n\n"
        text += TextReport.text(evidence, columns: columns, colored: colored)
        return text + changelogText
    }

    /// `{scenario, observation, last_good, first_bad, confidence, steps, …}`.
    public func json() throws -> String {
        try JSONText.text(Answer(self), keys: .convertToSnakeCase) + "\n"
    }

    private var evidence: [RunRecord] {
        [result.lastGood, result.firstBad].compactMap { result.step(at: $0) }.flatMap(\.records)
    }

    private var confidence: String {
        guard result.confidence == 1 else { return "\(decimal(result.confidence * 100, places: 1)) %" }
        let ends = [result.lastGood, result.firstBad].compactMap { result.step(at: $0) }
        let counts = ends.map { "\($0.bad) of \($0.counted) seeds bad on \(kernels[$0.place])" }
        return Plain.text("deterministic runs: \(counts.joined(separator: ", "))")
    }

    private var changelogText: String {
        guard let changelog else { return "\nThe packages of the two carry no changelog.\n" }
        if changelog.isEmpty {
            return "\nThe changelog between the two says nothing about the OOM killer, memcg or the freezer.\n"
        }
        let shown = changelog.suffix(BisectionReport.maximumQuotes)
        var text = "\nThe changelog between the two says:\n"
        if changelog.count > shown.count { text += "  … \(changelog.count - shown.count) earlier lines\n" }
        for quote in shown { text += "  \(Plain.text(quote.version)): \(Plain.text(quote.text))\n" }
        return text
    }

    private static func values(of step: BisectionStep, _ observation: ObservationName?) -> String {
        guard let observation else {
            let statuses = Set(step.records.map(\.status.rawValue)).sorted().joined(separator: ", ")
            return step.finding == nil ? "\(statuses): \(Plain.text(step.records.last?.reason ?? ""))" : statuses
        }
        let usable = step.records.filter(\.status.tellsOfKernel)
        guard !usable.isEmpty else { return Plain.text(step.records.last?.reason ?? "no run") }
        let values = Set(usable.map { ValueText.text($0[observation], unit: observation.unit) }).sorted()
        return "\(observation) " + (values.count > 3 ? "\(values.count) values" : values.joined(separator: " | "))
    }

    private struct Answer: Encodable {
        struct Step: Encodable {
            let kernel: String
            let verdict: String
            let runs: [String]
            let bad: Int
            let counted: Int
            let confidence: Double
        }

        let scenario: String
        let observation: String
        let criterion: String
        let lastGood: String
        let firstBad: String
        let unknownBetween: [String]
        let confidence: Double
        let steps: [Step]
        let changelog: [Quote]

        init(_ report: BisectionReport) {
            let (result, kernels) = (report.result, report.kernels)
            scenario = report.scenario
            observation = result.criterion.observation?.rawValue ?? "verdict"
            criterion = result.criterion.description
            lastGood = kernels[result.lastGood]
            firstBad = kernels[result.firstBad]
            unknownBetween = result.unknownBetween.map { kernels[$0] }
            confidence = result.confidence
            steps = result.steps.map { step in
                Step(
                    kernel: kernels[step.place], verdict: step.finding?.rawValue ?? "unknown",
                    runs: step.records.map(\.id).filter { !$0.isEmpty }, bad: step.bad, counted: step.counted,
                    confidence: step.confidence)
            }
            changelog = report.changelog ?? []
        }
    }
}
