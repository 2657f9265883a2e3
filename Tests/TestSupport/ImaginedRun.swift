import Evidence
import GuestProtocol
import Scenario
import Study

/// A run written by hand: what agent, kernel log, trace and files say, each as a real one would.
///
/// `memcgKill()` is a plain story on which all sources agree; tests leave out or change one part of it.
public struct ImaginedRun {
    /// What the guest was told: one group `arena` of 64 MiB, and a hog in it.
    public var plan = ImaginedRun.plan()
    /// What the host knows.
    public var host = ImaginedRun.host()
    /// What stands on the console.
    public var console = ""
    private var writer = FrameWriter()
    private var files: [String: UInt16] = [:]
    private var sequence: UInt64 = 100

    /// An empty run.
    public init() {}

    /// The study's input: the frames so far.
    public var input: StudyInput {
        StudyInput(plan: plan, evidence: Evidence(bytes: writer.bytes), host: host, console: console)
    }

    /// What the study makes of it.
    public var facts: Facts { Study.facts(of: input) }

    /// The frames as they would stand in `evidence.bin`.
    public var bytes: [UInt8] { writer.bytes }

    /// Milliseconds as a stamp.
    public static func ms(_ milliseconds: Double) -> UInt64 { UInt64(milliseconds * 1_000_000) }

    // MARK: What the agent writes

    /// Any record.
    public mutating func record(_ record: Record, at milliseconds: Double) {
        writer.append(record, timeNs: ImaginedRun.ms(milliseconds))
    }

    /// The agent's first word.
    public mutating func hello(at milliseconds: Double = 1000) {
        record(
            .hello(
                Record.Hello(
                    version: Plan.version, planChecksum: 0, release: Array("6.12.1".utf8), kernelVersion: [],
                    cpusOnline: 1, pageSize: 4096)), at: milliseconds)
    }

    /// The agent's last word, which makes the evidence complete.
    public mutating func finish(at milliseconds: Double = 3000) { writer.finish(timeNs: ImaginedRun.ms(milliseconds)) }

    /// A file as it was read; an errno stands for one that couldn't be.
    public mutating func file(_ path: String, _ content: String, errno: Int32 = 0, at milliseconds: Double) {
        if files[path] == nil {
            files[path] = UInt16(files.count + 1)
            record(.fileName(id: UInt16(files.count), path: Array(path.utf8)), at: milliseconds)
        }
        let reading = Record.FileContent(id: files[path] ?? 0, errno: errno, content: Array(content.utf8))
        record(.fileContent(reading), at: milliseconds)
    }

    // MARK: What the kernel says

    /// A line of the kernel's log.
    public mutating func log(_ text: String, level: Int = 6, at milliseconds: Double) {
        sequence += 1
        record(
            .kernelMessage(Array("\(level),\(sequence),\(UInt64(milliseconds * 1000)),-;\(text)".utf8)),
            at: milliseconds)
    }

    /// Loses messages between two lines.
    public mutating func loseMessages(_ count: UInt64) { sequence += count }

    /// A line of the trace; `task` is `name-tid`.
    public mutating func trace(_ event: String, task: String = "hog-118", at milliseconds: Double) {
        let micros = UInt64(milliseconds * 1000)
        let fraction = String(micros % 1_000_000)
        let stamp = "\(micros / 1_000_000).\(String(repeating: "0", count: 6 - fraction.count))\(fraction)"
        record(.trace(Array("  \(task)     [000] .....  \(stamp): \(event)\n".utf8)), at: milliseconds)
    }

    /// A whole report of the killer in `/arena`. Rows are pid, rss in pages, oom_score_adj and name.
    public mutating func report(
        victim: Int32, name: String = "hog", tasks: [(Int32, Int, Int, String)]? = nil, memcg: String = "/arena",
        at milliseconds: Double
    ) {
        log(
            "\(name) invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0", level: 4,
            at: milliseconds)
        log("memory: usage 65536kB, limit 65536kB, failcnt 57", at: milliseconds)
        log("swap: usage 0kB, limit 9007199254740988kB, failcnt 0", at: milliseconds)
        log("Tasks state (memory values in pages):", at: milliseconds)
        log(
            "[  pid  ]   uid  tgid total_vm      rss rss_anon rss_file rss_shmem pgtables_bytes swapents oom_score_adj name",
            at: milliseconds)
        for (pid, rss, adj, name) in tasks ?? [(victim, 16000, 0, name)] {
            let row = "[\(pid)] 0 \(pid) 20000 \(rss) \(rss) 0 0 131072 0 \(adj) \(name)"
            log(row, at: milliseconds)
        }
        log(
            "oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=/,mems_allowed=0,oom_memcg=\(memcg),task_memcg=\(memcg),task=\(name),pid=\(victim),uid=0",
            at: milliseconds)
        killed(victim, name: name, at: milliseconds)
    }

    /// The line that counts.
    public mutating func killed(_ pid: Int32, name: String = "hog", at milliseconds: Double) {
        log(
            "Memory cgroup out of memory: Killed process \(pid) (\(name)) total-vm:80000kB, anon-rss:64000kB, file-rss:0kB, shmem-rss:0kB, UID:0 pgtables:128kB oom_score_adj:0",
            level: 3, at: milliseconds)
    }

    /// The trace of a kill: mark_victim and the SIGKILL.
    public mutating func mark(_ pid: Int32, name: String = "hog", at milliseconds: Double) {
        trace("mark_victim: pid=\(pid)", at: milliseconds)
        sigkill(pid, name: name, at: milliseconds)
    }

    /// The trace of a SIGKILL that the kernel itself sends.
    public mutating func sigkill(_ pid: Int32, name: String = "hog", at milliseconds: Double) {
        trace(
            "signal_generate: sig=9 errno=0 code=128 comm=\(name) pid=\(pid) grp=1 res=0", at: milliseconds)
    }

    /// A thread's exit, by the trace.
    public mutating func exit(_ tid: Int32, name: String = "hog", at milliseconds: Double) {
        trace("sched_process_exit: comm=\(name) pid=\(tid) prio=120", task: "\(name)-\(tid)", at: milliseconds)
    }

    /// memory.events of the arena.
    public mutating func events(oom: Int, kills: Int, group: String = "arena", at milliseconds: Double) {
        file(
            "/sys/fs/cgroup/\(group)/memory.events",
            "low 0\nhigh 0\nmax \(oom * 7)\noom \(oom)\noom_kill \(kills)\n", at: milliseconds)
    }

    /// memory.current of the arena.
    public mutating func usage(_ bytes: UInt64, at milliseconds: Double) {
        file("/sys/fs/cgroup/arena/memory.current", "\(bytes)\n", at: milliseconds)
    }

    // MARK: Stories

    /// Everything before the kill: the agent speaks, the hog starts as process 118.
    public static func beforeTheKill() -> ImaginedRun {
        var run = ImaginedRun()
        run.hello()
        run.events(oom: 0, kills: 0, at: 1001)
        run.usage(0, at: 1001)
        run.record(.step(index: 0, event: .began), at: 1010)
        run.record(.started(process: 0, pid: 118), at: 1010)
        run.record(.step(index: 0, event: .done), at: 1010)
        run.record(.step(index: 1, event: .began), at: 1011)
        run.record(.mark(.observationBegan), at: 1011)
        run.usage(64 << 20, at: 1990)
        return run
    }

    /// The end of the window, the hog's exit status, and the agent's goodbye.
    public mutating func afterTheKill(waitStatus: Int32? = 9) {
        usage(1 << 20, at: 2020)
        if let waitStatus { record(.exited(pid: 118, waitStatus: waitStatus), at: 2011) }
        record(.mark(.observationEnded), at: 2900)
        record(.step(index: 1, event: .done), at: 2900)
        record(.mark(.stepsEnded), at: 2910)
        finish()
    }

    /// One hog in one group, killed once, and every source says so.
    ///
    /// - Parameters:
    ///   - oom: How far the counters of memory.events rise; `nil` where they are not read again.
    ///   - kills: As above, for `oom_kill`.
    ///   - marked: Whether the trace has the kill's mark_victim.
    ///   - exits: Whether the trace has the hog's exit.
    ///   - waitStatus: What the agent reaps; `nil` where it never does.
    ///   - more: Writes what else happens, 2001 ms and later.
    public static func memcgKill(
        oom: Int? = 1, kills: Int = 1, marked: Bool = true, exits: Bool = true, waitStatus: Int32? = 9,
        and more: (inout ImaginedRun) -> Void = { _ in }
    ) -> ImaginedRun {
        var run = ImaginedRun.beforeTheKill()
        run.report(victim: 118, at: 2000)
        if marked { run.trace("mark_victim: pid=118", at: 2000.5) }
        run.sigkill(118, at: 2000.5)
        more(&run)
        if exits { run.exit(118, at: 2010) }
        if let oom { run.events(oom: oom, kills: kills, at: 2015) }
        run.afterTheKill(waitStatus: waitStatus)
        return run
    }

    /// Nothing happens to the hog.
    public static func nothingHappens() -> ImaginedRun {
        var run = ImaginedRun.beforeTheKill()
        run.afterTheKill(waitStatus: nil)
        return run
    }

    /// The steps of a scenario go by, but no process is there: groups stay empty, nothing is killed, and memory is free.
    public static func nobodyStarts(_ scenario: Scenario) throws -> ImaginedRun {
        var run = ImaginedRun()
        run.plan = try scenario.plan()
        run.runs(scenario)
        run.hello()
        run.file("/proc/zoneinfo", zoneinfo, at: 1001)
        for group in run.plan.groups where group.hierarchy == .v2 {
            let name = String(decoding: group.name, as: UTF8.self)
            run.events(oom: 0, kills: 0, group: name, at: 1001)
            run.file("/sys/fs/cgroup/\(name)/memory.current", "0\n", at: 1001)
        }
        var now = 1010.0
        for (index, step) in run.plan.steps.enumerated() {
            let isObservation = if case .observe = step { true } else { false }
            run.record(.step(index: UInt32(index), event: .began), at: now)
            if isObservation { run.record(.mark(.observationBegan), at: now) }
            now += isObservation ? 1000 : 1
            if isObservation { run.record(.mark(.observationEnded), at: now) }
            run.record(.step(index: UInt32(index), event: .done), at: now)
        }
        run.record(.mark(.stepsEnded), at: now)
        run.file("/proc/zoneinfo", zoneinfo, at: now)
        run.finish(at: now + 1)
        return run
    }

    /// The machine is the one that the scenario wants.
    public mutating func runs(_ scenario: Scenario) {
        host.machine.cpus = scenario.machine.cpus
        host.machine.memoryBytes = scenario.machine.memoryBytes
    }

    private static let zoneinfo = """
        Node 0, zone      DMA
          pages free     50000
                boost    0
                min      300
                managed  60000

        """

    private static func plan() -> Plan {
        var plan = Plan()
        plan.groups = [
            Group(
                name: Array("arena".utf8), hierarchy: .v2,
                settings: [FileWrite(path: Array("memory.max".utf8), value: Array("67108864".utf8))])
        ]
        plan.processes = [
            Process(
                role: Array("hog".utf8), workload: Array("anon".utf8), arguments: [], group: 0, oomScoreAdj: 0)
        ]
        plan.steps = [.start(process: 0), .observe(ns: 2_000_000_000)]
        return plan
    }

    private static func host() -> HostAccount {
        HostAccount(
            id: "20260101T000000Z-imagined-6.12-00000000", started: "2026-01-01T00:00:00Z", wallSeconds: 1.5, seed: 0,
            scenarioName: "imagined", parameters: [:],
            kernel: KernelIdentity(release: "6.12.1", version: "#1", sha256: "00", flavour: "6.12.1"),
            machine: MachineIdentity(
                mode: .deterministic, accelerator: "tcg,thread=single", cpus: 1, memoryBytes: 256 << 20, qemu: "7.2",
                restored: false),
            ending: Ending(kind: .finished, exitStatus: 33, detail: ""), boots: 1)
    }
}
