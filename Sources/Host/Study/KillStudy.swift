import KernelLog
import VictimSelection

/// Joins the kernel log's kills with the trace's stamps and the processes, and computes the choice again.
struct KillStudy {
    private let processes: ProcessStudy
    private let snapshots: [TaskSnapshot]
    private let pageSize: Int
    /// What the trace says of choices that no kill has taken yet, by the victim's pid; the first one last.
    private var choices: [Int32: [TracedChoice]]
    /// How many more candidates may be listed: in a log of kills only, each would list all processes.
    private var room = KillStudy.mostCandidates
    /// Processes killed so far, whose mm the reaper has done with before another choice is made.
    private var dead: Set<Int32> = []
    private(set) var kills: [Kill] = []

    /// The candidates of all kills together, far more than any experiment has; kills beyond them have none, and no prediction.
    private static let mostCandidates = 1_000_000

    init(
        _ reports: [OOMReport], trace: [TraceEvent], processes: ProcessStudy, snapshots: [TaskSnapshot], pageSize: Int
    ) {
        self.processes = processes
        self.snapshots = snapshots
        self.pageSize = pageSize
        choices = Dictionary(grouping: TracedChoice.all(trace).reversed(), by: \.victim)
        for report in reports {
            for victim in report.victims { take(victim, of: report) }
        }
    }

    private mutating func take(_ victim: KilledProcess, of report: OOMReport) {
        let pid = Int32(truncatingIfNeeded: victim.pid)
        let tgid =
            processes.tgids[pid] ?? report.task(pid: victim.pid)?.tgid.map { Int32(truncatingIfNeeded: $0) } ?? pid
        var at = victim.timeNs ?? report.timeNs ?? 0
        let choice = choices[pid]?.popLast()
        at = choice?.markedNs ?? at
        let rule = FormulaChoice(report).formula ?? .signedPages
        let candidates = victim.groupKill || room <= 0 ? [] : candidates(report, rule, at: at)
        // A table that was only looked through costs as well.
        room -= candidates.count + 1
        let best = rule.choice(candidates, preferring: victim.pid)
        kills.append(
            Kill(
                atNs: at, invokedBeforeNs: KillStudy.distance(report.timeNs, victim.timeNs), kind: kind(victim, report),
                invoker: report.invoker, constraint: report.constraint,
                oomMemcg: report.oomMemcg, taskMemcg: report.taskMemcg,
                victim: describe(victim, pid: pid, tgid: tgid), candidates: candidates.map { describe($0, choice) },
                predicted: best.flatMap { predicted($0, among: candidates, rule) },
                prediction: best.map {
                    $0.pid == victim.pid || processes.tgids[Int32(truncatingIfNeeded: $0.pid)] == tgid
                        ? .match : .mismatch
                }
                    ?? .unavailable))
        dead.insert(tgid)
        dead.formUnion(processes.processes[tgid]?.sharesMmWith ?? [])
    }

    private static func distance(_ from: UInt64?, _ to: UInt64?) -> UInt64? {
        guard let from, let to, from <= to else { return nil }
        return to - from
    }

    private func describe(_ victim: KilledProcess, pid: Int32, tgid: Int32) -> Kill.Victim {
        let name = victim.name ?? "?"
        return Kill.Victim(
            pid: pid, tgid: tgid, name: name, role: processes.processes[tgid]?.role ?? name,
            rssAnonKb: victim.anonRSSKB, rssFileKb: victim.fileRSSKB, rssShmemKb: victim.shmemRSSKB,
            pgtablesKb: victim.pgtablesKB, oomScoreAdj: victim.oomScoreAdj)
    }

    private func kind(_ victim: KilledProcess, _ report: OOMReport) -> Kill.Kind {
        if victim.groupKill { return .group }
        switch report.kind {
        case .memcg: return .memcg
        case .global: return .global
        case .cpuset: return .cpuset
        case .mempolicy: return .mempolicy
        case .sysrq: return .sysrq
        case .unknown: return report.oomMemcg != nil ? .memcg : .global
        }
    }

    private func predicted(_ best: Candidate, among candidates: [Candidate], _ rule: BadnessFormula) -> Kill.Predicted?
    {
        guard let points = best.points else { return nil }
        let tgid = tgid(of: best)
        let family = Set(processes.processes[tgid]?.sharesMmWith ?? []).union([tgid])
        let next = rule.choice(candidates.filter { !family.contains(self.tgid(of: $0)) })
        return Kill.Predicted(
            pid: Int32(truncatingIfNeeded: best.pid), points: points,
            runnerUp: next.flatMap { other in
                other.points.map { Kill.RunnerUp(pid: Int32(truncatingIfNeeded: other.pid), points: $0) }
            })
    }

    /// The report's own task table, else (oom_dump_tasks=0) the last picture of `/proc` before the kill.
    private func candidates(_ report: OOMReport, _ rule: BadnessFormula, at time: UInt64) -> [Candidate] {
        let pageKB = max(1, pageSize / 1024)
        let scorer = Scorer(formula: rule, pageKB: pageKB, total: TotalPages(report, pageKB: pageKB))
        let all: [Candidate]
        if !report.tasks.isEmpty {
            all = report.tasks.map { scorer.candidate($0, dead: []) }
        } else if report.kind == .memcg, report.oomMemcg == nil {
            // After ten reports in five seconds the kernel only writes who was killed, not at whose limit.
            all = []
        } else {
            let snapshot = snapshots.last(at: time)
            let inside = snapshot?.processes.filter { inDomain($0, report) } ?? []
            all = inside.map { scorer.scored(Candidate($0, pageKB: pageKB)) }
        }
        return all.map { candidate in
            guard candidate.isEligible, dead.contains(tgid(of: candidate)) else { return candidate }
            var candidate = candidate
            candidate.eligibility = .killedBefore
            return candidate
        }
    }

    private func inDomain(_ process: TaskSnapshot.Process, _ report: OOMReport) -> Bool {
        guard report.kind == .memcg, let domain = report.oomMemcg else { return true }
        guard let cgroup = process.cgroup else { return false }
        return domain == "/" || cgroup == domain || cgroup.hasPrefix(domain + "/")
    }

    private func tgid(of candidate: Candidate) -> Int32 {
        let pid = Int32(truncatingIfNeeded: candidate.pid)
        return processes.tgids[pid] ?? pid
    }

    private func describe(_ candidate: Candidate, _ choice: TracedChoice?) -> Kill.Candidate {
        let tgid = tgid(of: candidate)
        let evaluated = choice?.evaluations[tgid]
        return Kill.Candidate(
            pid: Int32(truncatingIfNeeded: candidate.pid),
            role: processes.processes[tgid]?.role ?? candidate.name ?? "?",
            predictedPoints: candidate.points, kernelPoints: evaluated?.points,
            kernelEligible: evaluated.map { $0.points != nil }, eligible: candidate.isEligible,
            why: candidate.eligibility.why)
    }
}

extension Candidate {
    /// A process as the agent saw it in `/proc`.
    init(_ process: TaskSnapshot.Process, pageKB: Int) {
        func pages(_ kilobytes: UInt64?) -> Int? { kilobytes.map { Int(min($0, 1 << 40)) / pageKB } }
        self.init(pid: Int(process.tgid))
        name = process.name
        rssPages = pages(process.rssKb)
        swapPages = pages(process.swapKb)
        pageTablePages = pages(process.pgtablesKb)
        oomScoreAdj = process.oomScoreAdj
        if pid == 1 {
            eligibility = .initProcess
        } else if oomScoreAdj == Self.oomScoreAdjMinimum {
            eligibility = .oomScoreAdjMinimum
        }
    }
}
