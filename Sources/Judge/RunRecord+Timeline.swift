import Study

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
    }

    /// One step of the scenario.
    public struct StepRecord: Codable, Equatable, Sendable {
        public var what: String
        public var beganNs: UInt64
        @Explicit public var endedNs: UInt64?
        public var outcome: String
        /// Why it failed, where something tells.
        public var error: String? = nil
    }

    /// An observation window.
    public struct WindowRecord: Codable, Equatable, Sendable {
        public var beganNs: UInt64
        public var endedNs: UInt64
    }

    /// A span in which the scenario held a process in a freezer.
    public struct FrozenRecord: Codable, Equatable, Sendable {
        public var role: String
        public var group: String
        public var fromNs: UInt64
        @Explicit public var toNs: UInt64?
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
    }
}

extension RunRecord.TimelineRecord {
    init(_ facts: Facts) {
        let timeline = facts.timeline
        self.init(
            beganNs: timeline.beganNs, endedNs: timeline.endedNs, firstStartNs: timeline.firstStartNs,
            windowEndNs: timeline.windowEndNs, group: facts.topGroup, limitBytes: facts.limitBytes,
            steps: facts.script.lines.map {
                RunRecord.StepRecord(
                    what: $0.words, beganNs: $0.beganNs, endedNs: $0.endedNs, outcome: $0.outcome, error: $0.error)
            },
            observations: timeline.observations.map {
                RunRecord.WindowRecord(beganNs: $0.beganNs, endedNs: $0.endedNs)
            },
            frozen: facts.script.frozen.map {
                RunRecord.FrozenRecord(role: $0.role, group: $0.group, fromNs: $0.fromNs, toNs: $0.toNs)
            },
            marks: facts.marks.map {
                RunRecord.MarkRecord(
                    atNs: $0.atNs, event: $0.event.rawValue, kill: $0.kill, pid: $0.pid, role: $0.role,
                    source: $0.source)
            })
    }
}
