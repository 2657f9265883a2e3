/// The keys of one map of a scenario file: what the reader knows is what `scenarios words` lists.
struct Keys: Sendable {
    /// Which map.
    let map: String
    /// Each key, with what its value is.
    let all: [(name: String, about: String)]

    /// The keys alone.
    var names: [String] { all.map(\.name) }
}

extension Keys {
    /// Every map, in the order in which a file has them.
    static let maps: [Keys] = [top, machine, needs, setting, group, process, reach, effect, expectation, twin]

    static let top = Keys(
        map: "scenario file",
        all: [
            ("scenario", "its name: small letters, digits and hyphens"),
            ("claim", "a row of the ledger (see claims)"),
            ("summary", "one sentence"),
            ("description", "what happens, what should follow and why, and what would make a run invalid"),
            ("tags", "a list of words to choose scenarios by"),
            ("machine", "a map: the virtual machine"),
            ("needs", "a map: what a kernel must have"),
            ("parameters", "a map: names and defaults of what --set can change; used as ${name} or ${name + 1}"),
            ("measured", "a map: for which other values the expectations hold, such as cpus: 1..4"),
            ("settings", "a list of {path, value}: files to write before the groups are made"),
            ("groups", "a list of maps: the control groups"),
            ("processes", "a list of maps: who runs in them"),
            ("steps", "a list: what happens, in order (see steps)"),
            ("reaches", "a list: functions of the kernel that a run must get to before it tells of the claim"),
            ("effect", "a map: what the scenario is there to show, and its twin must not"),
            ("expect", "a list of maps: what should be observed"),
            ("deadline", "when the whole run ends, in guest time; 30s if nothing is said"),
            ("sampling", "guest time between two samples; 5ms if nothing is said"),
            ("twin", "a map: the same without the one ingredient"),
        ])

    static let machine = Keys(
        map: "machine",
        all: [
            ("memory", "RAM, such as 512M"),
            ("cpus", "virtual CPUs"),
            ("nodes", "NUMA nodes, each with an equal part of the RAM"),
            ("swap", "swap on compressed memory (zram), such as 64M"),
            ("modules", "a list of kernel modules to load"),
            ("probes", "badness (the points of every candidate; the default) or none"),
            ("command_line", "a list of words for the kernel's command line"),
        ])

    static let needs = Keys(
        map: "needs",
        all: [
            ("kernel", "a range, such as >=5.10 or 5.10..6.12"),
            ("controllers", "a list (see controllers); what the groups' files need is implied"),
            ("features", "a list (see features); what the groups and workloads need is implied"),
        ])

    static let setting = Keys(
        map: "settings",
        all: [("path", "a file below /proc, /sys or /fridge"), ("value", "what to write")])

    static let group = Keys(
        map: "groups",
        all: [
            ("name", "its path below the hierarchy's root: parent/child"),
            ("count", "how many: NAME-1 to NAME-N"),
            ("freezer", "v1 if the group is in the v1 freezer hierarchy"),
        ])

    static let process = Keys(
        map: "processes",
        all: [
            ("role", "its name in steps, reports and the kernel's log"),
            ("workload", "what it does (see workloads)"),
            ("group", "the group that it runs in"),
            ("arguments", "a map: the workload's arguments"),
            ("oom_score_adj", "-1000 to 1000; 0 if nothing is said"),
            ("count", "how many: ROLE-1 to ROLE-N"),
            ("may", "fail: it may leave with any status or by any signal"),
            ("exits", "the status with which it has to leave"),
        ])

    static let reach = Keys(
        map: "reaches",
        all: [
            ("function", "a function of the kernel as kallsyms names it, or an event such as wake_reaper"),
            ("by", "the role that has to enter it"),
        ])

    /// Beside these, an observation and one of the operators.
    static let effect = Keys(
        map: "effect",
        all: [
            ("aboveTwin", "by how much the observation must be above the twin's; instead of an operator"),
            ("finding", "what is said of a kernel that shows it, with measured values as ${observation}"),
            ("otherwise", "what is said of a kernel that doesn't"),
            ("speaks", "for or against the claim, if it is seen"),
        ])

    /// Beside these, an observation and one of the operators.
    static let expectation = Keys(
        map: "expect",
        all: [
            ("name", "its dotted name; OBSERVATION.OPERATOR if nothing is said"),
            ("kernels", "the range that it holds for; all if nothing is said"),
            ("why", "the reason, in one sentence"),
        ])

    static let twin = Keys(
        map: "twin",
        all: [
            ("summary", "what is left out, in one sentence"),
            ("set", "a map: other values of parameters"),
            ("without", "a list of steps' verbs to leave out"),
            ("expect", "a list of maps: what should be observed then"),
        ])
}
