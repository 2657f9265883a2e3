import Evidence
import Judge
import Lab
import Scenario
import Vocabulary

/// What all cells of a matrix have in common.
public struct MatrixOptions: Sendable {
    /// Whether time in the guest is counted instructions or the host's.
    public var mode: Machine.Mode
    /// Virtual CPUs; `nil` leaves it to the scenario.
    public var cpus: Int?
    /// RAM; `nil` leaves it to the scenario.
    public var memoryBytes: UInt64?
    /// Parameters that replace the scenarios' own.
    public var parameters: [String: String]
    /// How many machines may run at once.
    public var jobs: Int

    /// Options with every field.
    public init(
        mode: Machine.Mode, cpus: Int?, memoryBytes: UInt64?, parameters: [String: String], jobs: Int
    ) {
        self.mode = mode
        self.cpus = cpus
        self.memoryBytes = memoryBytes
        self.parameters = parameters
        self.jobs = jobs
    }
}

/// How one cell ended.
public struct CellResult: Sendable {
    /// The cell.
    public let cell: Cell
    /// Its verdict.
    public let record: RunRecord
    /// Its folder; `nil` where nothing was run.
    public let folder: RunFolder?

    init(cell: Cell, record: RunRecord, folder: RunFolder?) {
        self.cell = cell
        self.record = record
        self.folder = folder
    }
}

/// Runs cells, several at once. A cell that fails is a result like any other and never stops the rest.
public struct MatrixRunner: Sendable {
    private let lab: Lab
    private let options: MatrixOptions

    /// A runner that starts machines in `lab`.
    public init(lab: Lab, options: MatrixOptions) {
        self.lab = lab
        self.options = options
    }

    /// Runs every cell and hands out each result as it comes.
    ///
    /// When the surrounding task is cancelled the machines are ended, and the results so far are returned.
    /// - Returns: the finished cells' results, in the order of `cells`.
    public func run(
        _ cells: [Cell], started: @escaping @Sendable (Cell) -> Void,
        finished: @escaping @Sendable (CellResult) async throws -> Void
    ) async throws -> [CellResult] {
        var results: [Int: CellResult] = [:]
        try await withThrowingTaskGroup(of: (Int, CellResult?).self) { group in
            var waiting = Array(cells.enumerated())[...]
            func startNext() {
                guard !Task.isCancelled, let (index, cell) = waiting.popFirst() else { return }
                group.addTask {
                    started(cell)
                    return (index, try await result(of: cell))
                }
            }
            for _ in 0..<max(1, options.jobs) { startNext() }
            while let (index, result) = try await group.next() {
                startNext()
                guard let result else { continue }
                results[index] = result
                try await finished(result)
            }
        }
        return results.sorted { $0.key < $1.key }.map(\.value)
    }

    /// The QEMU line of each cell, as `run` would start it, in the order of `cells`; cells that would be skipped have none.
    public func commandLines(for cells: [Cell]) async throws -> [String] {
        var lines: [String] = []
        for cell in cells where reasonToSkip(cell) == nil {
            lines.append(try await lab.command(for: request(for: cell)).shellText)
        }
        return lines
    }

    /// One cell's result; `nil` where it was interrupted.
    private func result(of cell: Cell) async throws -> CellResult? {
        if let reason = reasonToSkip(cell) {
            return CellResult(cell: cell, record: try notRun(cell, status: .skip, reason: reason), folder: nil)
        }
        do {
            let folder = try await lab.run(try await request(for: cell))
            let record = try Judge.judgeAndWrite(folder)
            return CellResult(cell: cell, record: record, folder: folder)
        } catch is CancellationError {
            return nil
        } catch let error as EvidenceError {
            return CellResult(cell: cell, record: try notRun(cell, status: .error, reason: "\(error)"), folder: nil)
        }
    }

    private func notRun(_ cell: Cell, status: RunStatus, reason: String) throws -> RunRecord {
        let scenario = try cell.scenario.applying(set: options.parameters, memory: options.memoryBytes)
        let machine = MachineIdentity(
            mode: options.mode.rawValue, accelerator: "", cpus: options.cpus ?? scenario.machine.cpus,
            memoryBytes: options.memoryBytes ?? scenario.machine.memoryBytes, qemu: lab.emulator.version,
            restored: false)
        return .notRun(
            scenario, kernel: cell.kernel.identity, machine: machine, seed: cell.seed, status: status, reason: reason)
    }

    private func reasonToSkip(_ cell: Cell) -> String? {
        guard let range = cell.scenario.needs.kernel, !range.contains(cell.kernel.version) else { return nil }
        return "needs a kernel \(range)"
    }

    private func request(for cell: Cell) async throws -> RunRequest {
        let scenario = try cell.scenario.applying(set: options.parameters, memory: options.memoryBytes)
        var plan = try cell.scenario.plan(
            set: options.parameters, seed: cell.seed, cpus: options.cpus, memory: options.memoryBytes)
        let modules = try await KernelModules.load(scenario.machine.modules, of: cell.kernel)
        plan.modules = modules.indices.map { Array("/modules/\($0).ko".utf8) }
        let machine = Machine(
            memoryBytes: options.memoryBytes ?? scenario.machine.memoryBytes, cpus: Int(plan.cpus), mode: options.mode,
            commandLine: scenario.machine.commandLine)
        return RunRequest(
            kernel: cell.kernel.identity, bootImage: cell.kernel.elf ?? cell.kernel.bzImage, modules: modules,
            plan: plan, scenarioName: scenario.name, scenarioSource: scenario.source,
            parameters: Dictionary(uniqueKeysWithValues: scenario.parameters.map { ($0.name, $0.value) }),
            machine: machine)
    }
}
