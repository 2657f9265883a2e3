import Record
import SafeText
import Vocabulary

/// What went wrong in one run: the expectations that failed with their evidence, or why nothing is known; and how to see it again.
enum FailureText {
    /// `nil` for a run in which nothing went wrong.
    static func text(for record: RunRecord, style: Style) -> String? {
        guard record.status == .fail || record.status == .error else { return nil }
        var lines = [
            "\(style.status(record.status)) \(Plain.text(record.scenario.name)) on \(Plain.text(record.kernel.release))"
        ]
        if let reason = record.reason {
            lines += reason.split(separator: "\n").map { "  \(Plain.text(String($0)))" }
        }
        for expectation in record.expectations where expectation.status == .fail {
            lines += self.lines(for: expectation)
        }
        lines += steps(of: record)
        if record.status == .fail { lines += kills(of: record) }
        for unexplained in record.disagreements.filter({ $0.explainedBy == nil }).prefix(8) {
            lines.append(
                "  disagreement between \(Plain.text(unexplained.between.joined(separator: " and "))): \(Plain.text(unexplained.what))"
            )
        }
        if !record.id.isEmpty { lines.append("  evidence: run \(Plain.text(record.id))") }
        lines.append("  again: \(ReproduceLine.text(for: record))")
        return lines.joined(separator: "\n") + "\n"
    }

    private static func lines(for expectation: RunRecord.ExpectationRecord) -> [String] {
        let unit = ObservationUnit.of(expectation.observation)
        let actual = ValueText.text(expectation.actual, unit: unit)
        var line = "  expected \(OperatorText.text(expectation)), but it is \(actual)"
        if let kernels = expectation.kernels { line += " (kernels \(kernels))" }
        return [Plain.text(line)] + (expectation.why.isEmpty ? [] : ["    because \(Plain.text(expectation.why))"])
    }

    /// Steps that came to another end than their own; those that were skipped behind them are counted.
    private static func steps(of record: RunRecord) -> [String] {
        guard let summary = StepText.summary(record) else { return [] }
        let steps = record.timeline?.steps ?? []
        let others = steps.enumerated().filter { $1.outcome != "done" && $1.outcome != "skipped" }
        return ["  steps: \(Plain.text(summary))"]
            + others.prefix(8).map { "    \($0 + 1). \(Plain.text("\($1.what): \(StepText.outcome($1))"))" }
    }

    private static func kills(of record: RunRecord) -> [String] {
        record.kills.prefix(8).map { kill in
            let memory = kill.victim.rssAnonKb.map { ", anon-rss \($0) kB" } ?? ""
            let time = decimal(Double(kill.atNs) / 1e9, places: 6)
            return Plain.text(
                "  at \(time) s: killed \(kill.victim.role) (pid \(kill.victim.pid)\(memory)), \(kill.kind)")
        }
    }
}

/// The one line that reproduces a run.
public enum ReproduceLine {
    /// A command for a shell; machine and parameters are given in full, so that a later change of a default changes nothing.
    ///
    /// `scenario`: the scenario to run; the record's own file or name where it is not given.
    public static func text(for record: RunRecord, scenario: String? = nil) -> String {
        var words = ["oomlab", "run", scenario ?? record.scenario.file ?? record.scenario.name]
        words += ["--kernel", record.kernel.release]
        if record.machine.mode != .deterministic { words += ["--mode", record.machine.mode.rawValue] }
        if record.seed != 0 { words += ["--seed", "\(record.seed)"] }
        words += ["--cpus", "\(record.machine.cpus)", "--memory", "\(ByteSize(bytes: record.machine.memoryBytes))"]
        for (key, value) in record.scenario.parameters.sorted(by: { $0.key < $1.key }) {
            words += ["--set", "\(key)=\(value)"]
        }
        return shell(words)
    }

    /// `words` as a shell reads them: quoted where it would take them apart, without control characters.
    public static func shell(_ words: [String]) -> String { ShellText.line(words.map(Plain.text)) }
}
