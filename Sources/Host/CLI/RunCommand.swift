import ArgumentParser
import Faults
import Foundation
import Lab
import Matrix
import Report
import Scenario
import SystemPackage
import Vocabulary

/// Where the machines of a matrix run.
enum EngineName: String, CaseIterable, ExpressibleByArgument {
    case local, slurm
}

/// `oomlab run`.
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Run scenarios on kernels and judge what happened.",
        discussion: """
            A scenario is named by itself, by a claim or tag (all that carry it), or as a YAML file. A kernel that is not in the
            cache yet is fetched first. Every run leaves a folder with its raw evidence.

            EXAMPLES:
              oomlab run shared-mm --kernel 6.18
              oomlab run freezer --kernel 5.10 --kernel newest --repeat 3
              oomlab run multithreaded-anon --set threads=64 --kernel 6.12 --cpus 2
              oomlab run my-scenario.yaml --kernel 6.1..6.18 --export json=report.json
              oomlab run freezer --kernel 5.10..newest --seed 0..4              scenarios x kernels x seeds
              oomlab run freezer --kernel 5.10..newest --seed 0..4 --resume     goes on where that was interrupted
              oomlab run ledger --kernel 5.10..newest --resume                  every scenario and its twin, for report --ledger
              oomlab run baseline-anon --kernel 6.18 --dry-run
            """)

    @OptionGroup var global: GlobalOptions

    @Argument(
        help:
            "Scenarios, claims, tags, YAML files, or ledger (all with their twins); every scenario if none is named."
    )
    var names: [String] = []

    @Option(
        name: .customLong("kernel"),
        help: "A kernel: 6.12, 6.12.57, 6.1..6.18, newest, all, or a name given to 'kernels add'.")
    var kernels: [String] = []

    @OptionGroup var matrix: MatrixArguments

    @Option(
        name: .customLong("repeat"),
        help:
            "Runs of each scenario on each kernel with each seed; the whole matrix has at most \(Cell.maximumCount) runs."
    )
    var repetitions: Int = 1

    @Option(help: "Where machines run: local, or slurm (as one job array; output, cache and installation are shared).")
    var engine: EngineName = .local

    @Option(
        name: .customLong("export"),
        help: "Also write a report: FORMAT=PATH (\(ReportFormat.list)); rewritten while runs finish.")
    var exports: [String] = []

    @Option(
        help: "What is printed at the end: \(ReportFormat.list); json prints each record as its run ends, one a line.")
    var format: ReportFormat = .text

    @Flag(name: .customLong("dry-run"), help: "Print the QEMU command of each run; start nothing.")
    var dryRun = false

    func validate() throws {
        guard (1...Cell.maximumCount).contains(repetitions) else {
            throw ValidationError("--repeat \(repetitions): give 1 or more, up to \(Cell.maximumCount)")
        }
    }

    func run() async throws {
        let terminal = Terminal(global)
        let exports = try exports.map(ReportExport.init(argument:))
        let lab = try await Lab(output: FilePath(matrix.output), cold: matrix.cold, notice: terminal.note)
        terminal.trace("QEMU \(lab.emulator.version) is \(lab.emulator.path)")
        let cells = try await cells(terminal)
        let runner = MatrixRunner(engine: try makeEngine(in: lab), options: try matrix.options(), output: lab.output)
        guard !dryRun else {
            for line in try await runner.commandLines(for: cells, lab: lab) { terminal.say(line) }
            return
        }
        try lab.makeOutput()
        try exports.forEach { try $0.open() }
        let session = RunSession(
            total: cells.count, jobs: matrix.localJobs, terminal: terminal, exports: exports, format: format)
        let resume = matrix.resume
        let (results, interrupted) = try await interruptible {
            try await session.watching { try await runner.run(cells, resume: resume, observer: session.observer) }
        }
        try session.summarise(results, interrupted: interrupted)
        if names.contains(Words.ledger), !interrupted {
            let command = ReproduceLine.shell(["oomlab", "report", matrix.output, "--ledger"])
            terminal.note("what these runs say of each claim: \(command)")
        }
        let status = interrupted ? ExitStatus.interrupted : ExitStatus(of: results.map(\.record.status))
        if status != .asExpected { throw ExitCode(status.rawValue) }
    }

    private func makeEngine(in lab: Lab) throws -> any Engine {
        switch engine {
        case .local: return LocalEngine(station: lab, jobs: matrix.localJobs)
        case .slurm:
            return SlurmEngine(
                output: lab.output, executable: try OwnPrograms.executable(), cold: matrix.cold, jobs: matrix.jobs)
        }
    }

    private func cells(_ terminal: Terminal) async throws -> [Cell] {
        // A misspelt parameter is an error before anything starts.
        let options = try matrix.options()
        let scenarios = try ScenarioCatalogue.scenarios(named: names).map(options.configured)
        for scenario in scenarios { _ = try scenario.plan(cpus: options.cpus) }
        for scenario in scenarios { terminal.trace("scenario \(scenario.name) is \(scenario.file)") }
        let kernels = try await KernelChooser(terminal: terminal).kernels(matching: kernels)
        for kernel in kernels { terminal.trace("kernel \(kernel.version) is \(kernel.elf ?? kernel.bzImage)") }
        let seeds = matrix.seeds
        let count = scenarios.count.times(kernels.count).times(seeds.count).times(repetitions)
        guard count <= Cell.maximumCount else {
            throw UsageError(
                "\(scenarios.count) scenarios on \(kernels.count) kernels with \(seeds.count) seeds, \(repetitions) runs each, are more than \(Cell.maximumCount) runs",
                remedy: "give fewer of them, or a smaller --repeat")
        }
        return Cell.matrix(scenarios: scenarios, kernels: kernels, seeds: seeds, repetitions: repetitions)
    }
}
