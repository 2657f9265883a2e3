import ArgumentParser
import Comparison
import Faults
import Kernels
import Record
import Report
import Vocabulary

/// `oomlab compare`.
struct CompareCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Compare kernels with a reference: differences, effect size, confidence.",
        discussion: """
            Deterministic runs are compared exactly, seed by seed. Realtime runs are samples: each difference has a bootstrap interval, an effect
            size (Cliff's delta) and a Mann-Whitney p-value raised for the number of comparisons (Holm). Which way is better belongs to
            the observation; where neither is, a difference is "different".

            Exit status 1 where a kernel is worse than the reference in anything, 4 where there was nothing to compare.

            EXAMPLES:
              oomlab compare --reference 6.12                                  every run in results/runs
              oomlab compare 20261124T --reference 5.10 --observe threads_left
              oomlab compare nightly/ --reference newest --format json
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var selection: ResultsCommand.Selection
    @Argument(help: "Run ids (or their beginning), run folders, or folders of runs; all if none is named.")
    var runs: [String] = []
    @Option(help: "The kernel to compare the others with: a version, a release, or newest.")
    var reference: String
    @Option(name: .customLong("observe"), help: "An observation to compare; all if none is named.")
    var observations: [ObservationName] = []
    @Option(help: "Differences up to this percentage count as the same.")
    var tolerance: Double = 0
    @Flag(
        help:
            "Print every observation. Without it, a large comparison is one screen of what matters most."
    )
    var all = false
    @Option(help: "text or json.") var format: AnswerFormat = .text

    func validate() throws {
        guard (0..<100).contains(tolerance) else {
            throw ValidationError("--tolerance \(tolerance): give a percentage from 0 to below 100")
        }
    }

    func run() throws {
        let terminal = Terminal(global)
        let finished = try selection.finished(named: runs, terminal)
        let records = finished.runs.map(\.record)
        let kernel = try kernel(of: records)
        var options = Comparison.Options()
        options.tolerance = tolerance / 100
        options.observations = observations
        let comparison = Comparison(records, options: options) { $0 == kernel }
        switch format {
        case .text where !all && KernelComparisonOverview.suits(comparison):
            terminal.put(
                KernelComparisonOverview.text(comparison, columns: terminal.columns, colored: terminal.colored))
        case .text: terminal.put(KernelComparisonText.text(comparison, isComplete: all, colored: terminal.colored))
        case .json: terminal.put(try comparison.json(reference: reference))
        }
        if comparison.hasRegression { throw ExitCode(ExitStatus.kernelDiffered.rawValue) }
        try finished.requireWhole()
        if comparison.rows.isEmpty { throw ExitCode(ExitStatus.nothingApplicable.rawValue) }
    }

    /// The kernel of the runs that `--reference` means.
    private func kernel(of records: [RunRecord]) throws -> RunRecord.Kernel? {
        let kernels = records.map(\.kernel)
        guard !kernels.isEmpty else { return nil }
        let spec = try KernelSpec(reference)
        if let kernel = spec.pick(from: kernels, release: \.release, flavour: \.flavour) { return kernel }
        throw UsageError.noRun(onKernel: reference, option: "--reference", but: kernels.map(\.flavour))
    }
}
