import Foundation
import SafeText
import Vocabulary

// The keys are public names: docs/evidence-format.md says what each holds.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
/// One run with its verdict: `record.json`, schema `oomlab.run/1`. Keys are the properties' names in snake case.
///
/// Sizes are bytes or say so; times are nanoseconds on the guest's CLOCK_MONOTONIC or say so.
public struct RunRecord: Codable, Equatable, Sendable {
    /// The schema that this type writes and reads.
    public static let currentSchema = "oomlab.run/1"
    /// Where the series of a run lies in its folder.
    public static let samplesFile = "samples.csv"

    public var schema = RunRecord.currentSchema
    public var id: String
    /// When the command started the machine: ISO 8601, UTC.
    public var started: String
    public var wallSeconds: Double
    /// Guest time from the first record to the last; `null` without records.
    @Explicit public var guestSeconds: Double?
    public var status: RunStatus
    /// Why, for everything but PASS.
    @Explicit public var reason: String?
    public var scenario: ScenarioReference
    public var seed: UInt64
    public var kernel: Kernel
    public var machine: Machine
    /// How the machine ended, and how often it was started.
    public var ending: Ending
    /// SHA-256 over the evidence: equal runs are equal here.
    public var fingerprint: String
    /// Every name of the vocabulary; `null` where absent.
    public var observations: [String: Observation?]
    public var processes: [ProcessRecord]
    public var kills: [KillRecord]
    /// The counters' rise by group; `GROUP.local` beside each.
    public var memoryEvents: [String: Counters]
    public var disagreements: [DisagreementRecord]
    public var expectations: [ExpectationRecord]
    /// Where the series is; `null` where nothing was sampled.
    @Explicit public var samples: SeriesReference?
    /// How long the run's spans took, and what they cost.
    @Explicit public var phases: [PhaseRecord]? = nil
    /// What happened when; `null` without records.
    @Explicit public var timeline: TimelineRecord? = nil
    /// Of every source and zone the deepest fall below the min watermark, the deepest of all first; empty where none fell below it, `null` where no
    /// watermark is known.
    @Explicit public var reserves: [ReserveRecord]? = nil
    /// Why observations are absent, by name; there only for those that there is something to say about.
    public var absences: [String: String]? = nil
    /// Which probes were on; `null` in a record of an older version.
    @Explicit public var probes: ProbesRecord? = nil
    /// How often the functions that the scenario names were entered, and the reaper's events; `null` without records, or in a record of an older version.
    @Explicit public var functions: [FunctionRecord]? = nil
    /// What the recorder cost the guest, and when it could not look; `null` without records, or in a record of an older version.
    @Explicit public var recorder: RecorderRecord? = nil

    /// The scenario as it was run.
    public struct ScenarioReference: Codable, Equatable, Sendable {
        public var name: String
        /// Only in the record of a scenario that is not one of the installation's.
        public var file: String? = nil
        public var claim: String
        public var parameters: [String: String]

        package init(
            name: String, file: String? = nil, claim: String, parameters: [String: String]
        ) {
            self.name = name
            self.file = file
            self.claim = claim
            self.parameters = parameters
        }
    }

    /// The kernel that was booted.
    public struct Kernel: Codable, Equatable, Sendable {
        public var release: String
        public var version: String
        /// The package and its version (`name=version`).
        @Explicit public var package: String?
        public var sha256: String
        /// The version by which reports call it.
        public var flavour: String
        /// When one task may take the processor from another inside the kernel, in the kernel's words; `null` where nothing tells.
        @Explicit public var preemption: String? = nil

        package init(
            release: String, version: String, package: String? = nil, sha256: String, flavour: String,
            preemption: String? = nil
        ) {
            self.release = release
            self.version = version
            self.package = package
            self.sha256 = sha256
            self.flavour = flavour
            self.preemption = preemption
        }
    }

    /// The machine it was booted on.
    public struct Machine: Codable, Equatable, Sendable {
        public var mode: RunMode
        public var accelerator: String
        public var cpus: Int
        public var memoryBytes: UInt64
        public var qemu: String
        public var restored: Bool
        /// SHA-256 of the kept state that the run went on from; `nil` where it booted.
        @Explicit public var snapshot: String?

        package init(
            mode: RunMode, accelerator: String, cpus: Int, memoryBytes: UInt64, qemu: String, restored: Bool,
            snapshot: String? = nil
        ) {
            self.mode = mode
            self.accelerator = accelerator
            self.cpus = cpus
            self.memoryBytes = memoryBytes
            self.qemu = qemu
            self.restored = restored
            self.snapshot = snapshot
        }
    }

    /// How the machine ended.
    public struct Ending: Codable, Equatable, Sendable {
        public var kind: String
        @Explicit public var exitStatus: Int?
        public var boots: Int

        package init(
            kind: String, exitStatus: Int? = nil, boots: Int
        ) {
            self.kind = kind
            self.exitStatus = exitStatus
            self.boots = boots
        }
    }

    /// Which of the kernel's functions had a probe, and why points may be missing.
    public struct ProbesRecord: Codable, Equatable, Sendable {
        /// The function whose result is every candidate's `kernel_points`; `null` where none was probed.
        @Explicit public var badness: String?
        /// Why there is no probe, or not all the time; `null` where it was on throughout.
        @Explicit public var reason: String?

        package init(
            badness: String? = nil, reason: String? = nil
        ) {
            self.badness = badness
            self.reason = reason
        }
    }

    /// One of the kernel's functions, and who entered it from before the first step to the end of the window.
    public struct FunctionRecord: Codable, Equatable, Sendable {
        /// The name that the scenario gives it.
        public var function: String
        /// The symbol that was probed, or `oom:EVENT`; `null` where this kernel has none that can be.
        @Explicit public var symbol: String?
        /// Entries by role, and by name for tasks that are none of the plan's; most first.
        public var by: [EntriesRecord]

        /// Whether it was entered, by this role where one is given; `nil` where nothing was probed, or by whom is not known.
        public func wasEntered(by role: String?) -> Bool? {
            guard symbol != nil else { return nil }
            if role != nil, by.contains(where: { $0.who == "anybody" }) { return nil }
            return by.contains { $0.hits > 0 && (role == nil || $0.who == role) }
        }

        package init(
            function: String, symbol: String? = nil, by: [EntriesRecord]
        ) {
            self.function = function
            self.symbol = symbol
            self.by = by
        }
    }

    /// The entries of one role or task.
    public struct EntriesRecord: Codable, Equatable, Sendable {
        public var who: String
        public var hits: Int

        package init(
            who: String, hits: Int
        ) {
            self.who = who
            self.hits = hits
        }
    }

    /// The agent's own account.
    public struct RecorderRecord: Codable, Equatable, Sendable {
        /// Processor time that it used from before the first step on.
        @Explicit public var cpuNs: UInt64?
        /// How often it looked at nothing for more than two sampling intervals, for how long in all, and the longest of them.
        public var blindSpans: Int
        public var blindNs: UInt64
        public var longestBlindNs: UInt64

        package init(
            cpuNs: UInt64? = nil, blindSpans: Int, blindNs: UInt64, longestBlindNs: UInt64
        ) {
            self.cpuNs = cpuNs
            self.blindSpans = blindSpans
            self.blindNs = blindNs
            self.longestBlindNs = longestBlindNs
        }
    }

    /// A value and what it is measured in.
    public struct Observation: Codable, Equatable, Sendable {
        public var value: ObservationValue
        public var unit: String

        package init(
            value: ObservationValue, unit: String
        ) {
            self.value = value
            self.unit = unit
        }
    }

    /// The path to a series, from the run's folder.
    public struct SeriesReference: Codable, Equatable, Sendable {
        public var path: String
        /// Rows without the heading.
        public var count: Int

        package init(
            path: String, count: Int
        ) {
            self.path = path
            self.count = count
        }
    }

    /// What an observation is in this record; `nil` where it is absent.
    public subscript(name: ObservationName) -> ObservationValue? {
        observations[name.rawValue].flatMap { $0 }?.value
    }

    /// The record as it is written to `record.json`: the same bytes for the same record.
    public func encoded() throws -> Data {
        Data((try JSONText.text(self, keys: .convertToSnakeCase) + "\n").utf8)
    }

    /// The record as one line, without a newline: for streams that have an object a line.
    public func encodedLine() throws -> String {
        try JSONText.text(self, isPretty: false, keys: .convertToSnakeCase)
    }

    package init(
        id: String, started: String, wallSeconds: Double, guestSeconds: Double? = nil, status: RunStatus,
        reason: String? = nil,
        scenario: ScenarioReference, seed: UInt64, kernel: Kernel, machine: Machine, ending: Ending,
        fingerprint: String, observations: [String: Observation?], processes: [ProcessRecord], kills: [KillRecord],
        memoryEvents: [String: Counters], disagreements: [DisagreementRecord], expectations: [ExpectationRecord],
        samples: SeriesReference? = nil, phases: [PhaseRecord]? = nil, timeline: TimelineRecord? = nil,
        reserves: [ReserveRecord]? = nil, absences: [String: String]? = nil, probes: ProbesRecord? = nil,
        functions: [FunctionRecord]? = nil, recorder: RecorderRecord? = nil
    ) {
        self.id = id
        self.started = started
        self.wallSeconds = wallSeconds
        self.guestSeconds = guestSeconds
        self.status = status
        self.reason = reason
        self.scenario = scenario
        self.seed = seed
        self.kernel = kernel
        self.machine = machine
        self.ending = ending
        self.fingerprint = fingerprint
        self.observations = observations
        self.processes = processes
        self.kills = kills
        self.memoryEvents = memoryEvents
        self.disagreements = disagreements
        self.expectations = expectations
        self.samples = samples
        self.phases = phases
        self.timeline = timeline
        self.reserves = reserves
        self.absences = absences
        self.probes = probes
        self.functions = functions
        self.recorder = recorder
    }
}

extension RunRecord {
    /// Reads a record that `encoded` wrote. Throws `DecodingError` for anything else.
    public init(encoded data: Data) throws {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        self = try decoder.decode(RunRecord.self, from: data)
    }
}
