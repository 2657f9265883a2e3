import GuestProtocol
import Statistics
import Vocabulary

extension Scenario {
    /// Everything that the guest has to know of one run.
    ///
    /// The plan's modules stay empty: only the lab knows the kernel's files and what a module depends on.
    ///
    /// - Parameters:
    ///   - seed: Which perturbation to apply; 0 is none (see `Seed`).
    ///   - cpus: CPUs to bring online where it is not the scenario's own number.
    /// - Throws: `ScenarioErrors` for a number of CPUs that no guest has.
    public func plan(seed: UInt64 = 0, cpus: Int? = nil) throws -> Plan {
        if let cpus, !(1...64).contains(cpus) {
            throw ScenarioErrors([
                ScenarioError(
                    file: "--cpus \(cpus)", key: "cpus", value: "\(cpus)", message: "a guest has 1 to 64 CPUs")
            ])
        }
        var planner = Planner(scenario: self, seed: seed)
        return planner.plan(cpus: cpus ?? machine.cpus)
    }

    /// The functions that a run counts the entries of: each once, in the order of `reaches`. The trace tells of events anyway.
    public var functions: [String] {
        reaches.map(\.function).filter { !OOMEvent.names.contains($0) }.reduce(into: []) { names, name in
            if !names.contains(name) { names.append(name) }
        }
    }

    /// For each step of the plan, the index of the scenario's step that it comes of: a step about several processes or groups is several there.
    ///
    /// - Parameters:
    ///   - seed: The run's seed.
    ///   - cpus: The run's CPUs.
    public func stepOrigins(seed: UInt64, cpus: Int) -> [Int] {
        var planner = Planner(scenario: self, seed: seed)
        _ = planner.plan(cpus: cpus)
        return planner.origins
    }
}

/// Flattens a checked scenario: names become indices, roles that stand for several become several.
struct Planner {
    let scenario: Scenario
    let seed: UInt64
    private var random: SplitMix64
    private let groupPlaces: [String: [UInt32]]
    private let processPlaces: [String: [UInt32]]
    /// The scenario's step of each of the plan's.
    private(set) var origins: [Int] = []

    init(scenario: Scenario, seed: UInt64) {
        self.scenario = scenario
        self.seed = seed
        random = SplitMix64(seed: seed)
        groupPlaces = Planner.indices(of: scenario.groups.map { ($0.name, $0.names) })
        processPlaces = Planner.indices(of: scenario.processes.map { ($0.role, $0.roles) })
    }

    /// Each one's place in the plan, under its own name, and the places of all that a name stands for.
    private static func indices(of all: [(name: String, names: [String])]) -> [String: [UInt32]] {
        var indices: [String: [UInt32]] = [:]
        var next: UInt32 = 0
        for (name, names) in all {
            let places = Array(next..<next + UInt32(names.count))
            for (one, place) in zip(names, places) { indices[one] = [place] }
            indices[name] = places
            next += UInt32(names.count)
        }
        return indices
    }

    mutating func plan(cpus: Int) -> Plan {
        var plan = Plan()
        plan.seed = seed
        plan.cpus = UInt32(cpus)
        plan.samplingIntervalNs = scenario.sampling.nanoseconds
        plan.deadlineNs = scenario.deadline.nanoseconds
        plan.settings = scenario.settings.map(\.write)
        plan.swapBytes = scenario.machine.swapBytes
        plan.groups = scenario.groups.flatMap { group in
            group.names.map {
                GuestProtocol.Group(
                    name: Bytes($0.utf8), hierarchy: group.isFreezerV1 ? .freezerV1 : .v2,
                    settings: group.settings.map(\.write))
            }
        }
        plan.processes = scenario.processes.flatMap { planned($0, cpus: cpus) }
        plan.needs = scenario.guestNeeds
        plan.functions = scenario.functions.map { Bytes($0.utf8) }
        for (index, step) in scenario.steps.enumerated() {
            let several = step.kind.planned(by: &self)
            if scenario.lenientSteps[index] != nil {
                plan.lenientSteps += several.indices.map { UInt32(plan.steps.count + $0) }
            }
            origins += several.map { _ in index }
            plan.steps += several
        }
        return plan
    }

    private mutating func planned(_ process: Scenario.Process, cpus: Int) -> [GuestProtocol.Process] {
        zip(process.roles, scenario.groups(of: process)).map { role, group in
            var arguments = process.arguments.map { Bytes("\($0.name)=\(value(of: $0))".utf8) }
            if seed != 0, hasOrder(process) {
                arguments.append(Bytes("\(Seed.orderArgument)=\(Seed.order(with: &random))".utf8))
            }
            return GuestProtocol.Process(
                role: Bytes(role.utf8), workload: Bytes(process.workload.utf8), arguments: arguments,
                group: groups(group).first ?? 0, oomScoreAdj: Int32(process.oomScoreAdj),
                cpu: seed != 0 && cpus > 1 ? UInt32(random.next(below: UInt64(cpus))) : nil)
        }
    }

    /// Whether the process has threads whose order its workload can be told, and the scenario doesn't tell it.
    private func hasOrder(_ process: Scenario.Process) -> Bool {
        let threads = process.arguments.first { $0.name == "threads" }.flatMap { Int($0.value) } ?? 1
        let isSet = process.arguments.contains { $0.name == Seed.orderArgument }
        return threads > 1 && !isSet && Workload.named(process.workload)?.argument(named: Seed.orderArgument) != nil
    }

    private mutating func value(of argument: Scenario.Argument) -> String {
        guard seed != 0, argument.isAllocation, let bytes = UInt64(argument.value) else { return argument.value }
        return String(Seed.shifted(bytes, with: &random))
    }

    // MARK: - What steps ask

    /// The places in the plan of the processes that a role stands for.
    func processes(_ role: String) -> [UInt32] { processPlaces[role] ?? [] }

    /// The places in the plan of the groups that a name stands for.
    func groups(_ name: String) -> [UInt32] { groupPlaces[name] ?? [] }

    /// How long a start is put off by the seed, in nanoseconds; 0 without a seed.
    mutating func startDelay() -> UInt64 { seed == 0 ? 0 : Seed.delay(with: &random) }
}

extension Scenario.Setting {
    var write: FileWrite { FileWrite(path: Bytes(path.utf8), value: Bytes(value.utf8)) }
}
