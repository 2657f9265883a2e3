// A comment speaks for all the properties below it, up to the next one.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
/// One thing that the agent wrote down: raw, for the host to interpret.
public enum Record: Equatable, Sendable {
    /// The first record: who is speaking.
    case hello(Hello)
    /// From now on `id` stands for the file at `path`.
    case fileName(id: UInt16, path: Bytes)
    /// The content of a file as it was read. A sampled file whose content has not changed since is not written again.
    case fileContent(FileContent)
    /// One `/dev/kmsg` record as the kernel gave it: `priority,sequence,microseconds,flags;text` and continuation lines.
    case kernelMessage(Bytes)
    /// A piece of `trace_pipe`, cut anywhere.
    case trace(Bytes)
    /// A step started a process: index into the plan's processes, and its pid.
    case started(process: UInt32, pid: Int32)
    /// A workload said that it holds what it was asked to hold.
    case ready(process: UInt32, pid: Int32)
    /// The agent reaped a child (its own or an orphan's): wait status as of wait(2).
    case exited(pid: Int32, waitStatus: Int32)
    /// A step began or ended.
    case step(index: UInt32, event: StepEvent)
    /// The run reached a point that the host refers to.
    case mark(Mark)
    /// Something that the agent was asked to do and couldn't. The run is an ERROR.
    case trouble(what: Bytes, errno: Int32)
    /// What the agent itself has used so far.
    case usage(Usage)
    /// A workload said which of its calls failed, before it left: index into the plan's processes, the errno, and the call.
    case said(process: UInt32, errno: Int32, text: Bytes)
    /// This kernel lacks something that the plan needs: its steps aren't begun. The errno is that of the attempt.
    case missing(what: Bytes, errno: Int32)
    /// Why a step could not be carried out; its `failed` follows.
    case stepError(index: UInt32, errno: Int32)
    /// The recorder looked at nothing between `fromNs` and this record's own time, longer than it meant to: what was sampled before holds no longer.
    case blind(fromNs: UInt64)
    /// The last record: how many frames came before it.
    case goodbye(frames: UInt64)

    /// Who is speaking.
    public struct Hello: Equatable, Sendable {
        /// The plan version that the agent speaks.
        public var version: UInt32
        /// Checksum of the plan that the agent read (`Plan.checksum`).
        public var planChecksum: UInt32
        /// `uname` release, version and machine.
        public var release: Bytes
        public var kernelVersion: Bytes
        /// CPUs online when the first step began, and bytes of a page.
        public var cpusOnline: UInt32
        public var pageSize: UInt32

        /// A greeting with every field.
        public init(
            version: UInt32, planChecksum: UInt32, release: Bytes, kernelVersion: Bytes, cpusOnline: UInt32,
            pageSize: UInt32
        ) {
            self.version = version
            self.planChecksum = planChecksum
            self.release = release
            self.kernelVersion = kernelVersion
            self.cpusOnline = cpusOnline
            self.pageSize = pageSize
        }
    }

    /// A file as it was read at one moment.
    public struct FileContent: Equatable, Sendable {
        /// Which file, by its `fileName` record.
        public var id: UInt16
        /// 0, or the errno of the failed read (ENOENT: this kernel lacks the file; ESRCH: the task is gone).
        public var errno: Int32
        /// What was read; cut where the file is longer than the agent's buffer.
        public var content: Bytes

        /// A reading of file `id`.
        public init(id: UInt16, errno: Int32, content: Bytes) {
            self.id = id
            self.errno = errno
            self.content = content
        }
    }

    /// What happened to a step.
    public enum StepEvent: UInt8, Sendable {
        case began = 0
        case done = 1
        /// Its wait ran out.
        case timedOut = 2
        /// It could not be carried out; a `stepError` (in older runs a `trouble`) says why.
        case failed = 3
        /// The run's deadline came first, or an earlier step did not come to its end.
        case skipped = 4
        /// The process that it waited for left before it was ready.
        case left = 5
    }

    /// Points in a run.
    public enum Mark: UInt8, Sendable {
        /// A full picture of the workload tasks follows.
        case snapshotBegan = 0
        case snapshotEnded = 1
        /// The observation window.
        case observationBegan = 2
        case observationEnded = 3
        /// The steps are over.
        case stepsEnded = 4
        /// The run's deadline in guest time passed before the steps were over.
        case deadline = 5
    }

    /// What the agent itself has used.
    public struct Usage: Equatable, Sendable {
        /// CLOCK_PROCESS_CPUTIME_ID.
        public var cpuNs: UInt64
        /// VmHWM.
        public var peakRSSBytes: UInt64

        /// The agent's account.
        public init(cpuNs: UInt64, peakRSSBytes: UInt64) {
            self.cpuNs = cpuNs
            self.peakRSSBytes = peakRSSBytes
        }
    }
}
