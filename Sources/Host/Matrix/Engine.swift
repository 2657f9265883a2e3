import Runs

/// A cell with what an engine has to know of it.
public struct PlannedCell: Sendable {
    /// Its place in the matrix, from 0.
    public let position: Int
    /// What is to be run.
    public let cell: Cell
    /// What all cells of the matrix have in common.
    public let options: MatrixOptions
    /// What tells its runs from those of every other cell (`CellIdentity`).
    public let identity: String
    /// What its machine takes of a host.
    public let needs: MachineNeeds
    /// How long it will take by experience, in seconds on one machine of this host.
    public let estimateSeconds: Double
}

/// What came of a cell.
public enum CellOutcome: Sendable {
    /// A machine was run, and this is what it left. What it says about the kernel is for the judge.
    case ran(RunFolder)
    /// Nothing was run, or nothing came back.
    case failed(reason: String)
}

/// What a matrix tells whoever waits for it, in any order of cells.
public struct MatrixObserver: Sendable {
    /// These cells need a machine; told once, before the first starts.
    public var planned: @Sendable ([PlannedCell]) -> Void
    /// A cell's machine is about to start.
    public var started: @Sendable (PlannedCell) -> Void
    /// A cell has its verdict.
    public var finished: @Sendable (CellResult) async throws -> Void

    /// An observer that is told all of it.
    public init(
        planned: @escaping @Sendable ([PlannedCell]) -> Void,
        started: @escaping @Sendable (PlannedCell) -> Void,
        finished: @escaping @Sendable (CellResult) async throws -> Void
    ) {
        self.planned = planned
        self.started = started
        self.finished = finished
    }
}

/// Where the machines of a matrix run: on this host, or by a batch system.
public protocol Engine: Sendable {
    /// Carries out the cells, in about the order given, several at once, and tells of each when it starts and when it ends.
    ///
    /// A cell that fails is an outcome like any other and never stops the rest. When the surrounding task is cancelled the machines are ended,
    /// no more cells are told of, and the call returns.
    /// - Throws: `HostError` where the engine as a whole can't work, and what `ended` throws.
    func run(
        _ cells: [PlannedCell], started: @escaping @Sendable (PlannedCell) -> Void,
        ended: @escaping @Sendable (PlannedCell, CellOutcome) async throws -> Void
    ) async throws
}
