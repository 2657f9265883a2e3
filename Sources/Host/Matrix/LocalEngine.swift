import Lab
import Vocabulary

/// Runs cells on a station: as many at once as it was told, and never more than fit into this host's free memory.
public struct LocalEngine: Engine {
    private let station: any Station
    private let jobs: Int
    private let availableBytes: @Sendable () -> UInt64?

    /// An engine over a station.
    ///
    /// - Parameters:
    ///   - station: Where the plans are carried out.
    ///   - jobs: How many machines may run at once.
    ///   - availableBytes: The host's free memory; asked before each start. Where it is unknown, `jobs` alone counts.
    public init(
        station: some Station, jobs: Int, availableBytes: @escaping @Sendable () -> UInt64? = HostMemory.availableBytes
    ) {
        self.station = station
        self.jobs = jobs
        self.availableBytes = availableBytes
    }

    /// Runs the cells. A cell that waits for memory lets smaller ones pass.
    public func run(
        _ cells: [PlannedCell], started: @escaping @Sendable (PlannedCell) -> Void,
        ended: @escaping @Sendable (PlannedCell, CellOutcome) async throws -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: (PlannedCell, CellOutcome?).self) { group in
            var admission = Admission(waiting: cells, jobs: jobs)
            while true {
                while !Task.isCancelled, let next = admission.next(available: availableBytes()) {
                    switch next {
                    case .start(let cell):
                        group.addTask {
                            started(cell)
                            return (cell, await outcome(of: cell))
                        }
                    case .refuse(let cell, let reason): try await ended(cell, .failed(reason: reason))
                    }
                }
                guard let (cell, outcome) = try await group.next() else { return }
                admission.ended(cell)
                if let outcome { try await ended(cell, outcome) }
            }
        }
    }

    /// `nil` where it was interrupted.
    private func outcome(of cell: PlannedCell) async -> CellOutcome? {
        do {
            let preparation = CellPreparation(options: cell.options)
            return .ran(try await station.run(try await preparation.request(for: cell.cell, notice: station.notice)))
        } catch {
            // An interruption can come out as another error, such as a pipe that was closed.
            return Task.isCancelled ? nil : .failed(reason: "\(error)")
        }
    }
}

/// Which cell may start now, given what runs already.
struct Admission {
    /// What is to be done with a cell.
    enum Next {
        case start(PlannedCell)
        /// Nothing else runs, and it still doesn't fit.
        case refuse(PlannedCell, reason: String)
    }

    private var waiting: [PlannedCell]
    private let jobs: Int
    private var running: [Int: UInt64] = [:]

    init(waiting: [PlannedCell], jobs: Int) {
        self.waiting = waiting
        self.jobs = max(1, jobs)
    }

    /// The first cell that fits beside those that run; `nil` where none does, or none is left.
    ///
    /// Every running machine counts in full, although `available` already lacks what it has touched: the sum of what all may take then never
    /// exceeds what is free.
    mutating func next(available: UInt64?) -> Next? {
        guard running.count < jobs, let first = waiting.first else { return nil }
        let taken = running.values.reduce(0, +)
        let index = waiting.firstIndex { cell in available.map { taken + cell.needs.memoryBytes <= $0 } ?? true }
        if let index {
            let cell = waiting.remove(at: index)
            running[cell.position] = cell.needs.memoryBytes
            return .start(cell)
        }
        guard running.isEmpty, let available else { return nil }
        waiting.removeFirst()
        let needed = ByteSize(bytes: first.needs.memoryBytes)
        return .refuse(
            first,
            reason: "its machine needs \(needed) with the emulator, and this host has \(available >> 20)M to spare; "
                + "free some, or give --memory a smaller size")
    }

    mutating func ended(_ cell: PlannedCell) { running[cell.position] = nil }
}
