extension ReportBuilder {
    /// "[  pid  ]   uid  tgid total_vm      rss …  oom_score_adj name" (`dump_tasks()`).
    mutating func takeTableHeader(_ text: Text, at place: Place) {
        guard columns.isEmpty, let close = text.index(of: 0x5d) else { return }
        var cursor = Cursor(text.dropping(close + 1))
        while cursor.skipBlanks() || !cursor.isAtEnd, columns.count < TaskNumbers.most {
            let word = cursor.word()
            if word.isEmpty || word.equals("name") { break }
            columns.append(TaskColumn(name: word))
        }
        report.tasks.reserveCapacity(128)
        report.taskColumns = ["pid"] + columns.map(\.name) + ["name"]
    }

    /// "[ 116849]     0 116849     3059 …             0 alloc_anon". False if it is no row after all.
    mutating func takeTaskRow(_ text: Text, at place: Place) -> Bool {
        var layout = columns
        guard let numbers = TaskNumbers(text, limit: layout.count) else { return false }
        if layout.isEmpty {
            layout = TaskColumn.guess(numbers: numbers.count)
            guard !layout.isEmpty else { return false }
            isCut = true
        }
        touch(place)
        guard report.tasks.count < KernelLogLimits.tasks else {
            let text = "the task table is longer than this reader keeps"
            if report.warnings.last?.text != text { warn(place.line, text) }
            return true
        }
        if numbers.count < layout.count {
            warn(place.line, "a row of the task table has \(numbers.count + 1) numbers for \(layout.count + 1) columns")
        }
        report.tasks.append(TaskRow(layout, numbers, name: numbers.count < layout.count ? nil : numbers.name(text)))
        return true
    }

    /// "oom-kill:constraint=…,nodemask=…,cpuset=…,mems_allowed=…,global_oom|oom_memcg=…,task_memcg=…,task=…,pid=…,uid=…"
    /// (`dump_oom_victim()`, in 5.3 and later and in RHEL 8; cpuset and mems_allowed need CONFIG_CPUSETS, the groups CONFIG_MEMCG).
    mutating func takeOOMKill(_ text: Text, at place: Place) {
        var fields = OOMKillFields(text.dropping(9))
        report.constraint = fields.value("constraint=", before: ",nodemask=")
        report.nodemask = fields.value(
            ",nodemask=", before: ",cpuset=", ",oom_memcg=", ",global_oom", ",task_memcg=", ",task=")
        report.cpuset = fields.value(",cpuset=", before: ",mems_allowed=") ?? report.cpuset
        report.memsAllowed =
            fields.value(",mems_allowed=", before: ",oom_memcg=", ",global_oom", ",task_memcg=", ",task=")
            ?? report.memsAllowed
        report.oomMemcg = fields.value(",oom_memcg=", before: ",task_memcg=") ?? report.oomMemcg
        report.globalOOM = fields.flag(",global_oom")
        if report.constraint == "CONSTRAINT_MEMCG" { saysMemcg = true } else { saysGlobal = true }
        guard let victim = fields.victim() else {
            report.taskMemcg = fields.value(",task_memcg=", before: ",task=") ?? report.taskMemcg
            warn(place.line, "the oom-kill: line is cut")
            return
        }
        report.taskMemcg = fields.last(",task_memcg=") ?? report.taskMemcg
        report.selected = victim
    }

    /// "[Memory cgroup ]Out of memory: Kill process 1381 (x) score 1003 or sacrifice child" (up to 4.x).
    mutating func takeChosen(_ text: Text) {
        if text.hasPrefix("Memory cgroup") { saysMemcg = true } else { saysGlobal = true }
        takeConstraint(text)
        guard let at = text.find("ill process ") else { return }
        var cursor = Cursor(text.dropping(at + 12))
        var task = SelectedTask()
        task.pid = cursor.integer()
        // The name may hold anything, so what counts is the last.
        task.score = text.findLast(") score ").flatMap { text.dropping($0).integer(after: ") score ") }
        if cursor.skip(" ("), let end = cursor.rest.findLast(") score ") {
            task.name = cursor.rest.slice(0, end).string()
        }
        if report.selected == nil { report.selected = task } else { report.selected?.score = task.score }
    }

    /// "No available memory (MPOL_BIND)" and "No available memory in cpuset" (2.6.18) name the constraint; "Out of memory
    /// (oom_kill_allocating_task)" says that there was no search.
    mutating func takeConstraint(_ text: Text) {
        if text.hasPrefix("No available memory (MPOL_BIND)") {
            report.kind = .mempolicy
            report.killReason = .noRanking
        } else if text.hasPrefix("No available memory in cpuset") {
            report.kind = .cpuset
            report.killReason = .noRanking
        } else if text.hasPrefix("Out of memory (oom_kill_allocating_task)") {
            report.killReason = .allocatingTask
        }
    }
}
