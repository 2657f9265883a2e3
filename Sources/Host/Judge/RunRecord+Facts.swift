import Evidence
import Record
import Study
import Vocabulary

extension RunRecord {
    init(host: HostAccount, facts: Facts, claim: String, verdict: Verdict) {
        let span = facts.timeline.endedNs.minus(facts.timeline.beganNs)
        self.init(
            id: host.id, started: host.started, wallSeconds: host.wallSeconds,
            guestSeconds: facts.integrity.agentSpoke ? Double(span) / 1_000_000_000 : nil, status: verdict.status,
            reason: verdict.reason,
            scenario: ScenarioReference(
                name: host.scenarioName, file: host.scenarioFile, claim: claim, parameters: host.parameters),
            seed: host.seed,
            kernel: Kernel(host.kernel, preemption: facts.preemption), machine: Machine(host.machine),
            ending: Ending(kind: host.ending.kind.rawValue, exitStatus: host.ending.exitStatus, boots: host.boots),
            fingerprint: facts.integrity.fingerprint, observations: RunRecord.observations(facts),
            processes: facts.processes.map(ProcessRecord.init), kills: facts.kills.map(KillRecord.init),
            memoryEvents: facts.memoryEvents.mapValues(Counters.init),
            disagreements: facts.disagreements.map {
                DisagreementRecord(between: $0.between, what: $0.what, explainedBy: $0.rule?.rawValue)
            },
            expectations: verdict.expectations,
            samples: facts.samples.isEmpty
                ? nil : SeriesReference(path: RunRecord.samplesFile, count: facts.samples.count),
            phases: facts.phases.map(PhaseRecord.init),
            timeline: facts.integrity.agentSpoke ? TimelineRecord(facts) : nil,
            reserves: facts.reserves?.map(ReserveRecord.init), absences: RunRecord.absences(facts),
            probes: ProbesRecord(badness: facts.probes.badness, reason: facts.probes.reason),
            functions: facts.functions.isEmpty ? nil : facts.functions.map(FunctionRecord.init),
            recorder: facts.integrity.agentSpoke ? RecorderRecord(facts.recorder) : nil)
    }

    /// Why observations are absent, by their public names; `nil` where there is nothing to say.
    private static func absences(_ facts: Facts) -> [String: String]? {
        guard !facts.absences.isEmpty else { return nil }
        return Dictionary(uniqueKeysWithValues: facts.absences.map { ($0.key.rawValue, $0.value) })
    }

    private static func observations(_ facts: Facts) -> [String: Observation?] {
        var all: [String: Observation?] = [:]
        for name in ObservationName.allCases {
            let value = facts.observations[name].map { Observation(value: $0, unit: name.unit.rawValue) }
            all.updateValue(value, forKey: name.rawValue)
        }
        return all
    }
}

extension RunRecord.FunctionRecord {
    init(_ entries: FunctionEntries) {
        self.init(
            function: entries.function, symbol: entries.symbol,
            by: entries.by.map { RunRecord.EntriesRecord(who: $0.who, hits: $0.hits) })
    }
}

extension RunRecord.RecorderRecord {
    init(_ account: RecorderAccount) {
        self.init(
            cpuNs: account.cpuNs, blindSpans: account.blindSpans, blindNs: account.blindNs,
            longestBlindNs: account.blind.map { $0.endedNs - $0.beganNs }.max() ?? 0)
    }
}

extension RunRecord.Kernel {
    init(_ kernel: KernelIdentity, preemption: String? = nil) {
        let package = kernel.package.map { name in kernel.packageVersion.map { "\(name)=\($0)" } ?? name }
        self.init(
            release: kernel.release, version: kernel.version, package: package, sha256: kernel.sha256,
            flavour: kernel.flavour, preemption: preemption)
    }
}

extension RunRecord.Machine {
    init(_ machine: MachineIdentity) {
        self.init(
            mode: machine.mode, accelerator: machine.accelerator, cpus: machine.cpus, memoryBytes: machine.memoryBytes,
            qemu: machine.qemu, restored: machine.restored, snapshot: machine.snapshot)
    }
}

extension RunRecord.ProcessRecord {
    init(_ process: ProcessFact) {
        let exit = process.exit.map { RunRecord.Exit(signal: $0.signal, code: $0.code, atNs: $0.atNs) }
        let left = process.threadsLeft.map { threads in
            threads.map { RunRecord.ThreadRecord(tid: $0.tid, name: $0.comm, state: $0.state, wchan: $0.wchan) }
        }
        self.init(
            role: process.role, pid: process.tgid, tgid: process.tgid, threads: process.threads,
            sharesMmWith: process.sharesMmWith, cgroup: process.cgroup, oomScoreAdj: process.oomScoreAdj, exit: exit,
            killedAtNs: process.killedByKernelNs, threadsLeft: left,
            threadLives: process.tids.sorted().map { tid in
                RunRecord.ThreadLife(tid: tid, fromNs: process.threadStarts[tid], toNs: process.threadExits[tid])
            },
            pictures: process.pictures.map { RunRecord.Picture(atNs: $0.atNs, states: $0.states) },
            said: process.said.isEmpty ? nil : process.said)
    }
}

extension RunRecord.KillRecord {
    init(_ kill: Kill) {
        let victim = kill.victim
        self.init(
            atNs: kill.atNs, kind: kill.kind.rawValue, invoker: kill.invoker, constraint: kill.constraint,
            oomMemcg: kill.oomMemcg, taskMemcg: kill.taskMemcg,
            victim: RunRecord.Victim(
                pid: victim.pid, tgid: victim.tgid, name: victim.name, role: victim.role, rssAnonKb: victim.rssAnonKb,
                rssFileKb: victim.rssFileKb, rssShmemKb: victim.rssShmemKb, pgtablesKb: victim.pgtablesKb,
                oomScoreAdj: victim.oomScoreAdj),
            candidates: kill.candidates.map {
                RunRecord.Candidate(
                    pid: $0.pid, role: $0.role, predictedPoints: $0.predictedPoints, kernelPoints: $0.kernelPoints,
                    kernelEligible: $0.kernelEligible, eligible: $0.eligible, why: $0.why)
            },
            predicted: kill.predicted.map { predicted in
                RunRecord.Predicted(
                    pid: predicted.pid, points: predicted.points,
                    runnerUp: predicted.runnerUp.map { RunRecord.RunnerUp(pid: $0.pid, points: $0.points) })
            }, prediction: kill.prediction.rawValue)
    }
}

extension RunRecord.PhaseRecord {
    init(_ phase: Phase) {
        self.init(
            name: phase.name.rawValue, seconds: Double(phase.nanoseconds) / 1_000_000_000,
            instructions: phase.instructions)
    }
}

extension RunRecord.Counters {
    init(_ events: MemoryEvents) {
        self.init(
            low: events.low, high: events.high, max: events.max, oom: events.oom, oomKill: events.oomKill,
            oomGroupKill: events.oomGroupKill)
    }
}

extension RunRecord.TimelineRecord {
    init(_ facts: Facts) {
        let timeline = facts.timeline
        self.init(
            beganNs: timeline.beganNs, endedNs: timeline.endedNs, firstStartNs: timeline.firstStartNs,
            windowEndNs: timeline.windowEndNs, group: facts.topGroup, limitBytes: facts.limitBytes,
            steps: facts.script.lines.map {
                RunRecord.StepRecord(
                    what: $0.words, beganNs: $0.beganNs, endedNs: $0.endedNs, outcome: $0.outcome, error: $0.error)
            },
            observations: timeline.observations.map {
                RunRecord.WindowRecord(beganNs: $0.beganNs, endedNs: $0.endedNs)
            },
            frozen: facts.script.frozen.map {
                RunRecord.FrozenRecord(role: $0.role, group: $0.group, fromNs: $0.fromNs, toNs: $0.toNs)
            },
            marks: facts.marks.map {
                RunRecord.MarkRecord(
                    atNs: $0.atNs, event: $0.event.rawValue, kill: $0.kill, pid: $0.pid, role: $0.role,
                    source: $0.source)
            })
    }
}

extension RunRecord.ReserveRecord {
    init(_ reading: ReserveReading) {
        self.init(
            source: reading.source.rawValue, atNs: reading.atNs, node: reading.zone.node, zone: reading.zone.name,
            belowPages: reading.below, freePages: reading.free, minPages: reading.min, pcpPages: reading.onCPULists,
            highatomicPages: reading.highatomic,
            request: reading.request.map {
                Request(task: $0.task, pid: $0.pid, role: $0.role, order: $0.order, gfp: $0.gfp)
            })
    }
}
