extension ReportBuilder {
    /// A "Killed process" line, in any of its forms:
    ///
    ///     Out of memory: Killed process 1 (x).                                                    2.6.18
    ///     Killed process 1 (x)                                                                    2.6.26
    ///     Killed process 1 (x) vsz:1kB, anon-rss:1kB, file-rss:1kB                                2.6.34
    ///     Killed process 1, UID 2, (x) total-vm:1kB, anon-rss:1kB, file-rss:1kB                   RHEL 6
    ///     Killed process 1 (x) total-vm:1kB, anon-rss:1kB, file-rss:1kB, shmem-rss:1kB            4.x
    ///     Out of memory: Killed process 1 (x) total-vm:…, UID:2 pgtables:3kB oom_score_adj:4      5.4 to 7.3
    mutating func takeKill(_ text: Text, at place: Place) {
        guard let kill = KilledProcess(text, place) else {
            warn(place.line, "a \"Killed process\" line without a pid")
            return
        }
        touch(place)
        if text.hasPrefix("Memory cgroup") { saysMemcg = true } else if text[0] == 0x4f { saysGlobal = true }
        takeConstraint(text)
        report.endTimeNs = place.timeNs ?? report.endTimeNs
        report.outcome = .killed
        guard !report.victims.contains(where: { $0.pid == kill.pid }) else { return }
        guard report.victims.count < KernelLogLimits.victims else {
            return warn(place.line, "more victims than this reader keeps")
        }
        var victim = kill
        victim.groupKill = report.groupKillMemcg != nil
        if let selected = report.selected, selected.pid == victim.pid { victim.uid = victim.uid ?? selected.uid }
        report.victims.append(victim)
    }

    /// "Tasks in /a are going to be killed due to memory.oom.group set" (`mem_cgroup_print_oom_group()`, seen in 5.10 to 7.3).
    mutating func takeGroupKill(_ text: Text, at place: Place) {
        touch(place)
        guard let end = text.findLast(" are going to be killed") else { return }
        report.groupKillMemcg = text.slice(9, end).string()
    }

    /// "Memory cgroup out of memory: OOM victim 1 (x) is already exiting. Skip killing the task".
    mutating func takeAlreadyExiting(_ text: Text, at place: Place) {
        touch(place)
        if text.hasPrefix("Memory cgroup") { saysMemcg = true } else { saysGlobal = true }
        report.endTimeNs = place.timeNs ?? report.endTimeNs
        if let pid = text.integer(after: ": OOM victim "), report.alreadyExiting.count < KernelLogLimits.victims {
            report.alreadyExiting.append(pid)
        }
    }

    /// "Out of memory and no killable processes...", and the panic that follows a global one or that panic_on_oom asks for.
    mutating func takeEnd(_ outcome: OOMReport.Outcome, at place: Place) {
        touch(place)
        report.outcome = outcome
        report.endTimeNs = place.timeNs ?? report.endTimeNs
    }

    /// "oom_reaper: reaped process 1 (x), now anon-rss:0kB, file-rss:0kB, shmem-rss:0kB" (`oom_reap_task_mm()`, from 4.6 on).
    mutating func takeReaped(_ text: Text, at place: Place) {
        guard let pid = text.integer(after: "reaped process "), report.reaped.count < KernelLogLimits.victims else {
            return
        }
        touch(place)
        guard !report.reaped.contains(pid) else { return }
        var reaping = Reaping(pid: pid)
        if let open = text.find(" ("), let close = text.findLast("), now ") {
            reaping.name = text.slice(open + 2, close).string()
        }
        let sizes = text.dropping(text.findLast("), now ") ?? 0)
        reaping.anonRSSKB = sizes.kilobytes(after: "anon-rss:")
        reaping.fileRSSKB = sizes.kilobytes(after: "file-rss:")
        reaping.shmemRSSKB = sizes.kilobytes(after: "shmem-rss:")
        reaping.timeNs = place.timeNs
        report.reaped.append(pid)
        report.reapings.append(reaping)
    }

    /// "oom_reaper: unable to reap pid:1 (x)".
    mutating func takeUnable(_ text: Text, at place: Place) {
        guard let pid = text.integer(after: "unable to reap pid:"), report.unableToReap.count < KernelLogLimits.victims
        else { return }
        touch(place)
        if !report.unableToReap.contains(pid) { report.unableToReap.append(pid) }
    }

    /// Whether the process is one that this report speaks of.
    func knows(pid: Int) -> Bool {
        report.victims.contains { $0.pid == pid } || report.selected?.pid == pid
            || report.tasks.contains { $0.pid == pid }
    }
}

extension KilledProcess {
    /// Reads a "Killed process" line; nil without a pid.
    init?(_ text: Text, _ place: Place) {
        guard let at = text.find("Killed process ") else { return nil }
        var cursor = Cursor(text.dropping(at + 15))
        guard let pid = cursor.integer() else { return nil }
        self.init(pid: pid)
        timeNs = place.timeNs
        if cursor.skip(", UID ") {
            uid = cursor.integer()
            _ = cursor.skip(",")
        }
        cursor.skipBlanks()
        var sizes = cursor.rest
        if cursor.skip("(") {
            // The name may hold anything, parentheses and sizes too: it ends where the last list of sizes begins, if there is one.
            let rest = cursor.rest
            let isBare = rest.hasSuffix(")") || rest.hasSuffix(").")
            let sized = isBare ? nil : [rest.findLast(") total-vm:"), rest.findLast(") vsz:")].compactMap { $0 }.max()
            let end = sized ?? rest.findLast(")")
            name = end.map { rest.slice(0, $0).string() }
            sizes = rest.dropping(end ?? rest.count)
        }
        totalVMKB = sizes.kilobytes(after: " total-vm:") ?? sizes.kilobytes(after: " vsz:")
        anonRSSKB = sizes.kilobytes(after: " anon-rss:")
        fileRSSKB = sizes.kilobytes(after: " file-rss:")
        shmemRSSKB = sizes.kilobytes(after: " shmem-rss:")
        uid = uid ?? sizes.integer(after: " UID:")
        pgtablesKB = sizes.kilobytes(after: " pgtables:")
        oomScoreAdj = sizes.integer(after: " oom_score_adj:")
    }
}
