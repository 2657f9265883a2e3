import GuestProtocol
import Vocabulary

/// Which of the plan's own processes were ready, how they ended, and how well the kernel's points are predicted.
extension Observer {
    /// The plan's roles, in its order, that were ready within the window, and that ended in it without having been killed.
    var ends: [ObservationName: ObservationValue] {
        var ready: [String] = []
        var exited: [String] = []
        var failed: [String] = []
        var processes: [Int: ProcessFact] = [:]
        for process in facts.processes { if let index = process.planned { processes[index] = process } }
        for (index, planned) in sources.plan.processes.enumerated() {
            let role = String(decoding: planned.role, as: UTF8.self)
            guard let process = processes[index] else { continue }
            if let readyNs = process.readyNs, readyNs <= facts.timeline.windowEndNs { ready.append(role) }
            guard let exit = process.exit, exit.atNs <= facts.timeline.windowEndNs, exit.signal != 9 else { continue }
            if exit.code == 0 { exited.append(role) } else { failed.append(role) }
        }
        return [.ready: .words(ready), .exited: .words(exited), .failed: .words(failed)]
    }

    /// Of the candidates whose points both the formula and the kernel gave, those to whom they gave the same.
    var kernelPointsMatches: Double? {
        let both = kills.flatMap(\.candidates).filter { $0.predictedPoints != nil && $0.kernelPoints != nil }
        guard !both.isEmpty else { return nil }
        return Double(both.count { $0.predictedPoints == $0.kernelPoints }) / Double(both.count)
    }
}
