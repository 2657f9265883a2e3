import Evidence
import GuestProtocol

// A comment speaks for all the properties below it, up to the next one.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
/// The agent's picture of every workload task at one moment: what lay between `snapshotBegan` and `snapshotEnded`.
public struct TaskSnapshot: Equatable, Sendable {
    /// One thread.
    public struct Thread: Equatable, Sendable {
        /// Its thread id and name.
        public let tid: Int32
        public let comm: String
        /// The letter of `/proc/PID/task/TID/stat`: R, S, D, T, Z, X …
        public let state: String
        /// Where it waits in the kernel; empty or "0" where it doesn't.
        public var wchan: String

        /// A thread as it was seen.
        public init(tid: Int32, comm: String, state: String, wchan: String) {
            self.tid = tid
            self.comm = comm
            self.state = state
            self.wchan = wchan
        }

        /// `frozen` where it waits in either cgroup freezer, else the letter of its state.
        public var stateWord: String {
            wchan.contains("refrigerator") || wchan.contains("freezer_trap") ? "frozen" : state
        }

        /// Whether it has not finished exiting.
        public var alive: Bool { state != "Z" && state != "X" && state != "x" }
    }

    /// One process.
    public struct Process: Equatable, Sendable {
        /// Its process id.
        public let tgid: Int32
        /// What the kernel says of it.
        public fileprivate(set) var name = ""
        public fileprivate(set) var parent: Int32?
        public fileprivate(set) var state = ""
        public fileprivate(set) var threadCount: Int?
        public fileprivate(set) var oomScoreAdj: Int?
        public fileprivate(set) var cgroup: String?
        /// What it maps, by kind, in kB; `nil` where not recorded.
        public fileprivate(set) var rssKb: UInt64?
        public fileprivate(set) var rssAnonKb: UInt64?
        public fileprivate(set) var rssFileKb: UInt64?
        public fileprivate(set) var rssShmemKb: UInt64?
        public fileprivate(set) var swapKb: UInt64?
        public fileprivate(set) var pgtablesKb: UInt64?
        public fileprivate(set) var vmSizeKb: UInt64?
        /// Its threads, by thread id.
        public fileprivate(set) var threads: [Thread] = []
        /// Where each of them stands in the list.
        fileprivate var places: [Int32: Int] = [:]
    }

    /// When it was taken.
    public let beganNs: UInt64
    public let endedNs: UInt64
    /// The processes, by process id.
    public let processes: [Process]

    /// Every snapshot of `entries`, in order; one that was cut off counts as far as it goes.
    public static func all(_ entries: [Evidence.Entry]) -> [TaskSnapshot] {
        var snapshots: [TaskSnapshot] = []
        var names: [UInt16: String] = [:]
        var files: [(path: String, text: String)] = []
        var began: UInt64?
        for entry in entries {
            switch entry.record {
            case .fileName(let id, let path): names[id] = String(decoding: path, as: UTF8.self)
            case .mark(.snapshotBegan):
                began = entry.timeNs
                files = []
            case .fileContent(let file) where began != nil && file.errno == 0:
                if let path = names[file.id], path.hasPrefix("/proc/") {
                    files.append((path, String(decoding: file.content, as: UTF8.self)))
                }
            case .mark(.snapshotEnded):
                if let start = began { snapshots.append(TaskSnapshot(from: start, to: entry.timeNs, files: files)) }
                began = nil
            default: break
            }
        }
        if let began, !files.isEmpty {
            snapshots.append(TaskSnapshot(from: began, to: entries.last?.timeNs ?? began, files: files))
        }
        return snapshots
    }

    private init(from beganNs: UInt64, to endedNs: UInt64, files: [(path: String, text: String)]) {
        var processes: [Int32: Process] = [:]
        for file in files {
            let parts = file.path.split(separator: "/")
            guard parts.count >= 3, let tgid = Int32(parts[1]) else { continue }
            // Taken out and put back, so that its list of threads is changed in place.
            var process = processes.removeValue(forKey: tgid) ?? Process(tgid: tgid)
            if parts.count == 5, parts[2] == "task", let tid = Int32(parts[3]) {
                process.take(thread: tid, file: String(parts[4]), text: file.text)
            } else if parts.count == 3 {
                process.take(file: String(parts[2]), text: file.text)
            }
            processes[tgid] = process
        }
        self.beganNs = beganNs
        self.endedNs = endedNs
        self.processes = processes.values.sorted { $0.tgid < $1.tgid }
    }
}

extension TaskSnapshot.Process {
    mutating func take(file: String, text: String) {
        switch file {
        case "status": take(status: KernelFiles.colonKeyed(text))
        case "stat":
            guard let stat = StatLine(text) else { return }
            if name.isEmpty { name = stat.comm }
            state = stat.state
            parent = stat.parent
            threadCount = threadCount ?? stat.threads
        case "oom_score_adj": oomScoreAdj = Int(text.prefix { $0 != "\n" })
        case "cgroup":
            let line = text.split(separator: "\n").first { $0.hasPrefix("0::") }
            cgroup = line.map { String($0.dropFirst(3)) }
        default: break
        }
    }

    private mutating func take(status: [String: String]) {
        name = status["Name"] ?? name
        if let ppid = status["PPid"] { parent = Int32(ppid) }
        if let threads = status["Threads"] { threadCount = Int(threads) }
        rssKb = KernelFiles.kilobytes(status["VmRSS"])
        rssAnonKb = KernelFiles.kilobytes(status["RssAnon"])
        rssFileKb = KernelFiles.kilobytes(status["RssFile"])
        rssShmemKb = KernelFiles.kilobytes(status["RssShmem"])
        swapKb = KernelFiles.kilobytes(status["VmSwap"])
        pgtablesKb = KernelFiles.kilobytes(status["VmPTE"])
        vmSizeKb = KernelFiles.kilobytes(status["VmSize"])
        if let letter = status["State"]?.first { state = String(letter) }
    }

    mutating func take(thread tid: Int32, file: String, text: String) {
        let known = places[tid]
        if file == "wchan", let known {
            threads[known].wchan = text
        } else if file == "stat", let stat = StatLine(text) {
            let thread = TaskSnapshot.Thread(tid: tid, comm: stat.comm, state: stat.state, wchan: "")
            if let known { threads[known] = thread } else { append(thread) }
        } else if file == "status", known == nil {
            let status = KernelFiles.colonKeyed(text)
            guard let state = status["State"]?.first else { return }
            append(TaskSnapshot.Thread(tid: tid, comm: status["Name"] ?? "", state: String(state), wchan: ""))
        }
    }

    private mutating func append(_ thread: TaskSnapshot.Thread) {
        places[thread.tid] = threads.count
        threads.append(thread)
    }
}

/// The start of a `/proc/PID/stat` line. The name stands in parentheses and can hold any byte, parentheses too: what follows its last one is safe.
struct StatLine {
    let comm: String
    let state: String
    let parent: Int32?
    let threads: Int?

    init?(_ text: String) {
        guard let open = text.firstIndex(of: "("), let close = text.lastIndex(of: ")"), open < close else { return nil }
        let words = text[text.index(after: close)...].split(whereSeparator: { $0 == " " || $0 == "\n" })
        guard let state = words.first, state.count == 1 else { return nil }
        comm = String(text[text.index(after: open)..<close])
        self.state = String(state)
        parent = words.count > 1 ? Int32(words[1]) : nil
        // Field 20 of proc(5): 17 fields behind the state.
        threads = words.count > 17 ? Int(words[17]) : nil
    }
}
