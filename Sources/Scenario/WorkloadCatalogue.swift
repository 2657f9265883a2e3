/// The workloads that the guest knows, with their arguments: the one table that scenarios are checked against.
public struct Workload: Sendable, Equatable {
    /// An argument of a workload, sent to it as `name=value`.
    public struct Argument: Sendable, Equatable {
        /// What an argument can be, and how it is sent.
        public enum Kind: Sendable, Equatable {
            /// Memory to take: bytes, or `endless`. A seed may move it by some pages.
            case allocation
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
    /// Its arguments, in the order in which they are sent.
    public let arguments: [Argument]
}

extension Workload {
    /// Every workload of the guest's multi-call binary.
    public static let all: [Workload] = [
        Workload(
            name: "anon", about: "threads that touch anonymous memory, and processes that share it",
            arguments: [
                .init(name: "size", kind: .allocation, isRequired: true, about: "memory to take in all, or endless"),
                .init(name: "threads", kind: .count(1...1024), defaultValue: "1", about: "threads, leader included"),
                .init(
                    name: "allocate", kind: .word(["all", "leader", "others"]), defaultValue: "all",
                    about: "which threads take memory"),
                .init(
                    name: "leader", kind: .word(["works", "sleeps", "exits"]), defaultValue: "works",
                    about: "what the thread group leader does"),
                .init(
                    name: "touch", kind: .word(["page", "huge"]), defaultValue: "page", about: "page size to ask for"),
                .init(
                    name: "memory", kind: .word(["private", "shared", "locked"]), defaultValue: "private",
                    about: "kind of mapping"),
                .init(
                    name: "rate", kind: .size(atLeast: 0), defaultValue: "0",
                    about: "bytes a second for each allocating thread; 0 is no limit"),
                .init(
                    name: "delay", kind: .duration, defaultValue: "20000000",
                    about: "time between the report of an endless process and its first allocation"),
                .init(
                    name: "sharers", kind: .count(0...64), defaultValue: "0",
                    about: "processes made with CLONE_VM that share the mm"),
                .init(
                    name: "sharer_kind", kind: .word(["clone", "vfork", "fork"]), defaultValue: "clone",
                    about:
                        "how they are made; only after vfork can their oom_score_adj differ from the others', and after fork they share nothing"
                ),
                .init(
                    name: "sharer_oom_score_adj", kind: .count(-1000...1000),
                    about: "what each sharer writes to its own oom_score_adj"),
            ])
    ]

    /// The workload of this name.
    public static func named(_ name: String) -> Workload? { all.first { $0.name == name } }

    /// The argument of this name.
    public func argument(named name: String) -> Argument? { arguments.first { $0.name == name } }
}
