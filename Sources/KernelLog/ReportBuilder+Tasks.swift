extension ReportBuilder {
    /// "[  pid  ]   uid  tgid total_vm      rss …  oom_score_adj name" (`dump_tasks()`).
    mutating func takeTableHeader(_ text: Text, at place: Place) {
        guard columns.isEmpty, let close = text.index(of: 0x5d) else { return }
        var cursor = Cursor(text.dropping(close + 1))
        while cursor.skipBlanks() || !cursor.isAtEnd, columns.count < 32 {
            let word = cursor.word()
            if word.isEmpty || word.equals("name") { break }
            columns.append(TaskColumn(name: word))
        }
        report.taskColumns = ["pid"] + columns.map(\.name) + ["name"]
    }

    /// "[ 116849]     0 116849     3059 …             0 alloc_anon". False if it is no row after all.
    mutating func takeTaskRow(_ text: Text, at place: Place) -> Bool {
        guard let parsed = TaskRow.numbers(text) else { return false }
        var layout = columns
        if layout.isEmpty {
            layout = TaskColumn.guess(numbers: parsed.numbers.count)
            guard !layout.isEmpty else { return false }
            isCut = true
        }
        touch(place)
        guard report.tasks.count < KernelLogLimits.tasks else {
            if report.tasks.count == KernelLogLimits.tasks {
                warn(place.line, "the task table is longer than this reader keeps")
            }
            return true
        }
        guard parsed.numbers.count >= layout.count else {
            warn(
                place.line,
                "a row of the task table has \(parsed.numbers.count + 1) numbers for \(layout.count + 1) columns")
            report.tasks.append(TaskRow(pid: parsed.pid, layout, parsed.numbers, name: nil))
            return true
        }
        let name = parsed.name(text, behind: layout.count)
        report.tasks.append(TaskRow(pid: parsed.pid, layout, parsed.numbers, name: name))
        return true
    }

    /// "oom-kill:constraint=…,nodemask=…,cpuset=…,mems_allowed=…,global_oom|oom_memcg=…,task_memcg=…,task=…,pid=…,uid=…"
    /// (`dump_oom_victim()`, from 4.19 on; cpuset and mems_allowed need CONFIG_CPUSETS, the groups CONFIG_MEMCG).
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

    /// "[Memory cgroup ]Out of memory: Kill process 1381 (x) score 1003 or sacrifice child" (up to 5.2).
    mutating func takeChosen(_ text: Text) {
        if text.hasPrefix("Memory cgroup") { saysMemcg = true } else { saysGlobal = true }
        takeConstraint(text)
        guard let at = text.find("ill process ") else { return }
        var cursor = Cursor(text.dropping(at + 12))
        var task = SelectedTask()
        task.pid = cursor.integer()
        task.score = text.integer(after: ") score ")
        if cursor.skip(" ("), let end = cursor.rest.findLast(") score ") {
            task.name = cursor.rest.slice(0, end).string()
        }
        if report.selected == nil { report.selected = task } else { report.selected?.score = task.score }
    }

    /// "No available memory (MPOL_BIND)" and "No available memory in cpuset" (up to 2.6.35) name the constraint.
    mutating func takeConstraint(_ text: Text) {
        if text.hasPrefix("No available memory (MPOL_BIND)") { report.kind = .mempolicy }
        if text.hasPrefix("No available memory in cpuset") { report.kind = .cpuset }
    }
}

/// The numbers of a task table's row, and where each ends.
struct TaskNumbers {
    var pid: Int
    var numbers: [Int]
    var ends: [Int]

    /// The name behind the last column: one blank, then anything.
    func name(_ text: Text, behind columns: Int) -> String? {
        guard columns > 0, columns <= ends.count else { return nil }
        let rest = text.dropping(ends[columns - 1] + 1)
        return rest.isEmpty ? nil : rest.string(limit: KernelLogLimits.name)
    }
}

extension TaskRow {
    /// Reads the numbers of a row; nil if it does not look like one.
    static func numbers(_ text: Text) -> TaskNumbers? {
        var cursor = Cursor(text)
        guard cursor.skip(byte: 0x5b) else { return nil }
        cursor.skipBlanks()
        guard let pid = cursor.integer(), cursor.skip(byte: 0x5d) else { return nil }
        var row = TaskNumbers(pid: pid, numbers: [], ends: [])
        while cursor.skipBlanks(), row.numbers.count < 32, let value = cursor.integer() {
            // A name may begin with digits.
            guard cursor.isAtEnd || Text.isBlank(cursor.byte) else { break }
            row.numbers.append(value)
            row.ends.append(cursor.at)
        }
        return row.numbers.count >= 3 ? row : nil
    }

    init(pid: Int, _ columns: [TaskColumn], _ numbers: [Int], name: String?) {
        self.init(pid: pid)
        self.name = name
        for (column, value) in zip(columns, numbers) {
            switch column {
            case .uid: uid = value
            case .tgid: tgid = value
            case .totalVM: totalVM = value
            case .rss: rss = value
            case .rssAnon: rssAnon = value
            case .rssFile: rssFile = value
            case .rssShmem: rssShmem = value
            case .pgtablesBytes: pgtablesBytes = value
            case .swapents: swapents = value
            case .oomScoreAdj: oomScoreAdj = value
            case .other(let name): others.append(Counter(name: name, value: value))
            }
        }
    }
}
