import Evidence
import Foundation
import GuestProtocol
@testable import Kernels
import Runs
import Scenario
import Synchronization
import SystemPackage
import TestSupport
import Vocabulary
@testable import Matrix

/// Scenarios, kernels and a results folder for matrices that boot nothing.
struct MatrixFixture {
    private let folder: TemporaryFolder
    var place: FilePath { folder.path }

    init() throws { folder = try TemporaryFolder() }

    func remove() { folder.remove() }

    var output: FilePath { place.appending("runs") }
    var folders: [RunFolder] { RunSelection(results: output).all() }

    static let options = MatrixOptions(mode: .deterministic, cpus: nil, memoryBytes: nil, parameters: [:])

    static func scenario(_ name: String, memory: String = "64M", needs: String = ">=5.10") throws -> Scenario {
        try Scenario.parse(
            source: """
                scenario: \(name)
                claim: rarity
                summary: A process that takes a little.
                description: It takes some memory and is watched.
                machine: {memory: \(memory), cpus: 1}
                needs: {kernel: "\(needs)", controllers: [memory]}
                parameters: {size: 8M}
                groups:
                  - {name: arena, memory.max: 32M}
                processes:
                  - {role: hog, workload: anon, group: arena, arguments: {size: ${size}}}
                steps:
                  - start: hog
                  - wait: {role: hog, state: ready}
                  - observe: 100ms
                """, file: "\(name).yaml")
    }

    static func kernel(_ version: String) -> InstalledKernel {
        InstalledKernel(
            identity: KernelIdentity(release: version, version: "#1", sha256: "sum of \(version)", flavour: version),
            version: KernelVersion(version) ?? KernelVersion(major: 0, minor: 0), name: version, origin: .added,
            bzImage: FilePath("/kernels/\(version)"), elf: nil, modulesRoot: nil, bytes: 1)
    }

    /// Two scenarios on three kernels with two seeds.
    static func cells() throws -> [Cell] {
        Cell.matrix(
            scenarios: [try scenario("first"), try scenario("second")],
            kernels: ["6.1.1", "6.12.1", "6.18.1"].map(kernel), seeds: [0, 7], repetitions: 1)
    }

    func runner(_ engine: some Engine, options: MatrixOptions = options) -> MatrixRunner {
        MatrixRunner(engine: engine, options: options, output: output)
    }

    /// Writes the folder of a run that ended well, as the lab would.
    func writeRun(of cell: PlannedCell, ending: Ending.Kind = .finished, wallSeconds: Double = 2) async throws
        -> RunFolder
    {
        let preparation = CellPreparation(options: cell.options)
        let request = try await preparation.request(for: cell.cell, image: cell.cell.kernel.bzImage)
        var writer = FrameWriter()
        writer.append(
            .hello(
                Record.Hello(
                    version: Plan.version, planChecksum: Plan.checksum(of: request.plan.encoded()),
                    release: Array(cell.cell.kernel.name.utf8),
                    kernelVersion: [], cpusOnline: 1, pageSize: 4096)), timeNs: 1_000_000)
        writer.appendSteps(of: request.plan, timeNs: 1_100_000)
        writer.finish(timeNs: 2_000_000)
        let id = "20260101T000000Z-\(cell.position)-\(UUID().uuidString)"
        let folder = RunFolder(path: output.appending(id))
        try FileManager.default.createDirectory(atPath: folder.path.string, withIntermediateDirectories: true)
        try Data(writer.bytes).write(to: URL(fileURLWithPath: folder.evidenceFile.string))
        try Data(request.plan.encoded()).write(to: URL(fileURLWithPath: folder.planFile.string))
        try Data(request.scenarioSource.utf8).write(to: URL(fileURLWithPath: folder.scenarioFile.string))
        try Data().write(to: URL(fileURLWithPath: folder.consoleFile.string))
        try folder.write(
            HostAccount(
                id: id, started: "2026-01-01T00:00:00Z", wallSeconds: wallSeconds, seed: cell.cell.seed,
                scenarioName: cell.cell.scenario.name, parameters: request.parameters, kernel: request.kernel,
                machine: MachineIdentity(
                    mode: cell.options.mode, accelerator: "tcg", cpus: 1,
                    memoryBytes: request.machine.memoryBytes, qemu: "none", restored: false),
                ending: Ending(kind: ending, exitStatus: 0, detail: ""), boots: 1, cell: request.cell))
        return folder
    }
}

/// An engine that writes run folders instead of running machines, one cell at a time, and `limit` of them at most.
struct ImaginedEngine: Engine {
    let fixture: MatrixFixture
    /// After so many cells it returns, as after an interruption.
    var limit = Int.max
    /// What becomes of a cell; by default it ends well.
    var outcome: @Sendable (PlannedCell) -> Ending.Kind? = { _ in .finished }
    let ran = Ran()

    /// The cells that had a machine, in order.
    final class Ran: Sendable {
        private let cells = Mutex<[PlannedCell]>([])
        var all: [PlannedCell] { cells.withLock { $0 } }
        func add(_ cell: PlannedCell) { cells.withLock { $0.append(cell) } }
    }

    func run(
        _ cells: [PlannedCell], started: @escaping @Sendable (PlannedCell) -> Void,
        ended: @escaping @Sendable (PlannedCell, CellOutcome) async throws -> Void
    ) async throws {
        for cell in cells {
            if ran.all.count == limit { return }
            started(cell)
            ran.add(cell)
            if let ending = outcome(cell) {
                try await ended(cell, .ran(try await fixture.writeRun(of: cell, ending: ending)))
            } else {
                try await ended(cell, .failed(reason: "no machine today"))
            }
        }
    }
}

extension MatrixObserver {
    /// Sees nothing.
    static let silent = MatrixObserver(planned: { _ in }, started: { _ in }, finished: { _ in })
}
