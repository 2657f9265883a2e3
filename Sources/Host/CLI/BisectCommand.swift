import ArgumentParser
import Bisection
import Faults
import Foundation
import Kernels
import Lab
import Matrix
import Record
import Report
import Scenario
import SystemPackage
import Vocabulary

/// `oomlab bisect`.
struct BisectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bisect",
        abstract: "Find the first kernel on which a scenario's result changes.",
        discussion: """
            Searches every kernel between two: each version on offer, and those that were added by hand; what is needed is fetched. A run is good
            or bad by its verdict, or by an observation: good lies on the good kernel's side of the threshold (the middle between both ends
            where none is given), or is what it is there. Deterministic runs are made with five seeds (--seed 0..4). Kernels on which nothing can be run are passed over. In realtime mode each
            kernel is run until it is sure enough.

            The good kernel may be the newer one.

            EXAMPLES:
              oomlab bisect frozen-victim-v1 --good 6.18 --bad 5.10 --observe threads_left
              oomlab bisect my-scenario.yaml --good 6.12.90 --bad mine
              oomlab bisect shared-mm --good 6.1 --bad newest --observe kill_to_exit_ms --threshold 50 --mode realtime
            """)

    @OptionGroup var global: GlobalOptions
    @Argument(help: "A scenario, or a YAML file.")
    var scenario: String
    @Option(help: "A good kernel.") var good: String
    @Option(help: "A bad kernel.") var bad: String
    @Option(help: "The observation to go by instead of the verdict.") var observe: ObservationName?
    @Option(help: "The value beyond which a kernel is bad, in the observation's unit.") var threshold: Double?
    @Option(help: "The confidence of the answer, if runs vary.") var confidence: Double = 0.95
    @OptionGroup var matrix: MatrixArguments
    @Option(help: "text or json.") var format: AnswerFormat = .text

    func validate() throws {
        guard (0.5..<1).contains(confidence) else {
            throw ValidationError("--confidence \(confidence): give a number from 0.5 to below 1")
        }
        guard threshold == nil || observe != nil else {
            throw ValidationError("--threshold needs --observe: a verdict has none")
        }
    }

    func run() async throws {
        let terminal = Terminal(global)
        let options = try matrix.options()
        let scenario = try options.configured(scenarioToRun())
        _ = try scenario.plan(cpus: options.cpus)
        // A kept machine pays from the second run of a kernel on.
        let isSingle = options.mode == .deterministic && matrix.seedsForAnswer.count == 1
        let lab = try await Lab(output: FilePath(matrix.output), cold: matrix.cold || isSingle, notice: terminal.note)
        let store = KernelsCommand.store(terminal: terminal)
        let path = try await path(in: store, terminal)
        let runner = KernelPathRunner(
            store: store, path: path, scenario: scenario, seeds: matrix.seedsForAnswer,
            matrix: MatrixRunner(
                engine: LocalEngine(station: lab, jobs: matrix.localJobs), options: options, output: lab.output),
            resume: matrix.resume, terminal: terminal)
        terminal.note("\(scenario.name): \(path.count) kernels from \(path[0].name) to \(path[path.count - 1].name)")
        let search = search(over: path, runner, terminal)
        let (result, interrupted) = try await interruptible { () -> BisectionResult? in
            do { return try await search.search() } catch is CancellationError { return nil }
        }
        guard let result, !interrupted else { throw sayHowToGoOn(terminal) }
        var report = BisectionReport(scenario: scenario.name, kernels: path.map(\.name), result: result)
        report.changelog = await changelog(of: result, on: path, store, terminal)
        terminal.clearProgress()
        switch format {
        case .text: terminal.put(report.text(columns: terminal.columns, colored: terminal.colored))
        case .json: terminal.put(try report.json())
        }
    }

    private func search(over path: [KernelOnPath], _ runner: KernelPathRunner, _ terminal: Terminal) -> Bisection {
        var options = Bisection.Options()
        options.observation = observe
        options.threshold = threshold
        options.confidence = confidence
        options.isDeterministic = matrix.mode == .deterministic
        let (observe, format) = (observe, format)
        return Bisection(kernels: path.count, options: options, runner: runner) { step in
            let line = BisectionReport.line(
                for: step, kernel: path[step.place].name, observation: observe, colored: terminal.colored)
            terminal.clearProgress()
            if format == .text { terminal.say(line) } else { terminal.note(line) }
        }
    }

    private func scenarioToRun() throws -> Scenario {
        let found = try ScenarioCatalogue.scenarios(named: [scenario])
        guard found.count == 1 else {
            throw UsageError(
                "'\(scenario)' is \(found.count) scenarios",
                remedy: "name one of \(found.map(\.name).joined(separator: ", "))")
        }
        return found[0]
    }

    private func path(in store: KernelStore, _ terminal: Terminal) async throws -> [KernelOnPath] {
        let chooser = KernelChooser(terminal: terminal)
        let path = try await store.path(
            from: try await chooser.kernel(good, option: "--good"), to: try await chooser.kernel(bad, option: "--bad"))
        guard path.count > 1 else {
            throw UsageError("--good \(good) and --bad \(bad) are the same kernel", remedy: "name two")
        }
        return path
    }

    /// What the newer package's changelog says of the time since the older one. It is a hint: that it can't be had changes nothing.
    private func changelog(
        of result: BisectionResult, on path: [KernelOnPath], _ store: KernelStore, _ terminal: Terminal
    ) async -> [BisectionReport.Quote]? {
        let ends = [path[result.lastGood], path[result.firstBad]].sorted { $0.version < $1.version }
        guard let older = ends[0].packageVersion, let newer = ends[1].packageVersion else { return nil }
        do {
            let quotes = try await store.changelog(of: ends[1])?.quotes(after: older, upTo: newer)
            return quotes?.map { BisectionReport.Quote(version: $0.version, text: $0.text) }
        } catch {
            terminal.note("the changelog can't be had: \(error)")
            return nil
        }
    }

    private func sayHowToGoOn(_ terminal: Terminal) -> ExitCode {
        terminal.complain("oomlab: interrupted; finished runs are kept; go on with:")
        terminal.complain("  \(RunSession.resumingCommand())")
        return ExitCode(ExitStatus.interrupted.rawValue)
    }
}

/// Runs a scenario on the kernels of a path, and fetches those that the cache lacks.
private struct KernelPathRunner: BisectionRunner {
    let store: KernelStore
    let path: [KernelOnPath]
    let scenario: Scenario
    let seeds: [UInt64]
    let matrix: MatrixRunner
    let resume: Bool
    let terminal: Terminal

    func run(kernel place: Int, repetition: Int) async throws -> [RunRecord] {
        let kernel: InstalledKernel
        do {
            kernel = try await store.kernel(path[place])
        } catch let error as HostError {
            // One kernel that can't be had is no reason to give up the others.
            return [try matrix.failed(scenario, on: path[place].identity, seed: seeds[0], reason: "\(error)")]
        }
        let cells = seeds.map { Cell(scenario: scenario, kernel: kernel, seed: $0, repetition: repetition) }
        let observer = MatrixObserver(
            planned: { _ in }, started: { terminal.progress("running \($0.cell.label) …") }, finished: { _ in })
        let results = try await matrix.run(cells, resume: resume, observer: observer)
        guard results.count == cells.count else { throw CancellationError() }
        return results.map(\.record)
    }
}
