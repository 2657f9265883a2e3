import Vocabulary

/// A checked scenario: what is to happen in the guest and what is expected to follow, with its parameters in force.
///
/// Everything in it has been checked: names refer to something, sizes are possible, steps come in an order that can happen.
public struct Scenario: Sendable, Equatable {
    /// Its name, which is also its result's name: small letters, digits and hyphens. A twin's ends with `-twin`.
    public internal(set) var name = ""
    /// A row of the claims ledger.
    public internal(set) var claim = ""
    /// One sentence.
    public internal(set) var summary = ""
    /// What happens; the group tree; what should follow, and why; what would make a run invalid.
    public internal(set) var description = ""
    /// Words to choose scenarios by.
    public internal(set) var tags: [String] = []
    /// The machine it wants.
    public internal(set) var machine = Machine()
    /// What a kernel must have for it.
    public internal(set) var needs = Needs()
    /// What `--set` can change, in the file's order.
    public internal(set) var parameters: [Parameter] = []
    /// For which other values of the machine and the parameters the expectations were measured too.
    public internal(set) var measured: [MeasuredRange] = []
    /// Files to write before anything else.
    public internal(set) var settings: [Setting] = []
    /// The groups, parents before children.
    public internal(set) var groups: [Group] = []
    /// The processes that steps can start.
    public internal(set) var processes: [Process] = []
    /// What happens, in order.
    public internal(set) var steps: [Step] = []
    /// The line of each step in its file, from 1.
    public internal(set) var stepLines: [Int] = []
    /// The steps that may run out of time or fail, as indices into `steps`, with the words that let them: what follows them is done all the same.
    public internal(set) var lenientSteps: [Int: String] = [:]
    /// What should have happened.
    public internal(set) var expectations: [Expectation] = []
    /// What it is there to show; its twin looks for the same and must not see it. `nil` where the file names nothing.
    public internal(set) var effect: Effect?
    /// The functions of the kernel that the claim is about: a run that did not reach them does not answer it.
    public internal(set) var reaches: [Reach] = []
    /// The whole run ends here, in guest time.
    public internal(set) var deadline = GuestDuration.seconds(30)
    /// Guest time between two samples.
    public internal(set) var sampling = GuestDuration.milliseconds(5)
    /// Whether this is the negative twin: the same without the one ingredient.
    public internal(set) var isTwin = false

    /// The YAML text that it was read from; a twin keeps the whole source.
    public internal(set) var source = ""
    /// The file as it was named.
    public internal(set) var file = ""
    /// Whether it comes with the installation, so that its name alone finds it; otherwise only its file does.
    public internal(set) var isShipped = false
    /// What is wrong with it on most kernels, and right on some: told by `scenarios check`, and no reason not to run it.
    public internal(set) var notices: [ScenarioError] = []
    /// The parsed source, so that other parameters can be put in force.
    var tree = SourceTree(content: .mapping([]), position: .init(line: 1, column: 1))
    /// Whether the source has a twin.
    var hasTwin = false
    /// The twin as it was read; one at most. (A list, since a value can't hold another of its own kind.)
    var twins: [Scenario] = []

    init() {}
}

extension Scenario {
    /// A function of the kernel that a run has to enter, or an event of its trace that it has to see, before its scenario's claim is put to the test.
    public struct Reach: Sendable, Equatable {
        /// Its name in kallsyms, without what a compiler puts behind it; or one of `OOMEvent.names`.
        public var function: String
        /// The role whose tasks must enter it; `nil` where anybody will do, the kernel's own threads too.
        public var role: String?
    }

    /// The machine that a scenario wants.
    public struct Machine: Sendable, Equatable {
        /// RAM of the guest.
        public var memoryBytes: UInt64 = 512 << 20
        /// Virtual CPUs.
        public var cpus = 1
        /// NUMA nodes, each with an equal part of the RAM.
        public var nodes = 1
        /// Swap on compressed memory (zram), in bytes; 0 is none.
        public var swapBytes: UInt64 = 0
        /// Kernel modules to load, by name.
        public var modules: [String] = []
        /// What is recorded by probes in the kernel's own functions.
        public var probes = Probes.badness
        /// Words for the kernel's command line.
        public var commandLine: [String] = []
    }

    /// What is recorded by probes in the kernel's own functions, which cost guest time.
    public enum Probes: String, Sendable, CaseIterable {
        /// Nothing.
        case none
        /// The points of every candidate of every OOM.
        case badness
    }

    /// What a kernel must have for the scenario to say anything about it.
    public struct Needs: Sendable, Equatable {
        /// Kernels that it applies to; `nil` is all.
        public var kernel: KernelRange?
        /// cgroup controllers, those that the groups' settings imply included.
        public var controllers: [String] = []
        /// Words of `Words.features`, those that the groups imply included.
        public var features: [String] = []
    }

    /// A value that `--set` can change.
    public struct Parameter: Sendable, Equatable {
        /// How `${…}` and `--set` call it.
        public var name: String
        /// The value in force, as text.
        public var value: String
        /// The value when nothing is set, as text.
        public var defaultValue: String
    }

    /// A file to be written before the groups are made.
    public struct Setting: Sendable, Equatable {
        /// An absolute path below `/proc` or `/sys`.
        public var path: String
        /// What to write.
        public var value: String
    }

    /// A control group, or several alike.
    public struct Group: Sendable, Equatable {
        /// The path below the hierarchy's root.
        public var name: String
        /// How many; `nil` is one that carries the name itself.
        public var count: Int?
        /// Whether it lives in the v1 freezer hierarchy instead of the unified one.
        public var isFreezerV1 = false
        /// Its files and what is written to them; sizes are bytes already.
        public var settings: [Setting] = []

        /// The groups in the guest: the name itself, or `cell-1` to `cell-N`.
        public var names: [String] { numbered(name, count) }
    }

    /// A process, or several alike.
    public struct Process: Sendable, Equatable {
        /// The role as the scenario calls it.
        public var role: String
        /// How many; `nil` is one that carries the role itself.
        public var count: Int?
        /// The workload's name in the catalogue.
        public var workload: String
        /// Its v2 group; where that stands for several, each process has its own.
        public var group: String
        /// Every argument of the workload with its value, defaults filled in, sizes in bytes and times in nanoseconds.
        public var arguments: [Argument] = []
        /// Written before the workload starts.
        public var oomScoreAdj = 0

        /// Whether it may leave with any status or by any signal, before it is ready or after.
        public var mayFail = false
        /// The status with which it has to leave; `nil` where it needn't leave, and with 0 if it does.
        public var exits: Int?

        /// The roles in the guest: the role itself, or `hog-1` to `hog-N`.
        public var roles: [String] { numbered(role, count) }
    }

    /// An argument of a workload.
    public struct Argument: Sendable, Equatable {
        /// Its name.
        public var name: String
        /// Its value as the workload reads it.
        public var value: String
        /// Whether a seed may move it by some pages.
        public var isAllocation = false
    }

    /// What a process can be waited for.
    public enum ProcessState: String, CaseIterable, Sendable {
        /// Its workload says that it holds what it was asked to hold.
        case ready
        /// It has been reaped.
        case exited
    }

    /// What a group can be waited for.
    public enum GroupState: String, CaseIterable, Sendable {
        /// Every task of it is frozen.
        case frozen
        /// A process of it was killed by the OOM killer.
        case oomKill = "oom_kill"
        /// No task is left in it.
        case empty
    }

    /// One step, of one of the kinds in `Steps/`. Roles may stand for several processes.
    public struct Step: Sendable, Equatable {
        /// What it is and does.
        let kind: any StepKind

        init(_ kind: any StepKind) { self.kind = kind }

        /// The step as people read it: `wait until hog is ready (at most 20s)`.
        public var words: String { kind.words }

        /// Whether both are of one kind and ask for the same.
        public static func == (left: Step, right: Step) -> Bool { isSame(left.kind, right.kind) }

        private static func isSame<Kind: StepKind>(_ left: Kind, _ right: any StepKind) -> Bool {
            left == right as? Kind
        }
    }
}

/// The name itself, or `name-1` to `name-N`.
private func numbered(_ name: String, _ count: Int?) -> [String] {
    count.map { (1...max($0, 1)).map { "\(name)-\($0)" } } ?? [name]
}

extension Scenario {
    /// A group by its name, or one of a group that stands for several.
    func group(_ name: String) -> Group? {
        if let group = groups.first(where: { $0.name == name }) { return group }
        guard var group = groups.first(where: { $0.names.contains(name) }) else { return nil }
        (group.name, group.count) = (name, nil)
        return group
    }

    /// The group of each of the process's roles, in their order: its own where the group stands for several.
    func groups(of process: Process) -> [String] {
        let names = group(process.group)?.names ?? [process.group]
        return names.count == process.roles.count ? names : process.roles.map { _ in names[0] }
    }
}

extension Scenario {
    /// Reads and checks a scenario.
    ///
    /// - Parameters:
    ///   - source: The YAML text.
    ///   - file: How the file is called in messages.
    /// - Throws: `ScenarioErrors` with everything that is wrong, its twin included.
    public static func parse(source: String, file: String) throws -> Scenario {
        let tree = try SourceTree.parse(source, file: file)
        var reader = ScenarioReader(tree: tree, file: file)
        var scenario = reader.read()
        scenario.source = source
        var errors = reader.errors
        if scenario.hasTwin {
            var twinReader = ScenarioReader(tree: tree, file: file, isTwin: true)
            var twin = twinReader.read()
            twin.source = source
            scenario.twins = [twin]
            errors += twinReader.errors
        }
        guard errors.isEmpty else { throw ScenarioErrors(errors) }
        return scenario
    }

    /// Reads a scenario's source and answers the scenario or the twin of this name, as a saved run needs it.
    ///
    /// - Throws: `ScenarioErrors`, also where the source has nothing of this name.
    public static func parse(source: String, file: String, name: String, isShipped: Bool = false) throws -> Scenario {
        var scenario = try parse(source: source, file: file)
        scenario.isShipped = isShipped
        return try scenario.named(name, file: file)
    }

    /// The scenario itself or its twin, whichever is called so.
    ///
    /// - Parameter file: How the file is called in the message.
    /// - Throws: `ScenarioErrors` if neither is.
    public func named(_ name: String, file: String) throws -> Scenario {
        if self.name == name { return self }
        if let twin, twin.name == name { return twin }
        let names = [self.name] + (hasTwin ? [self.name + Words.twinSuffix] : [])
        throw ScenarioErrors([
            ScenarioError(
                file: file, key: "scenario", value: name, message: "holds no scenario '\(name)'",
                suggestion: nearestWord(to: name, in: names))
        ])
    }

    /// The same without the one ingredient, where the effect must vanish; `nil` where the scenario names none. Parameters have their defaults.
    public var twin: Scenario? {
        guard var twin = twins.first else { return nil }
        twin.isShipped = isShipped
        return twin
    }

    /// The scenario with other parameter values in force, checked again.
    ///
    /// - Parameters:
    ///   - values: Parameter values as `--set` gives them.
    ///   - memory: RAM of the guest where it is not the scenario's own.
    /// - Throws: `ScenarioErrors` for names that are no parameters and for values that don't fit.
    public func applying(set values: [String: String], memory: UInt64? = nil) throws -> Scenario {
        // What is in force already has been checked.
        let isInForce = values.allSatisfy { name, value in parameters.contains { $0.name == name && $0.value == value }
        }
        if isInForce, memory ?? machine.memoryBytes == machine.memoryBytes { return self }
        var reader = ScenarioReader(tree: tree, file: file, isTwin: isTwin, set: values, memory: memory)
        var scenario = reader.read()
        scenario.source = source
        scenario.isShipped = isShipped
        scenario.twins = twins
        guard reader.errors.isEmpty else { throw ScenarioErrors(reader.errors) }
        return scenario
    }
}

extension Scenario {
    /// Whether it is called so, or its twin is.
    public func isOrHasTwin(_ name: String) -> Bool {
        name == self.name || (hasTwin && name == self.name + Words.twinSuffix)
    }
}
