import Scenario
import Testing

/// One fault each, with the whole text that a user sees.
@Suite struct BadScenarioTests {
    @Test func theExampleIsGood() { #expect(complaints(about: goodSource) == []) }

    @Test(arguments: [
        (
            "claim: freezer", "clam: freezer",
            "x.yaml:1: 'claim' is missing: a row of the claims ledger|x.yaml:2: unknown key 'clam' (did you mean 'claim'?)"
        ),
        ("claim: freezer", "claim: frezer", "x.yaml:2: unknown claim 'frezer' (did you mean 'freezer'?)"),
        (
            "scenario: example", "scenario: Big One",
            "x.yaml:1: 'Big One' is no scenario name: up to 48 small letters, digits and hyphens, not beginning with a hyphen"
        ),
        (
            "scenario: example", "scenario: ../../etc",
            "x.yaml:1: '../../etc' is no scenario name: up to 48 small letters, digits and hyphens, not beginning with a hyphen"
        ),
        ("scenario: example", "scenario: a-twin", "x.yaml:1: 'a-twin' ends with '-twin', which is kept for twins"),
        ("summary: An example.\n", "", "x.yaml:1: 'summary' is missing: one sentence"),
        ("summary: An example.", "summary:", "x.yaml:3: 'summary' must be a single value, and is nothing"),
        ("memory: 512M", "memory: 512X", "x.yaml:6: 'memory' must be a size such as 64M, and is '512X'"),
        ("memory: 512M", "memory: 1M", "x.yaml:6: 'memory' must be from 64M to 64G, and is 1M"),
        (
            "memory: 512M", "memory: 99999999999999999999",
            "x.yaml:6: 'memory' must be a size such as 64M, and is '99999999999999999999'"
        ),
        ("cpus: 2", "cpus: two", "x.yaml:6: 'cpus' must be a whole number, and is 'two'"),
        ("cpus: 2", "cpus: 0", "x.yaml:6: 'cpus' must be from 1 to 64, and is 0"),
        ("cpus: 2", "cpus: [2]", "x.yaml:6: 'cpus' must be a single value, and is a list"),
        ("cpus: 2", "cpu: 2", "x.yaml:6: unknown key 'cpu' in 'machine' (did you mean 'cpus'?)"),
        ("[zram]", "zram", "x.yaml:6: 'modules' must be a list, and is a single value"),
        ("[zram]", "[../evil]", "x.yaml:6: '../evil' is no module: up to 40 letters, digits, '_' and '-'"),
        ("transparent_hugepage=never", "panic=5", "x.yaml:6: the kernel parameter 'panic' belongs to the lab"),
        ("\">=5.10\"", "soon", "x.yaml:7: 'soon' is no kernel range: write 6.12, >=5.10, <6.18, 5.10..6.12 or all"),
        (
            "controllers: [memory]", "controllers: [memroy]",
            "x.yaml:7: unknown controller 'memroy'; it is one of memory, pids, cpu, cpuset, io (did you mean 'memory'?)"
        ),
        ("[psi]", "[freezer_v3]", "x.yaml:7: unknown feature 'freezer_v3' (did you mean 'freezer_v1'?)"),
        ("threads: 8,", "threads: [8],", "x.yaml:8: parameter 'threads' must have a single value, and has a list"),
        ("\"${threads}\"}", "\"${double}\"}", "x.yaml:8: parameters that refer to each other in a circle: double"),
        ("\"${threads}\"}", "\"${thread}\"}", "x.yaml:8: no parameter 'thread' (did you mean 'threads'?)"),
        ("\"${threads}\"}", "\"${size + 1}\"}", "x.yaml:8: '${size + 1}' has no whole number as its result"),
        ("An example.", "About ${threads", "x.yaml:3: a '${' without its '}'"),
        ("deadline: 20s", "deadline: 20", "x.yaml:10: 'deadline' must be a time such as 200ms, and is '20'"),
        ("deadline: 20s", "deadline: 4s", "x.yaml:10: sleeping and observing take 5200ms, and the deadline is 4s"),
        (
            "/proc/sys/vm/oom_dump_tasks", "/proc/../etc/passwd",
            "x.yaml:12: '/proc/../etc/passwd' is no file below /proc, /sys or /fridge"
        ),
    ])
    func header(old: String, new: String, messages: String) {
        #expect(complaints(replacing: old, with: new) == messages.split(separator: "|").map(String.init))
    }

    @Test(arguments: [
        (
            "memory.max: 128M", "memory.mx: 128M",
            "x.yaml:14: unknown key 'memory.mx' in 'groups[0]' (did you mean 'memory.max'?)"
        ),
        ("memory.max: 128M", "memory.max: 100", "x.yaml:14: 'memory.max' is 100 bytes, which is less than one page"),
        ("memory.max: 128M", "memory.max: -1", "x.yaml:14: 'memory.max' must be a size such as 64M, and is '-1'"),
        ("memory.max: 128M", "memory.max: 1G", "x.yaml:14: 'memory.max' is 1G, which a machine of 512M never reaches"),
        ("memory.oom.group: 1", "memory.oom.group: yes", "x.yaml:15: 'memory.oom.group' must be 0 or 1, and is 'yes'"),
        (
            "name: arena/inner", "name: other/inner",
            "x.yaml:15: group 'other/inner' has no parent: declare 'other' before it|x.yaml:18: unknown group 'arena/inner' (did you mean 'arena'?)|x.yaml:19: unknown group 'arena/inner' (did you mean 'arena'?)"
        ),
        (
            "name: fridge", "name: arena",
            "x.yaml:16: a second group 'arena'|x.yaml:23: unknown group 'fridge'|x.yaml:30: unknown group 'fridge'"
        ),
        (
            "name: fridge", "name: ..",
            "x.yaml:16: '..' is no group name: letters, digits, '_', '-' and '.', with '/' between parent and child|x.yaml:23: unknown group 'fridge'|x.yaml:30: unknown group 'fridge'"
        ),
        (
            "{name: fridge,", "{name: cell, count: 600}\n  - {name: fridge,",
            "x.yaml:16: 'count' must be from 1 to 512, and is 600"
        ),
        (
            "{name: fridge,", "{name: a, count: 512}\n  - {name: b, count: 512}\n  - {name: fridge,",
            "x.yaml:14: 'groups' has 1027 groups; at most 1000"
        ),
        (
            "{name: fridge,", "{name: arena-1}\n  - {name: arena, count: 2}\n  - {name: fridge,",
            "x.yaml:17: a second group 'arena-1'"
        ),
        (
            "name: arena/inner", "name: arena/inner, count: 2",
            "x.yaml:18: 1 process for the 2 groups of 'arena/inner': give the process 'count: 2', or name one of them, such as 'arena/inner-1'"
        ),
        (
            "{name: fridge,", "{name: cell, count: 2}\n  - {name: cell-1/inner}\n  - {name: fridge,",
            "x.yaml:17: group 'cell-1/inner' can't be in 'cell-1': a group with a count (cell, 2) has no children"
        ),
        (
            "freezer: v1", "freezer: v2",
            "x.yaml:16: unknown freezer hierarchy 'v2'; it is one of v1 (did you mean 'v1'?)|x.yaml:23: role 'hog' runs in group 'arena/inner', and a v2 group freezes only its own processes"
        ),
        (
            "freezer: v1", "freezer: v1, memory.max: 1M",
            "x.yaml:16: group 'fridge' is in the v1 freezer hierarchy, which has no 'memory.max'"
        ),
        (
            "role: hog, workload: anon", "role: hog, workload: annon",
            "x.yaml:18: unknown workload 'annon' (did you mean 'anon'?)"
        ),
        (
            "workload: anon, group: arena/inner, arguments", "workload: anon, group: fridge, arguments",
            "x.yaml:18: group 'fridge' is in the v1 freezer hierarchy: a process starts in a v2 group, and a freeze step moves it"
        ),
        (
            "workload: anon, group: arena/inner, arguments", "workload: anon, group: arena, arguments",
            "x.yaml:18: group 'arena' has the child 'arena/inner', and cgroup v2 keeps processes in leaves"
        ),
        (
            "threads: ${threads}}", "thread: ${threads}}",
            "x.yaml:18: unknown key 'thread' in 'processes[0].arguments' (did you mean 'threads'?)"
        ),
        ("threads: ${threads}}", "threads: 0}", "x.yaml:18: 'threads' must be from 1 to 1024, and is 0"),
        (
            "threads: ${threads}}", "leader: sleep}",
            "x.yaml:18: unknown value of 'leader': 'sleep'; it is one of works, sleeps, exits (did you mean 'sleeps'?)"
        ),
        (
            "threads: ${threads}}", "leader: sleeps}",
            "x.yaml:18: nobody is left to take memory: the leader sleeps, and no other thread allocates"
        ),
        (
            "threads: ${threads}}", "sharer_oom_score_adj: -1000}",
            "x.yaml:18: 'sharer_oom_score_adj' without any sharers"
        ),
        (
            "size: ${size}, ", "",
            "x.yaml:18: workload 'anon' needs the argument 'size': how much to take in all, or endless"
        ),
        (
            "size: endless", "size: endles",
            "x.yaml:19: 'size' must be a size such as 64M or 'endless', and is 'endles' (did you mean 'endless'?)"
        ),
        ("size: endless", "size: 200T", "x.yaml:19: 'size' must be from 4K to 128T, and is 200T"),
        (
            "role: small", "role: hog",
            "x.yaml:19: a second role 'hog'|x.yaml:24: unknown role 'small'|x.yaml:35: unknown role 'small-1'"
        ),
        (
            "role: small", "role: a-very-long-name",
            "x.yaml:19: role 'a-very-long-name-2' has 18 bytes; the kernel keeps 15 of a task's name|x.yaml:24: unknown role 'small'|x.yaml:35: unknown role 'small-1'"
        ),
        (
            "oom_score_adj: -500", "oom_score_adj: -1001",
            "x.yaml:19: 'oom_score_adj' must be from -1000 to 1000, and is -1001"
        ),
    ])
    func groupsAndProcesses(old: String, new: String, messages: String) {
        #expect(complaints(replacing: old, with: new) == messages.split(separator: "|").map(String.init))
    }

    @Test(arguments: [
        (
            "- start: hog", "- star: hog",
            "x.yaml:21: unknown step 'star' (did you mean 'start'?)|x.yaml:22: 'wait' of role 'hog', which no step before has started|x.yaml:23: 'freeze' of role 'hog', which no step before has started"
        ),
        (
            "- start: hog", "- start: hag",
            "x.yaml:21: unknown role 'hag' (did you mean 'hog'?)|x.yaml:22: 'wait' of role 'hog', which no step before has started|x.yaml:23: 'freeze' of role 'hog', which no step before has started"
        ),
        (
            "  - start: hog\n", "",
            "x.yaml:21: 'wait' of role 'hog', which no step before has started|x.yaml:22: 'freeze' of role 'hog', which no step before has started"
        ),
        (
            "- start: small", "- {start: small, sleep: 1s}",
            "x.yaml:24: a step must have one verb, and this is a map with start, sleep|x.yaml:31: 'kill' of role 'small', which no step before has started"
        ),
        (
            "observe: 5s", "observe: {for: 5s}",
            "x.yaml:29: 'until' is missing: what ends it sooner"
        ),
        (
            "observe: 5s", "observe: {for: 5s, until: {role: hag, state: exited}}",
            "x.yaml:29: unknown role 'hag' (did you mean 'hog'?)"
        ),
        (
            "observe: 5s", "observe: {for: 5s, until: {role: hog, state: ready}}",
            "x.yaml:29: unknown end of an observation 'ready'; it is one of exited"
        ),
        (
            "observe: 5s", "observe: {for: 50s, until: {role: hog, state: exited}}",
            "x.yaml:10: sleeping and observing take 50200ms, and the deadline is 20s"
        ),
        (
            "state: ready", "state: redy",
            "x.yaml:22: unknown state of a process 'redy'; it is one of ready, exited (did you mean 'ready'?)"
        ),
        (
            "{group: arena, state: oom_kill", "{group: arena, state: frozen",
            "x.yaml:25: group 'arena' is waited for to be frozen, and no step before has frozen it"
        ),
        (
            "{group: arena, state: oom_kill", "{group: fridge, state: oom_kill",
            "x.yaml:25: group 'fridge' is in the v1 freezer hierarchy, which has no memory.events"
        ),
        (
            "{group: arena, state: oom_kill", "{state: empty",
            "x.yaml:25: a wait is for a 'role' or for a 'group': name one of them"
        ),
        ("timeout: 2s", "timeout: -2s", "x.yaml:25: 'timeout' must be a time such as 200ms, and is '-2s'"),
        ("- snapshot", "- snapshot: 5", "x.yaml:26: 'snapshot' takes no value"),
        ("/proc/sysrq-trigger", "/etc/passwd", "x.yaml:27: '/etc/passwd' is no file below /proc, /sys or /fridge"),
        ("- thaw: fridge", "- thaw: fridg", "x.yaml:30: unknown group 'fridg' (did you mean 'fridge'?)"),
        ("SIGTERM", "SIGTREM", "x.yaml:31: unknown signal 'SIGTREM' (did you mean 'SIGTERM'?)"),
        (
            "threads_left, atLeast", "thread_left, atLeast",
            "x.yaml:33: unknown observation 'thread_left' (did you mean 'threads_left'?)"
        ),
        (
            "threads_left, atLeast", "threads_left, atleast",
            "x.yaml:33: unknown key 'atleast' in 'expect[0]' (did you mean 'atLeast'?)"
        ),
        (
            "threads_left, atLeast: 1", "threads_left",
            "x.yaml:33: no operator: one of equals, atLeast, atMost, above, below, between, oneOf, absent"
        ),
        (
            "equals: 0, kernels: \">=6.18\"", "atLeast: 0, kernels: \"<6.18\"",
            "x.yaml:34: a second expectation 'threads_left.atLeast' for the same kernels: give it a 'name' of its own"
        ),
        (
            "kernels: \"<6.18\"", "kernels: old",
            "x.yaml:33: 'old' is no kernel range: write 6.12, >=5.10, <6.18, 5.10..6.12 or all"
        ),
        (", why: they stay", "", "x.yaml:33: 'why' is missing: the reason, in one sentence"),
        (
            "atLeast: 1, kernels", "atLeast: some, kernels",
            "x.yaml:33: 'threads_left' is a whole number, and 'some' is none"
        ),
        ("[small-1, hog]", "[smal-1, hog]", "x.yaml:35: unknown role 'smal-1' (did you mean 'small-1'?)"),
        (
            "between: [1, \"${threads + 1}\"]", "between: [9, 1]",
            "x.yaml:36: 'between' needs the lower value first, and has 9 and 1"
        ),
        (
            "reaper, absent: true", "reaper, atLeast: 1",
            "x.yaml:38: 'atLeast' needs a number, and 'reaper' is measured in word: use equals or oneOf"
        ),
        (
            "reaper, absent: true", "reaper, equals: reapt",
            "x.yaml:38: unknown value of 'reaper': 'reapt'; it is one of none, reaped, unable, skipped (did you mean 'reaped'?)"
        ),
        (
            "without: [freeze, thaw]", "without: [freeze, thraw]",
            "x.yaml:42: unknown step 'thraw' (did you mean 'thaw'?)"
        ),
        (
            "set: {threads: 1}", "set: {thread: 1}",
            "x.yaml:41: unknown key 'thread' in 'twin.set' (did you mean 'threads'?)"
        ),
        ("equals: false", "equals: 0", "x.yaml:44: unknown value of 'stalled': '0'; it is one of true, false"),
    ])
    func stepsAndExpectations(old: String, new: String, messages: String) {
        #expect(complaints(replacing: old, with: new) == messages.split(separator: "|").map(String.init))
    }

    @Test func allFaultsOfAFileAreToldAtOnce() {
        let source = goodSource.replacing("memory: 512M", with: "memory: lots").replacing(
            "claim: freezer", with: "claim: x"
        )
        .replacing("- thaw: fridge", with: "- tha: fridge")
        #expect(complaints(about: source).map { $0.prefix(9) } == ["x.yaml:2:", "x.yaml:6:", "x.yaml:30", "x.yaml:42"])
    }
}
