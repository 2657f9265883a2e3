import Vocabulary

extension ScenarioReader {
    /// The longest name that the kernel keeps for a task (TASK_COMM_LEN without its zero).
    static let longestRole = 15

    mutating func readProcesses(_ node: SourceTree?) {
        guard let node else {
            report(tree, key: "processes", "'processes' is missing: at least one process")
            return
        }
        let items = list(node, key: "processes") ?? []
        if items.isEmpty, node.shape == "a list" {
            report(node, key: "processes", "'processes' is empty: at least one process")
        }
        for (index, item) in items.prefix(200).enumerated() {
            if let process = process(item, key: "processes[\(index)]") { scenario.processes.append(process) }
        }
        if scenario.processes.reduce(0, { $0 + $1.roles.count }) > 2000 || items.count > 200 {
            report(node, key: "processes", "too many processes: at most 200 entries and 2000 processes in all")
        }
    }

    private mutating func process(_ node: SourceTree, key: String) -> Scenario.Process? {
        guard let fields = fields(node, key: key, known: Keys.process.names) else { return nil }
        let count = fields["count"].flatMap { number($0, key: "\(key).count", in: 1...512) }
        let role = required(fields, "role", "the name of its part in the play").flatMap {
            self.role($0, key: "\(key).role", count: count)
        }
        let group = required(fields, "group", "the group that it runs in").flatMap {
            processGroup($0, key: "\(key).group", count: count)
        }
        let workload = required(fields, "workload", "what it does").flatMap {
            self.workload($0, key: "\(key).workload")
        }
        let arguments = workload.map { self.arguments(fields, of: $0, key: key) } ?? []
        let adj = fields["oom_score_adj"].map { number($0, key: "\(key).oom_score_adj", in: -1000...1000) ?? 0 } ?? 0
        let (mayFail, exits) = end(fields, key: key)
        // Even a faulty process keeps its role, so that the steps about it are not reported as well.
        guard let role else { return nil }
        if let workload, let node = fields["workload"] {
            for feature in workload.features(arguments) {
                noticeModule(of: feature, "workload '\(workload.name)'", node, key: "\(key).workload")
            }
        }
        return Scenario.Process(
            role: role, count: count, workload: workload?.name ?? "", group: group ?? "", arguments: arguments,
            oomScoreAdj: adj, mayFail: mayFail, exits: exits)
    }

    /// How it may or has to end, beside a status of 0 and the OOM killer.
    private mutating func end(_ fields: Fields, key: String) -> (mayFail: Bool, exits: Int?) {
        let may = fields["may"].flatMap { word($0, key: "\(key).may", in: [Words.fail], what: "allowance") }
        let exits = fields["exits"].flatMap { number($0, key: "\(key).exits", in: 0...255) }
        if let node = fields["exits"], may != nil {
            report(
                node, key: "\(key).exits",
                "a process that may fail has no status that it has to leave with: give 'may' or 'exits'")
        }
        return (may != nil, exits)
    }

    private mutating func role(_ node: SourceTree, key: String, count: Int?) -> String? {
        guard let role = text(node, key: key) else { return nil }
        guard let first = role.unicodeScalars.first, first.isASCII, first.properties.isAlphabetic,
            role.unicodeScalars.allSatisfy(isWordScalar)
        else {
            report(node, key: key, value: role, "'\(role)' is no role: a letter, then letters, digits, '_' and '-'")
            return nil
        }
        let process = Scenario.Process(role: role, count: count, workload: "", group: "")
        let longest = process.roles.last ?? role
        if longest.utf8.count > Self.longestRole {
            report(
                node, key: key, value: role,
                "role '\(longest)' has \(longest.utf8.count) bytes; the kernel keeps \(Self.longestRole) of a task's name"
            )
            return nil
        }
        let taken = Set(scenario.processes.flatMap { $0.roles + [$0.role] })
        if let twice = (process.roles + [role]).first(where: taken.contains) {
            report(node, key: key, value: role, "a second role '\(twice)'")
            return nil
        }
        return role
    }

    private mutating func processGroup(_ node: SourceTree, key: String, count: Int?) -> String? {
        guard let group = group(named: node, key: key) else { return nil }
        if group.isFreezerV1 {
            report(
                node, key: key, value: group.name,
                "group '\(group.name)' is in the v1 freezer hierarchy: a process starts in a v2 group, and a freeze step moves it"
            )
            return nil
        }
        if let child = scenario.groups.first(where: { $0.name.hasPrefix(group.name + "/") && !$0.isFreezerV1 }) {
            report(
                node, key: key, value: group.name,
                "group '\(group.name)' has the child '\(child.name)', and cgroup v2 keeps processes in leaves")
        }
        checkPairs(of: count ?? 1, in: group, node, key: key)
        return group.name
    }

    /// Where a group stands for several, each of as many processes has its own.
    mutating func checkPairs(of processes: Int, in group: Scenario.Group, _ node: SourceTree, key: String) {
        guard let count = group.count, count != processes else { return }
        report(
            node, key: key, value: group.name,
            "\(processes) process\(processes == 1 ? "" : "es") for the \(count) groups of '\(group.name)': give the process 'count: \(count)', or name one of them, such as '\(group.names[0])'"
        )
    }

    /// A group by its name, or one of a group that stands for several.
    mutating func group(named node: SourceTree, key: String) -> Scenario.Group? {
        guard let name = text(node, key: key) else { return nil }
        if let group = scenario.group(name) { return group }
        // A group whose declaration is faulty has been reported there.
        if declaredNames("groups", "name").contains(name) { return nil }
        report(node, key: key, value: name, "unknown group '\(name)'", nearest: scenario.groups.map(\.name))
        return nil
    }

    /// The names that a list of maps declares, faulty or not.
    func declaredNames(_ list: String, _ key: String) -> [String] {
        guard case .sequence(let items) = tree[list]?.content else { return [] }
        return items.compactMap { item in
            if case .scalar(let name, _) = item[key]?.content { name } else { nil }
        }
    }

    private mutating func workload(_ node: SourceTree, key: String) -> Workload? {
        let names = Workload.all.map(\.name)
        return word(node, key: key, in: names, what: "workload").flatMap(Workload.named)
    }

    private mutating func arguments(_ process: Fields, of workload: Workload, key: String) -> [Scenario.Argument] {
        let known = workload.arguments.map(\.name)
        let place = "\(key).arguments"
        let given = process["arguments"].flatMap { fields($0, key: place, known: known) }
        var arguments: [Scenario.Argument] = []
        for argument in workload.arguments {
            var value = argument.defaultValue
            if let node = given?[argument.name] {
                value = self.value(of: argument, node: node, key: "\(place).\(argument.name)")
            } else if argument.isRequired, process["arguments"] == nil || given != nil {
                report(
                    given?.position ?? process.position, key: "\(place).\(argument.name)",
                    "workload '\(workload.name)' needs the argument '\(argument.name)': \(argument.about)")
            }
            guard let value else { continue }
            arguments.append(
                .init(name: argument.name, value: value, isAllocation: argument.kind.isAllocation))
        }
        if let given { checkTogether(arguments, of: workload, given: given, key: place) }
        return arguments
    }

    /// What no single argument shows.
    private mutating func checkTogether(
        _ arguments: [Scenario.Argument], of workload: Workload, given: Fields, key: String
    ) {
        let value = { (name: String) in arguments.first { $0.name == name }?.value }
        let onlyLeader = value("threads") == "1" || value("allocate") == "leader"
        if onlyLeader, let leader = value("leader"), leader != "works" {
            report(
                given["leader"]?.position ?? given.position, key: "\(key).leader", value: leader,
                "nobody is left to take memory: the leader \(leader), and no other thread allocates")
        }
        if value("threads") == "1", value("allocate") == "others" {
            report(
                given["allocate"]?.position ?? given.position, key: "\(key).allocate",
                "'allocate: others' needs more than one thread")
        }
        if value("sharers") == "0", let node = given["sharer_oom_score_adj"] {
            report(node, key: "\(key).sharer_oom_score_adj", "'sharer_oom_score_adj' without any sharers")
        }
    }

    private mutating func value(of argument: Workload.Argument, node: SourceTree, key: String) -> String? {
        switch argument.kind {
        case .allocation(let canBeEndless):
            guard let text = text(node, key: key) else { return nil }
            let words = canBeEndless ? ["endless"] : []
            if words.contains(text) { return text }
            if text.utf8.first.map({ $0 > 0x39 }) == true {
                let choice = canBeEndless ? "a size such as 64M or 'endless'" : "a size such as 64M"
                report(
                    node, key: key, value: text, "'\(argument.name)' must be \(choice), and is '\(text)'",
                    nearest: words)
                return nil
            }
            // 128T is all that a process can address with four levels of page tables.
            return size(node, key: key, in: 4096...(128 << 40)).map(String.init)
        case .size(let least): return size(node, key: key, in: least...(1 << 50)).map(String.init)
        case .count(let range): return number(node, key: key, in: range).map(String.init)
        case .word(let words): return word(node, key: key, in: words, what: "value of '\(argument.name)':")
        case .duration: return span(node, key: key, from: "0", to: "60m").map { String($0.nanoseconds) }
        case .flag: return word(node, key: key, in: ["true", "false"], what: "value").map { $0 == "true" ? "1" : "0" }
        case .role: return role(of: argument, node: node, key: key)
        case .groups: return groups(named: node, key: key, inFreezer: false)
        case .fridge: return groups(named: node, key: key, inFreezer: true)
        }
    }

    /// Another process's role; `none` for one that needn't be told, so that a parameter can leave it out.
    private mutating func role(of argument: Workload.Argument, node: SourceTree, key: String) -> String? {
        guard let role = text(node, key: key) else { return nil }
        if role == "none", !argument.isRequired { return nil }
        let roles = declaredNames("processes", "role")
        if roles.contains(role) { return role }
        report(node, key: key, value: role, "unknown role '\(role)'", nearest: roles)
        return nil
    }

    /// Groups with commas between them; `none` for no group, so that a parameter can leave it out.
    private mutating func groups(named node: SourceTree, key: String, inFreezer: Bool) -> String? {
        guard let text = text(node, key: key), text != "none" else { return nil }
        let names = text.split(separator: ",").map { $0.filter { $0 != " " } }
        let known = scenario.groups.filter { $0.isFreezerV1 == inFreezer }.flatMap(\.names)
        for name in names where !known.contains(name) {
            let what = inFreezer ? "v1 freezer group" : "v2 group"
            report(node, key: key, value: name, "unknown \(what) '\(name)'", nearest: known)
        }
        return names.isEmpty ? nil : names.joined(separator: ",")
    }
}
