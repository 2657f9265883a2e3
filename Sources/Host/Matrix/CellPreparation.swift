import Evidence
import GuestProtocol
import Kernels
import Lab
import Record
import Scenario
import SystemPackage
import Vocabulary

/// Makes of a cell what the lab and the engines need.
struct CellPreparation: Sendable {
    let options: MatrixOptions

    /// The cells with the options in force, each scenario read once however many cells it has: everything below takes them so.
    func configured(_ cells: [Cell]) throws -> [Cell] {
        // By source as well: two files may hold scenarios of one name.
        var known: [[String]: Scenario] = [:]
        return try cells.map { cell in
            let key = [cell.scenario.name, cell.scenario.source]
            let scenario = try known[key] ?? options.configured(cell.scenario)
            known[key] = scenario
            return Cell(scenario: scenario, kernel: cell.kernel, seed: cell.seed, repetition: cell.repetition)
        }
    }

    /// Why the cell says nothing about its kernel; `nil` where it does.
    func reasonToSkip(_ cell: Cell) -> String? {
        if let range = cell.scenario.needs.kernel, !range.contains(cell.kernel.version) {
            return "needs a kernel \(range)"
        }
        let modules = cell.scenario.neededModules
        guard !modules.isEmpty, let missing = try? KernelModules.missing(modules, of: cell.kernel), !missing.isEmpty
        else { return nil }
        return "this kernel (\(cell.kernel.identity.flavour)) has no module \(missing.joined(separator: ", "))"
    }

    /// The cell with its needs. Throws `ScenarioErrors` where the options don't fit the scenario.
    func planned(_ cell: Cell, position: Int, estimates: WallEstimates) throws -> PlannedCell {
        let plan = try plan(for: cell)
        let needs = MachineNeeds(plan: plan, memoryBytes: memoryBytes(of: cell), mode: options.mode)
        return PlannedCell(
            position: position, cell: cell, options: options,
            identity: CellIdentity.text(of: cell, options: options), needs: needs,
            estimateSeconds: estimates.seconds(for: cell, mode: options.mode, plan: plan))
    }

    /// What the lab is asked for. Throws where the options don't fit, where a module can't be had, or if the kernel is damaged.
    ///
    /// - Parameter notice: Gets a line if something in the cache was damaged and has been made again.
    func request(for cell: Cell, notice: @Sendable (String) -> Void = { _ in }) async throws -> RunRequest {
        try await request(for: cell, image: try await cell.kernel.soundImage(notice: notice))
    }

    /// The same with an image that is known to be sound.
    func request(for cell: Cell, image: FilePath) async throws -> RunRequest {
        let scenario = cell.scenario
        var plan = try plan(for: cell)
        let modules = try await KernelModules.load(scenario.machine.modules, of: cell.kernel)
        plan.modules = modules.indices.map { Array("/modules/\($0).ko".utf8) }
        let noProbes = probe(&plan, scenario.machine.probes, of: cell.kernel)
        let machine = Machine(
            memoryBytes: memoryBytes(of: cell), cpus: Int(plan.cpus), nodes: scenario.machine.nodes,
            mode: options.mode,
            commandLine: scenario.machine.commandLine)
        var request = RunRequest(
            kernel: cell.kernel.identity, bootImage: image, modules: modules,
            plan: plan, scenarioName: scenario.name, scenarioSource: scenario.source,
            parameters: Dictionary(uniqueKeysWithValues: scenario.parameters.map { ($0.name, $0.value) }),
            machine: machine)
        request.noProbes = noProbes
        request.scenarioFile = scenario.isShipped ? nil : scenario.file
        request.cell = CellIdentity.text(of: cell, options: options)
        return request
    }

    /// Puts the kernel's probes into the plan, or answers why there are none.
    private func probe(_ plan: inout Plan, _ wanted: Scenario.Probes, of kernel: InstalledKernel) -> String? {
        guard wanted == .badness else { return "the scenario wants none" }
        switch BadnessProbe.answer(for: kernel) {
        case .definitions(let definitions): plan.probes = definitions
        case .unavailable(let why): return why
        }
        return nil
    }

    /// The record of a cell that has no run.
    func notRun(_ cell: Cell, status: RunStatus, reason: String) -> RunRecord {
        notRun(cell.scenario, on: cell.kernel.identity, seed: cell.seed, status: status, reason: reason)
    }

    func notRun(_ scenario: Scenario, on kernel: KernelIdentity, seed: UInt64, status: RunStatus, reason: String)
        -> RunRecord
    {
        let machine = MachineIdentity(
            mode: options.mode, accelerator: "", cpus: options.cpus ?? scenario.machine.cpus,
            memoryBytes: options.memoryBytes ?? scenario.machine.memoryBytes, qemu: "", restored: false)
        return .notRun(scenario, kernel: kernel, machine: machine, seed: seed, status: status, reason: reason)
    }

    private func memoryBytes(of cell: Cell) -> UInt64 { options.memoryBytes ?? cell.scenario.machine.memoryBytes }

    private func plan(for cell: Cell) throws -> Plan {
        try cell.scenario.plan(seed: cell.seed, cpus: options.cpus)
    }
}
