// The keys are public names: docs/evidence-format.md says what each holds.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension RunRecord {
    /// What happened when.
    public struct TimelineRecord: Codable, Equatable, Sendable {
        /// The first and the last record.
        public var beganNs: UInt64
        public var endedNs: UInt64
        /// When the first workload process was started.
        @Explicit public var firstStartNs: UInt64?
        /// The moment whose state the observations describe.
        public var windowEndNs: UInt64
        /// The group that was sampled, and its limit.
        @Explicit public var group: String?
        @Explicit public var limitBytes: UInt64?
        public var steps: [StepRecord]
        public var observations: [WindowRecord]
        public var frozen: [FrozenRecord]
        public var marks: [MarkRecord]

        package init(
            beganNs: UInt64, endedNs: UInt64, firstStartNs: UInt64? = nil, windowEndNs: UInt64, group: String? = nil,
            limitBytes: UInt64? = nil, steps: [StepRecord], observations: [WindowRecord], frozen: [FrozenRecord],
            marks: [MarkRecord]
        ) {
            self.beganNs = beganNs
            self.endedNs = endedNs
            self.firstStartNs = firstStartNs
            self.windowEndNs = windowEndNs
            self.group = group
            self.limitBytes = limitBytes
            self.steps = steps
            self.observations = observations
            self.frozen = frozen
            self.marks = marks
        }
    }

    /// One step of the scenario.
    public struct StepRecord: Codable, Equatable, Sendable {
        public var what: String
        public var beganNs: UInt64
        @Explicit public var endedNs: UInt64?
        public var outcome: String
        /// Why it failed, where something tells.
        public var error: String? = nil

        package init(
            what: String, beganNs: UInt64, endedNs: UInt64? = nil, outcome: String, error: String? = nil
        ) {
            self.what = what
            self.beganNs = beganNs
            self.endedNs = endedNs
            self.outcome = outcome
            self.error = error
        }
    }

    /// An observation window.
    public struct WindowRecord: Codable, Equatable, Sendable {
        public var beganNs: UInt64
        public var endedNs: UInt64

        package init(
            beganNs: UInt64, endedNs: UInt64
        ) {
            self.beganNs = beganNs
            self.endedNs = endedNs
        }
    }

    /// A span in which the scenario held a process in a freezer.
    public struct FrozenRecord: Codable, Equatable, Sendable {
        public var role: String
        public var group: String
        public var fromNs: UInt64
        @Explicit public var toNs: UInt64?

        package init(
            role: String, group: String, fromNs: UInt64, toNs: UInt64? = nil
        ) {
            self.role = role
            self.group = group
            self.fromNs = fromNs
            self.toNs = toNs
        }
    }

    /// One moment of a kill.
    public struct MarkRecord: Codable, Equatable, Sendable {
        public var atNs: UInt64
        public var event: String
        /// Index into `kills`.
        @Explicit public var kill: Int?
        @Explicit public var pid: Int32?
        @Explicit public var role: String?
        public var source: String

        package init(
            atNs: UInt64, event: String, kill: Int? = nil, pid: Int32? = nil, role: String? = nil, source: String
        ) {
            self.atNs = atNs
            self.event = event
            self.kill = kill
            self.pid = pid
            self.role = role
            self.source = source
        }
    }
}
