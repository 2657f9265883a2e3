/// A workload that the guest knows, with its arguments: what scenarios are checked against, and what people read about it. Each has a file of its own.
public struct Workload: Sendable, Equatable {
    /// An argument of a workload, sent to it as `name=value`.
    public struct Argument: Sendable, Equatable {
        /// What an argument can be, and how it is sent.
        public enum Kind: Sendable, Equatable {
            /// Memory to take: bytes, or `endless` where it can be. A seed may move it by some pages.
            case allocation(canBeEndless: Bool)
            /// A size in bytes, with the smallest that makes sense.
            case size(atLeast: UInt64)
            /// A whole number.
            case count(ClosedRange<Int>)
            /// One of these words.
            case word([String])
            /// A span of guest time, sent in nanoseconds.
            case duration
            /// `true` or `false`, sent as 1 or 0.
            case flag
            /// The role of a process of the scenario.
            case role
            /// v2 groups of the scenario, with commas between them.
            case groups
            /// A v1 freezer group of the scenario.
            case fridge

            /// Whether it is memory to take.
            var isAllocation: Bool {
                if case .allocation = self { true } else { false }
            }
        }

        /// Its name.
        public let name: String
        /// What it can be.
        public let kind: Kind
        /// What it is when a scenario doesn't say; `nil` where nothing is sent then.
        public let defaultValue: String?
        /// Whether a scenario has to say it.
        public let isRequired: Bool
        /// What it means, in a few words.
        public let about: String

        init(name: String, kind: Kind, defaultValue: String? = nil, isRequired: Bool = false, about: String) {
            self.name = name
            self.kind = kind
            self.defaultValue = defaultValue
            self.isRequired = isRequired
            self.about = about
        }
    }

    /// Its name.
    public let name: String
    /// What it does, in one sentence.
    public let about: String
    /// What it holds, and where the kernel's own files show it.
    public let holds: String
    /// Whose group is charged for it.
    public let charged: String
    /// What frees it.
    public let freed: String
    /// Its arguments, in the order in which they are sent.
    public let arguments: [Argument]
    /// The kernel's features that it works with.
    public internal(set) var uses: [Use] = []
}

extension Workload {
    /// Every workload of the guest's multi-call binary.
    public static let all: [Workload] = [
        .anon, .file, .forks, .fsFreezer, .fuseServer, .groupFreezer, .holder, .hugetlb, .idle, .ioUring, .kernelObject,
        .memoryReader, .mmapLock, .pageTable, .pipe, .pmFreezer, .ramDisk, .releaser, .shmem, .tcpSocket, .tracer,
        .unixSocket, .userfaultfd,
    ]

    /// The workload of this name.
    public static func named(_ name: String) -> Workload? { all.first { $0.name == name } }

    /// The argument of this name.
    public func argument(named name: String) -> Argument? { arguments.first { $0.name == name } }
}

extension [Workload.Argument] {
    /// What every process takes that has a `Crew`: how much, and by which of its threads.
    static let crew: Self =
        [
            .size,
            .init(name: "threads", kind: .count(1...1024), defaultValue: "1", about: "threads, leader included"),
            .init(
                name: "allocate", kind: .word(["all", "leader", "others"]), defaultValue: "all",
                about: "which threads work"),
            .init(
                name: "leader", kind: .word(["works", "sleeps", "exits"]), defaultValue: "works",
                about: "what the thread group leader does"),
            .init(
                name: Seed.orderArgument, kind: .count(0...1_073_741_824),
                about: "shuffles when the threads begin; a seed says it where the scenario doesn't"),
            .delay,
            .init(
                name: "then", kind: .word(["stays", "exits"]),
                about: "what a process with a size does when it holds it; it stays where nothing is said"),
            .uid,
        ]

    /// How anonymous memory is taken.
    static let hoard: Self = [
        .init(name: "touch", kind: .word(["page", "huge"]), defaultValue: "page", about: "page size to ask for"),
        .init(
            name: "memory", kind: .word(["private", "shared", "locked"]), defaultValue: "private",
            about: "kind of mapping"),
        .init(
            name: "rate", kind: .size(atLeast: 0), defaultValue: "0",
            about: "bytes a second for each working thread; 0 is no limit"),
        .init(name: "node", kind: .count(0...15), about: "the only NUMA node to take pages from"),
    ]
}

extension Workload.Argument {
    /// What is taken in all.
    static let size = Self(
        name: "size", kind: .allocation(canBeEndless: true), isRequired: true,
        about: "how much to take in all, or endless")
    /// What is taken in all, by a workload that comes to an end.
    static let finiteSize = Self(
        name: "size", kind: .allocation(canBeEndless: false), isRequired: true, about: "how much to take in all")
    /// When an endless process begins.
    static let delay = Self(
        name: "delay", kind: .duration, defaultValue: "20000000",
        about: "time between the report of an endless process and its work")
    /// Who else keeps what the workload fills.
    static let holder = Self(
        name: "holder", kind: .role, about: "a process of workload holder that keeps a copy of every descriptor")
    /// Whose process it is.
    static let uid = Self(
        name: "uid", kind: .count(1...65533), about: "the ordinary user that it runs as; root if nothing is said")
    /// Who is meant.
    static let target = Self(name: "target", kind: .role, isRequired: true, about: "the process that is meant")
}
