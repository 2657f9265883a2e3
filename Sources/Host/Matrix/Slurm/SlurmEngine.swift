import Foundation
import Runs
import SafeText
import SystemPackage
import Vocabulary

/// Runs the cells as one job array of Slurm: each task makes its cells on its own node and leaves their run folders in the shared output folder.
public struct SlurmEngine: Engine {
    private let output: FilePath
    private let executable: FilePath
    private let cold: Bool
    private let jobs: Int?
    private let client = SlurmClient()

    /// Time between two looks at the tasks.
    private static let pause = Duration.milliseconds(500)
    /// A task that is over may leave its answer a moment later where the folder is shared over a network.
    private static let patience = 10
    /// For fetching a kernel and booting a machine that is kept, beside the runs themselves.
    private static let extraMinutes = 10

    /// An engine whose tasks write into `output`.
    ///
    /// - Parameters:
    ///   - output: An absolute path that means the same folder on every node.
    ///   - executable: The `oomlab` command on every node.
    ///   - cold: Whether machines are booted anew for every run.
    ///   - jobs: How many tasks may run at once; `nil` leaves it to Slurm.
    public init(output: FilePath, executable: FilePath, cold: Bool, jobs: Int?) {
        self.output = output
        self.executable = executable
        self.cold = cold
        self.jobs = jobs
    }

    /// Submits the array and waits for it. A task that Slurm has lost, killed or timed out is a failed cell.
    public func run(
        _ cells: [PlannedCell], started: @escaping @Sendable (PlannedCell) -> Void,
        ended: @escaping @Sendable (PlannedCell, CellOutcome) async throws -> Void
    ) async throws {
        guard let first = cells.first else { return }
        let arraySize = min(cells.count, try await client.maximumArraySize())
        let list = TaskList(
            options: first.options, output: output.string, cold: cold, arraySize: arraySize,
            entries: cells.map(TaskList.Entry.init))
        let folder = try TaskFolder.make(in: output, list)
        defer { folder.remove() }
        let job = try await client.submit(script(folder), options: options(for: cells, arraySize, folder))
        do {
            try await wait(for: cells, of: job, in: folder, arraySize, started: started, ended: ended)
        } catch {
            await cancel(job)
            // An interruption is no failure: whoever waits finds the results so far.
            if !(error is CancellationError) { throw error }
        }
    }

    private func script(_ folder: TaskFolder) -> String {
        "#!/bin/sh\nexec \(ShellText.line([executable.string, "run-task", folder.path.string])) \"$SLURM_ARRAY_TASK_ID\"\n"
    }

    /// What the array asks of a node. All tasks have the same limits: those of the cell that needs most.
    private func options(for cells: [PlannedCell], _ arraySize: Int, _ folder: TaskFolder) -> [String] {
        let memory = cells.map(\.needs.memoryBytes).max() ?? 0
        let processors = cells.map(\.needs.processors).max() ?? 1
        let rounds = (cells.count + arraySize - 1) / arraySize
        let seconds = (cells.map(\.needs.wallSeconds).max() ?? 0) * rounds
        let minutes = (seconds + 59) / 60 + SlurmEngine.extraMinutes
        return [
            "--job-name=oomlab", "--array=0-\(arraySize - 1)" + (jobs.map { "%\($0)" } ?? ""),
            "--mem=\((memory + (1 << 20) - 1) >> 20)M", "--cpus-per-task=\(processors)", "--time=\(minutes)",
            "--no-requeue", "--open-mode=append", "--output=\(folder.logPattern)", "--chdir=\(output)",
        ]
    }

    private func wait(
        for cells: [PlannedCell], of job: String, in folder: TaskFolder, _ arraySize: Int,
        started: @escaping @Sendable (PlannedCell) -> Void,
        ended: @escaping @Sendable (PlannedCell, CellOutcome) async throws -> Void
    ) async throws {
        var open = Array(cells.enumerated())
        var running: Set<Int> = []
        var silent: [Int: Int] = [:]
        while !open.isEmpty {
            // Asked first: an answer that is missing afterwards was not there when the task was over.
            let states = try await client.states(of: job)
            for (index, cell) in open {
                if folder.hasStarted(cell.position), running.insert(index).inserted { started(cell) }
                if let answer = folder.answer(for: cell.position) {
                    open.removeAll { $0.offset == index }
                    try await ended(cell, outcome(answer))
                } else if case .over(let word) = states[index % arraySize] ?? .over("unknown to Slurm") {
                    silent[index, default: 0] += 1
                    guard silent[index, default: 0] > SlurmEngine.patience else { continue }
                    open.removeAll { $0.offset == index }
                    let words = folder.lastWords(ofTask: index % arraySize).map { ": \($0)" } ?? ""
                    try await ended(
                        cell, .failed(reason: "task \(job)_\(index % arraySize) was lost by Slurm (\(word))\(words)"))
                }
            }
            if !open.isEmpty { try await Task.sleep(for: SlurmEngine.pause) }
        }
    }

    private func outcome(_ answer: TaskFolder.Answer) -> CellOutcome {
        switch answer {
        // The name of a run folder, and nothing that leads elsewhere.
        case .ran(let id): .ran(RunFolder(path: output.appending(FilePath(id).lastComponent?.string ?? "-")))
        case .failed(let reason): .failed(reason: reason)
        }
    }

    /// Cancels the array and waits until no task is left, so that nobody writes any more. It is done although this task is cancelled.
    private func cancel(_ job: String) async {
        let client = client
        await Task {
            try? await client.cancel(job)
            for _ in 0..<120 {
                guard let states = try? await client.states(of: job),
                    states.values.contains(.running) || states.values.contains(.waiting)
                else { return }
                try? await Task.sleep(for: SlurmEngine.pause)
            }
        }.value
    }
}

extension TaskList.Entry {
    fileprivate init(_ cell: PlannedCell) {
        self.init(
            position: cell.position, scenarioName: cell.cell.scenario.name,
            scenarioSource: cell.cell.scenario.source, scenarioFile: cell.cell.scenario.file,
            isScenarioShipped: cell.cell.scenario.isShipped,
            kernelName: cell.cell.kernel.name, kernelSHA256: cell.cell.kernel.identity.sha256, seed: cell.cell.seed,
            repetition: cell.cell.repetition)
    }
}
