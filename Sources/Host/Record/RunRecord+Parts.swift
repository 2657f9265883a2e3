import Vocabulary

// The keys are public names: docs/evidence-format.md says what each holds.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension RunRecord {
    /// One workload process.
    public struct ProcessRecord: Codable, Equatable, Sendable {
        public var role: String
        public var pid: Int32
        public var tgid: Int32
        public var threads: Int
        public var sharesMmWith: [Int32]
        @Explicit public var cgroup: String?
        @Explicit public var oomScoreAdj: Int?
        @Explicit public var exit: Exit?
        /// When the kernel sent it SIGKILL.
        @Explicit public var killedAtNs: UInt64?
        /// Its threads alive at the end of the observation window; `null` where nothing tells.
        @Explicit public var threadsLeft: [ThreadRecord]?
        /// When each of its threads was made and exited, as far as that is known.
        @Explicit public var threadLives: [ThreadLife]? = nil
        /// What its threads were doing whenever the agent looked.
        @Explicit public var pictures: [Picture]? = nil
        /// Which of its calls failed, in its own words; there only where it complained.
        public var said: [String]? = nil

        package init(
            role: String, pid: Int32, tgid: Int32, threads: Int, sharesMmWith: [Int32], cgroup: String? = nil,
            oomScoreAdj: Int? = nil, exit: Exit? = nil, killedAtNs: UInt64? = nil, threadsLeft: [ThreadRecord]? = nil,
            threadLives: [ThreadLife]? = nil, pictures: [Picture]? = nil, said: [String]? = nil
        ) {
            self.role = role
            self.pid = pid
            self.tgid = tgid
            self.threads = threads
            self.sharesMmWith = sharesMmWith
            self.cgroup = cgroup
            self.oomScoreAdj = oomScoreAdj
            self.exit = exit
            self.killedAtNs = killedAtNs
            self.threadsLeft = threadsLeft
            self.threadLives = threadLives
            self.pictures = pictures
            self.said = said
        }
    }

    /// From when to when a thread lived; `null` where nothing tells, or it never exited.
    public struct ThreadLife: Codable, Equatable, Sendable {
        public var tid: Int32
        @Explicit public var fromNs: UInt64?
        @Explicit public var toNs: UInt64?

        package init(
            tid: Int32, fromNs: UInt64? = nil, toNs: UInt64? = nil
        ) {
            self.tid = tid
            self.fromNs = fromNs
            self.toNs = toNs
        }
    }

    /// How many threads were in which state: `frozen`, or the letter of proc(5).
    public struct Picture: Codable, Equatable, Sendable {
        public var atNs: UInt64
        public var states: [String: Int]

        package init(
            atNs: UInt64, states: [String: Int]
        ) {
            self.atNs = atNs
            self.states = states
        }
    }

    /// How a process ended: by a signal or with a code.
    public struct Exit: Codable, Equatable, Sendable {
        @Explicit public var signal: Int?
        @Explicit public var code: Int?
        public var atNs: UInt64

        package init(
            signal: Int? = nil, code: Int? = nil, atNs: UInt64
        ) {
            self.signal = signal
            self.code = code
            self.atNs = atNs
        }
    }

    /// A thread that was left.
    public struct ThreadRecord: Codable, Equatable, Sendable {
        public var tid: Int32
        public var name: String
        /// The letter of proc(5), and where it waits in the kernel.
        public var state: String
        public var wchan: String

        package init(
            tid: Int32, name: String, state: String, wchan: String
        ) {
            self.tid = tid
            self.name = name
            self.state = state
            self.wchan = wchan
        }
    }

    /// A span of the run: `work`, `kill_to_exit` or `kill_to_release`.
    public struct PhaseRecord: Codable, Equatable, Sendable {
        public var name: String
        /// Guest time.
        public var seconds: Double
        /// `null` where time is not counted in instructions.
        @Explicit public var instructions: Int?

        package init(
            name: String, seconds: Double, instructions: Int? = nil
        ) {
            self.name = name
            self.seconds = seconds
            self.instructions = instructions
        }
    }

    /// One kill.
    public struct KillRecord: Codable, Equatable, Sendable {
        public var atNs: UInt64
        public var kind: String
        @Explicit public var invoker: String?
        @Explicit public var constraint: String?
        @Explicit public var oomMemcg: String?
        @Explicit public var taskMemcg: String?
        public var victim: Victim
        public var candidates: [Candidate]
        @Explicit public var predicted: Predicted?
        public var prediction: String

        package init(
            atNs: UInt64, kind: String, invoker: String? = nil, constraint: String? = nil, oomMemcg: String? = nil,
            taskMemcg: String? = nil,
            victim: Victim, candidates: [Candidate], predicted: Predicted? = nil, prediction: String
        ) {
            self.atNs = atNs
            self.kind = kind
            self.invoker = invoker
            self.constraint = constraint
            self.oomMemcg = oomMemcg
            self.taskMemcg = taskMemcg
            self.victim = victim
            self.candidates = candidates
            self.predicted = predicted
            self.prediction = prediction
        }
    }

    /// The killed process by the kernel's log.
    public struct Victim: Codable, Equatable, Sendable {
        public var pid: Int32
        public var tgid: Int32
        public var name: String
        public var role: String
        @Explicit public var rssAnonKb: Int?
        @Explicit public var rssFileKb: Int?
        @Explicit public var rssShmemKb: Int?
        @Explicit public var pgtablesKb: Int?
        @Explicit public var oomScoreAdj: Int?

        package init(
            pid: Int32, tgid: Int32, name: String, role: String, rssAnonKb: Int? = nil, rssFileKb: Int? = nil,
            rssShmemKb: Int? = nil,
            pgtablesKb: Int? = nil, oomScoreAdj: Int? = nil
        ) {
            self.pid = pid
            self.tgid = tgid
            self.name = name
            self.role = role
            self.rssAnonKb = rssAnonKb
            self.rssFileKb = rssFileKb
            self.rssShmemKb = rssShmemKb
            self.pgtablesKb = pgtablesKb
            self.oomScoreAdj = oomScoreAdj
        }
    }

    /// One process that could have been killed; points are pages.
    public struct Candidate: Codable, Equatable, Sendable {
        public var pid: Int32
        public var role: String
        @Explicit public var predictedPoints: Int?
        @Explicit public var kernelPoints: Int?
        /// Whether the kernel gave points; `null` where no probe tells.
        @Explicit public var kernelEligible: Bool? = nil
        public var eligible: Bool
        public var why: String

        package init(
            pid: Int32, role: String, predictedPoints: Int? = nil, kernelPoints: Int? = nil,
            kernelEligible: Bool? = nil,
            eligible: Bool, why: String
        ) {
            self.pid = pid
            self.role = role
            self.predictedPoints = predictedPoints
            self.kernelPoints = kernelPoints
            self.kernelEligible = kernelEligible
            self.eligible = eligible
            self.why = why
        }
    }

    /// Who the kernel's formula names.
    public struct Predicted: Codable, Equatable, Sendable {
        public var pid: Int32
        public var points: Int
        @Explicit public var runnerUp: RunnerUp?

        package init(
            pid: Int32, points: Int, runnerUp: RunnerUp? = nil
        ) {
            self.pid = pid
            self.points = points
            self.runnerUp = runnerUp
        }
    }

    /// The next eligible process of another mm.
    public struct RunnerUp: Codable, Equatable, Sendable {
        public var pid: Int32
        public var points: Int

        package init(
            pid: Int32, points: Int
        ) {
            self.pid = pid
            self.points = points
        }
    }

    /// memory.events of one group; `null` where this kernel has no such counter.
    public struct Counters: Codable, Equatable, Sendable {
        @Explicit public var low: Int?
        @Explicit public var high: Int?
        @Explicit public var max: Int?
        @Explicit public var oom: Int?
        @Explicit public var oomKill: Int?
        @Explicit public var oomGroupKill: Int?

        package init(
            low: Int? = nil, high: Int? = nil, max: Int? = nil, oom: Int? = nil, oomKill: Int? = nil,
            oomGroupKill: Int? = nil
        ) {
            self.low = low
            self.high = high
            self.max = max
            self.oom = oom
            self.oomKill = oomKill
            self.oomGroupKill = oomGroupKill
        }
    }

    /// Two sources that do not say the same, and the known reason where there is one.
    public struct DisagreementRecord: Codable, Equatable, Sendable {
        public var between: [String]
        public var what: String
        @Explicit public var explainedBy: String?

        package init(
            between: [String], what: String, explainedBy: String? = nil
        ) {
            self.between = between
            self.what = what
            self.explainedBy = explainedBy
        }
    }

    /// One expectation and what came of it: PASS, FAIL, or SKIP where it is about other kernels.
    public struct ExpectationRecord: Codable, Equatable, Sendable {
        public var name: String
        public var observation: String
        public var op: ExpectationOperator
        public var expected: [ObservationValue]
        @Explicit public var actual: ObservationValue?
        public var status: RunStatus
        @Explicit public var kernels: String?
        public var why: String

        package init(
            name: String, observation: String, op: ExpectationOperator, expected: [ObservationValue],
            actual: ObservationValue? = nil,
            status: RunStatus, kernels: String? = nil, why: String
        ) {
            self.name = name
            self.observation = observation
            self.op = op
            self.expected = expected
            self.actual = actual
            self.status = status
            self.kernels = kernels
            self.why = why
        }
    }
}
