import Evidence
import GuestProtocol
import Vocabulary

/// Puts the processes of a run together from what the agent wrote, the pictures of `/proc`, and the trace.
struct ProcessStudy {
    // include/uapi/linux/sched.h
    private static let cloneVM: UInt64 = 0x100
    private static let cloneThread: UInt64 = 0x10000
    private static let siKernel: Substring = "128"
    // arch/x86/include/uapi/asm/signal.h
    private static let sigkill: Substring = "9"
    private static let sigchld: Substring = "17"

    /// The longest list of sharers: of n processes with one mm each would list all the others.
    private static let mostSharers = 64

    /// Where the agent's two processes live, and what they start is born.
    private static let agentGroups = ["/agent", "/actor"]

    /// A process of many threads may say the same many times.
    private static let mostWords = 4

    private(set) var processes: [Int32: ProcessFact] = [:]
    /// Thread id to process id.
    private(set) var tgids: [Int32: Int32] = [:]
    /// Process id to the process whose mm it shares: the first of the family.
    private var family: [Int32: Int32] = [:]

    init(plan: Plan, entries: [Evidence.Entry], snapshots: [TaskSnapshot], trace: [TraceEvent]) {
        for entry in entries {
            guard case .started(let index, let pid) = entry.record else { continue }
            let process = Int(index) < plan.processes.count ? plan.processes[Int(index)] : nil
            add(started: pid, process, plan)
            processes[pid]?.planned = process == nil ? nil : Int(index)
            processes[pid]?.threadStarts[pid] = entry.timeNs
        }
        take(words: entries)
        for event in trace where event.name == "task_newtask" { take(newTask: event) }
        for snapshot in snapshots { take(snapshot) }
        for event in trace { take(event) }
        takeReadiness(entries)
        takeExits(entries)
        nameFamilies()
    }

    private mutating func add(started pid: Int32, _ process: GuestProtocol.Process?, _ plan: Plan) {
        var fact = ProcessFact(
            role: process.map { String(decoding: $0.role, as: UTF8.self) } ?? "", tgid: pid, tids: [pid], threads: 1)
        if let process, Int(process.group) < plan.groups.count {
            fact.cgroup = "/" + String(decoding: plan.groups[Int(process.group)].name, as: UTF8.self)
            fact.oomScoreAdj = Int(process.oomScoreAdj)
        }
        processes[pid] = fact
        tgids[pid] = pid
    }

    /// What workloads said of calls that failed, to the process of the plan that they are.
    private mutating func take(words entries: [Evidence.Entry]) {
        var pids: [Int: Int32] = [:]
        for process in processes.values { if let index = process.planned { pids[index] = process.tgid } }
        for entry in entries {
            guard case .said(let index, let errno, let text) = entry.record, let pid = pids[Int(index)],
                (processes[pid]?.said.count ?? 0) < ProcessStudy.mostWords
            else { continue }
            let call = String(decoding: text.prefix(200), as: UTF8.self)
            processes[pid]?.said.append(errno == 0 ? call : "\(call): \(ErrnoText.text(errno))")
        }
    }

    /// The tree grows from the started processes only: what else the guest forks is not part of the experiment.
    private mutating func take(newTask event: TraceEvent) {
        guard let child = event.subject, let parent = tgids[event.tid],
            let hex = event.last("clone_flags"), let flags = UInt64(hex, radix: 16)
        else { return }
        if flags & ProcessStudy.cloneThread != 0 {
            tgids[child] = parent
            processes[parent]?.tids.insert(child)
            processes[parent]?.threadStarts[child] = event.timeNs
            return
        }
        guard processes[child] == nil else { return }
        var fact = ProcessFact(role: "", tgid: child, parent: parent, tids: [child], threads: 1)
        fact.threadStarts[child] = event.timeNs
        if let adj = event.last("oom_score_adj") { fact.oomScoreAdj = Int(adj) }
        fact.cgroup = processes[parent]?.cgroup
        processes[child] = fact
        tgids[child] = child
        if flags & ProcessStudy.cloneVM != 0 { family[child] = family[parent] ?? parent }
    }

    private mutating func take(_ snapshot: TaskSnapshot) {
        for seen in snapshot.processes {
            // Taken out and put back, so that its sets are changed in place.
            var fact =
                processes.removeValue(forKey: seen.tgid)
                ?? ProcessFact(role: "", tgid: seen.tgid, tids: [seen.tgid], threads: 1)
            if fact.role.isEmpty { fact.role = seen.name }
            fact.parent = fact.parent ?? seen.parent
            fact.threads = max(fact.threads, seen.threadCount ?? 0, seen.threads.count)
            fact.oomScoreAdj = seen.oomScoreAdj ?? fact.oomScoreAdj
            // A picture can come between a process's start and its joining its group.
            if let cgroup = seen.cgroup, !ProcessStudy.agentGroups.contains(cgroup) { fact.cgroup = cgroup }
            let states = Dictionary(grouping: seen.threads, by: \.stateWord).mapValues(\.count)
            fact.pictures.append(ProcessFact.Picture(atNs: snapshot.beganNs, states: states))
            for thread in seen.threads {
                fact.tids.insert(thread.tid)
                tgids[thread.tid] = seen.tgid
            }
            tgids[seen.tgid] = seen.tgid
            processes[seen.tgid] = fact
        }
    }

    private mutating func take(_ event: TraceEvent) {
        if event.name == "signal_generate", event.first("sig") == ProcessStudy.sigchld {
            if let child = tgids[event.tid] { processes[child]?.parentToldNs = event.timeNs }
            return
        }
        guard let subject = event.subject, let tgid = tgids[subject] else { return }
        switch event.name {
        // A new program has an mm of its own.
        case "sched_process_exec": family[tgid] = nil
        case "sched_process_exit":
            processes[tgid]?.threadExits[subject] = event.timeNs
            if subject == tgid, processes[tgid]?.role.isEmpty == true { processes[tgid]?.role = event.comm }
        case "signal_generate"
        where event.first("sig") == ProcessStudy.sigkill && event.first("code") == ProcessStudy.siKernel:
            if processes[tgid]?.killedByKernelNs == nil { processes[tgid]?.killedByKernelNs = event.timeNs }
        case "oom_score_adj_update":
            if let text = event.last("oom_score_adj"), let adj = Int(text) { processes[tgid]?.oomScoreAdj = adj }
        default: break
        }
    }

    private mutating func takeReadiness(_ entries: [Evidence.Entry]) {
        for entry in entries {
            guard case .ready(_, let pid) = entry.record, processes[pid]?.readyNs == nil else { continue }
            processes[pid]?.readyNs = entry.timeNs
        }
    }

    private mutating func takeExits(_ entries: [Evidence.Entry]) {
        for entry in entries {
            guard case .exited(let pid, let status) = entry.record, let fact = processes[pid], fact.exit == nil else {
                continue
            }
            let signal = Int(status & 0x7f)
            processes[pid]?.exit = ProcessFact.Exit(
                signal: signal == 0 ? nil : signal, code: signal == 0 ? Int((status >> 8) & 0xff) : nil,
                atNs: fact.goneNs ?? entry.timeNs)
        }
    }

    private mutating func nameFamilies() {
        var members: [Int32: [Int32]] = [:]
        for (child, first) in family { members[first, default: [first]].append(child) }
        for family in members.values {
            let sorted = family.sorted()
            for tgid in family {
                processes[tgid]?.sharesMmWith = Array(
                    sorted.lazy.filter { $0 != tgid }.prefix(ProcessStudy.mostSharers))
            }
        }
        for (tgid, fact) in processes where fact.role.isEmpty {
            let inherited = fact.parent.flatMap { processes[$0]?.role }
            processes[tgid]?.role = inherited ?? "?"
        }
    }

    /// Says of every process which threads were alive at `time`, by the snapshot taken there, else by the trace.
    mutating func settleThreadsLeft(at time: UInt64, snapshot: TaskSnapshot?, traceIsWhole: Bool) {
        let seen = snapshot.map { snapshot in
            Dictionary(snapshot.processes.map { ($0.tgid, $0.threads) }, uniquingKeysWith: { first, _ in first })
        }
        for (tgid, fact) in processes {
            if let seen {
                processes[tgid]?.threadsLeft = seen[tgid]?.filter(\.alive) ?? []
            } else if traceIsWhole {
                let alive = fact.tids.sorted().filter { fact.threadExits[$0].map { $0 > time } ?? true }
                let gone = fact.exit.map { $0.atNs <= time } ?? false
                processes[tgid]?.threadsLeft =
                    gone
                    ? []
                    : alive.map {
                        TaskSnapshot.Thread(tid: $0, comm: fact.role, state: "?", wchan: "")
                    }
            }
        }
    }
}
