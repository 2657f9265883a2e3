import Record
import Scenario
import Vocabulary

/// The runs that count for a ledger: one for each scenario, kernel, machine and seed; in real time every run is one of its own.
struct LedgerTries {
    /// Scenarios and their twins by name: a twin is read anew whenever it is asked for, and there may be a thousand records.
    private let known: [String: Scenario]
    private var byKey: [String: RunRecord] = [:]
    private var order: [String] = []
    private(set) var notes: [String] = []

    /// What counts, in the order in which it was added.
    var used: [RunRecord] { order.compactMap { byKey[$0] } }

    /// Tries of these scenarios and of their twins.
    init(of scenarios: [Scenario]) {
        let all = scenarios.flatMap { [$0] + ($0.twin.map { [$0] } ?? []) }
        known = Dictionary(all.map { ($0.name, $0) }) { first, _ in first }
    }

    /// Takes a record, unless nothing can be said of it.
    mutating func add(_ record: RunRecord) {
        if let why = whyNot(record) {
            notes.append("\(record.id.isEmpty ? record.scenario.name : record.id) is left out: \(why)")
            return
        }
        let machine = record.machine
        let place = [record.scenario.name, record.kernel.flavour, record.kernel.sha256, machine.mode.rawValue]
        let shape = ["\(machine.cpus)", "\(machine.memoryBytes)", "\(record.seed)"]
        let key = (place + shape + (machine.mode == .deterministic ? [] : [record.id])).joined(separator: " ")
        if let other = byKey[key] {
            // An ERROR says nothing, so it replaces nothing that does.
            let isBetter =
                (record.status.tellsOfKernel ? 1 : 0, record.started) >= (
                    other.status.tellsOfKernel ? 1 : 0, other.started
                )
            if isBetter { byKey[key] = record }
        } else {
            order.append(key)
            byKey[key] = record
        }
    }

    /// What counts, by scenario or twin, then by kernel.
    var byScenario: [String: [String: [RunRecord]]] {
        Dictionary(grouping: used, by: \.scenario.name).mapValues { Dictionary(grouping: $0, by: \.kernel.flavour) }
    }

    private func whyNot(_ record: RunRecord) -> String? {
        guard let scenario = known[record.scenario.name] else {
            return "no scenario is called '\(record.scenario.name)' any more"
        }
        guard scenario.effect != nil else { return "'\(scenario.name)' names no effect" }
        let changed = scenario.parameters.filter { record.scenario.parameters[$0.name] != $0.defaultValue }
        return changed.isEmpty
            ? nil : "its \(changed.map(\.name).joined(separator: ", ")) differs from the scenario's"
    }
}
