import GuestProtocol
import Vocabulary

// A comment speaks for all the properties below it, up to the next one.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
/// What one run's evidence says: made by `Study` and from nothing else, so that the same evidence gives the same facts.
public struct Facts: Equatable, Sendable {
    /// How whole the evidence is.
    public struct Integrity: Equatable, Sendable {
        /// SHA-256 of the frames.
        public var fingerprint: String
        /// Whether the agent said goodbye and every frame is there.
        public var complete: Bool
        /// What is torn, and where; `nil` where nothing is.
        public var torn: String?
        /// Kernel messages and trace events that were lost.
        public var lostMessages: Int
        public var lostTraceEvents: Int
        /// What this kernel lacks, so that no step was begun.
        public var missing: [String] = []
        /// What the agent couldn't do.
        public var troubles: [String]
        /// Kills, panics and OOM reports that the agent or its helper caused, in words.
        public var agentHits: [String] = []
        /// Whether the agent introduced itself.
        public var agentSpoke: Bool
    }

    /// A line of the kernel's log or console that shows its failure.
    public struct KernelFailure: Equatable, Sendable {
        /// oops, panic, hung_task, soft_lockup or rcu_stall.
        public var word: String
        /// The line.
        public var text: String
    }

    public var integrity: Integrity
    /// `uname -r` by the agent; `nil` where it never spoke.
    public var release: String?
    /// When one task may take the processor from another inside the kernel: `none`, `voluntary`, `lazy`, `full` or `rt`; `nil` where nothing tells.
    public var preemption: String?
    /// Which probes were on.
    public var probes = Probes()
    /// Steps, marks and windows.
    public var timeline: Timeline
    /// How often the functions that the scenario names were entered.
    public var functions: [FunctionEntries] = []
    /// What the recorder cost, and when it could not look.
    public var recorder = RecorderAccount()
    /// The workload's processes by process id.
    public var processes: [ProcessFact]
    /// Who was killed, in the order of the kernel's log.
    public var kills: [Kill]
    /// The counters' rise by group, `.local` beside.
    public var memoryEvents: [String: MemoryEvents]
    /// What was observed; a name that is missing is absent.
    public var observations: [ObservationName: ObservationValue]
    /// Why observations are absent that there is something to say about.
    public var absences: [ObservationName: String] = [:]
    /// Of every source and zone the deepest reading below its min watermark, the deepest of all first; `nil` where no watermark is known.
    public var reserves: [ReserveReading]?
    /// How long its spans took.
    public var phases: [Phase] = []
    /// The moments of the kills, in order of time.
    public var marks: [Mark] = []
    /// What the plan's steps were, in words, and when processes were held in a freezer.
    public var script = Script()
    /// What ended because its time was up.
    public var deadlines: [Deadline] = []
    /// Where sources differ, explained or not.
    public var disagreements: [Disagreement]
    /// The worst that the kernel did to itself.
    public var kernelFailure: KernelFailure?
    /// The series of the top group.
    public var samples: [Sample]
    /// The top group's name and limit.
    public var topGroup: String?
    public var limitBytes: UInt64?

    /// Where each process stands in `processes`, by its id.
    var processPlaces: [Int32: Int] {
        Dictionary(processes.indices.map { (processes[$0].tgid, $0) }, uniquingKeysWith: { first, _ in first })
    }
}
