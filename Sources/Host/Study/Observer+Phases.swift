import Vocabulary

/// How long things took, and what they cost in instructions.
extension Observer {
    /// Every span that the evidence allows.
    var phases: [Phase] {
        let spans: [(Phase.Name, UInt64?)] = [
            (.work, workNs), (.killToExit, killToExitNs), (.killToRelease, killToReleaseNs),
        ]
        let isCounted = sources.host.machine.mode == .deterministic
        return spans.compactMap { name, ns in ns.map { Phase(name: name, nanoseconds: $0, isCounted: isCounted) } }
    }

    /// The spans, computed before, as observations; one that can't be computed is left out.
    var speed: [ObservationName: ObservationValue] {
        var all: [ObservationName: ObservationValue] = [:]
        for phase in facts.phases {
            switch phase.name {
            case .work:
                all[.workloadSeconds] = .number(Double(phase.nanoseconds) / 1_000_000_000)
                all[.instructions] = phase.instructions.map { .count($0) }
            case .killToExit: all[.killToExitMs] = .number(Observer.milliseconds(phase.nanoseconds))
            case .killToRelease: all[.killToReleaseMs] = .number(Observer.milliseconds(phase.nanoseconds))
            }
        }
        return all
    }

    private var workNs: UInt64? {
        guard let start = facts.timeline.firstStartNs else { return nil }
        let end = kills.first?.atNs ?? facts.processes.compactMap(ownEndNs).max()
        return end.flatMap { $0 >= start ? $0 - start : nil }
    }

    /// When a process ended that exited by itself.
    private func ownEndNs(_ process: ProcessFact) -> UInt64? {
        guard let exit = process.exit, exit.signal == nil, exit.atNs <= facts.timeline.windowEndNs else { return nil }
        return exit.atNs
    }

    /// Until all of the first victim is gone (`ProcessFact.goneNs`).
    private var killToExitNs: UInt64? {
        guard let kill = kills.first, sources.trace.lost == 0, let gone = firstVictim?.goneNs,
            gone >= kill.atNs, gone <= endNs
        else { return nil }
        return gone - kill.atNs
    }
}
