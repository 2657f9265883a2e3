import KernelLog

/// Joins the kernel log's kills with the trace's stamps and the processes, and computes the choice again.
struct KillStudy {
    private let processes: ProcessStudy
    private let snapshots: [TaskSnapshot]
    private let pageSize: Int
    /// Stamps of mark_victim that no kill has taken yet, by the pid that the trace gives.
    private var marks: [Int32: [UInt64]] = [:]
    /// Processes killed so far, whose mm the reaper has done with before another choice is made.
    private var dead: Set<Int32> = []
    private(set) var kills: [Kill] = []

    init(
        _ reports: [OOMReport], trace: [TraceEvent], processes: ProcessStudy, snapshots: [TaskSnapshot], pageSize: Int
    ) {
        self.processes = processes
        self.snapshots = snapshots
        self.pageSize = pageSize
        for event in trace where event.name == "mark_victim" {
            if let pid = event.subject { marks[pid, default: []].append(event.timeNs) }
        }
        for report in reports {
            for victim in report.victims { take(victim, of: report) }
        }
    }

    private mutating func take(_ victim: KilledProcess, of report: OOMReport) {
        let pid = Int32(truncatingIfNeeded: victim.pid)
        let tgid =
            processes.tgids[pid] ?? report.task(pid: victim.pid)?.tgid.map { Int32(truncatingIfNeeded: $0) } ?? pid
        var at = victim.timeNs ?? report.timeNs ?? 0
        if var stamps = marks[pid], !stamps.isEmpty {
            at = stamps.removeFirst()
            marks[pid] = stamps
        }
        let candidates = victim.groupKill ? [] : candidates(report, at: at)
        let best = Badness.choice(candidates, preferring: pid)
        kills.append(
            Kill(
                atNs: at, kind: kind(victim, report), invoker: report.invoker, constraint: report.constraint,
                oomMemcg: report.oomMemcg, taskMemcg: report.taskMemcg,
                victim: describe(victim, pid: pid, tgid: tgid), candidates: candidates,
                predicted: best.flatMap { predicted($0, among: candidates) },
                prediction: best.map { $0.pid == pid || processes.tgids[$0.pid] == tgid ? .match : .mismatch }
                    ?? .unavailable))
        dead.insert(tgid)
        dead.formUnion(processes.processes[tgid]?.sharesMmWith ?? [])
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

    private func predicted(_ best: Kill.Candidate, among candidates: [Kill.Candidate]) -> Kill.Predicted? {
        guard let points = best.predictedPoints else { return nil }
        let tgid = processes.tgids[best.pid] ?? best.pid
        let family = Set(processes.processes[tgid]?.sharesMmWith ?? []).union([tgid, best.pid])
        let others = candidates.filter { !family.contains(processes.tgids[$0.pid] ?? $0.pid) }
        let next = Badness.choice(others, preferring: -1)
        return Kill.Predicted(
            pid: best.pid, points: points,
            runnerUp: next.flatMap { other in other.predictedPoints.map { Kill.RunnerUp(pid: other.pid, points: $0) } })
    }

    /// The report's own task table, else (oom_dump_tasks=0) the last picture of `/proc` before the kill.
    private func candidates(_ report: OOMReport, at time: UInt64) -> [Kill.Candidate] {
        let total = Badness.totalPages(report, pageSize: pageSize)
        if !report.tasks.isEmpty { return report.tasks.map { candidate($0, total) } }
        guard let snapshot = snapshots.last(where: { $0.beganNs <= time }) else { return [] }
        return snapshot.processes.filter { inDomain($0, report) }.map { candidate($0, total) }
    }

    private func inDomain(_ process: TaskSnapshot.Process, _ report: OOMReport) -> Bool {
        guard report.kind == .memcg, let domain = report.oomMemcg else { return true }
        guard let cgroup = process.cgroup else { return false }
        return domain == "/" || cgroup == domain || cgroup.hasPrefix(domain + "/")
    }

    private func candidate(_ row: TaskRow, _ total: Int?) -> Kill.Candidate {
        let pid = Int32(truncatingIfNeeded: row.pid)
        let role = processes.tgids[pid].flatMap { processes.processes[$0]?.role } ?? row.name ?? "?"
        guard let rss = row.rss, let tables = row.pgtablesBytes else {
            return candidate(pid, role, nil, adj: row.oomScoreAdj, total: total)
        }
        let subject = Badness.Subject(
            pid: pid, rssPages: rss, swapEntries: row.swapents ?? 0, pgtablesBytes: tables,
            oomScoreAdj: row.oomScoreAdj ?? 0)
        return candidate(pid, role, subject, adj: row.oomScoreAdj, total: total)
    }

    private func candidate(_ process: TaskSnapshot.Process, _ total: Int?) -> Kill.Candidate {
        let role = processes.processes[process.tgid]?.role ?? process.name
        let perPage = max(1, pageSize / 1024)
        guard let rss = process.rssKb, rss < 1 << 40 else {
            return candidate(process.tgid, role, nil, adj: process.oomScoreAdj, total: total)
        }
        let subject = Badness.Subject(
            pid: process.tgid, rssPages: Int(rss) / perPage,
            swapEntries: Int(min(process.swapKb ?? 0, 1 << 40)) / perPage,
            pgtablesBytes: Int(min(process.pgtablesKb ?? 0, 1 << 40)) * 1024, oomScoreAdj: process.oomScoreAdj ?? 0)
        return candidate(process.tgid, role, subject, adj: process.oomScoreAdj, total: total)
    }

    private func candidate(
        _ pid: Int32, _ role: String, _ subject: Badness.Subject?, adj: Int?, total: Int?
    ) -> Kill.Candidate {
        var why = "eligible"
        var eligible = false
        if adj == Badness.oomScoreAdjMinimum {
            why = "oom_score_adj is -1000"
        } else if pid == 1 {
            why = "init"
        } else if dead.contains(processes.tgids[pid] ?? pid) {
            why = "killed before, and its mm is done with (MMF_OOM_SKIP)"
        } else {
            eligible = true
        }
        let points = subject.flatMap { subject in
            total.map { Badness.points(subject, totalPages: $0, pageSize: pageSize) }
        }
        return Kill.Candidate(
            pid: pid, role: role, predictedPoints: points, kernelPoints: nil, eligible: eligible, why: why)
    }
}
