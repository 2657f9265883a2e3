import GuestProtocol
import Vocabulary

/// How the plan's own processes ended, and how well the kernel's points are predicted.
extension Observer {
    /// The plan's roles, in its order, that ended within the window without having been killed.
    var ends: [ObservationName: ObservationValue] {
        var exited: [String] = []
        var failed: [String] = []
        for planned in sources.plan.processes {
            let role = String(decoding: planned.role, as: UTF8.self)
            guard let exit = facts.processes.first(where: { $0.role == role })?.exit,
                exit.atNs <= facts.timeline.windowEndNs, exit.signal != 9
            else { continue }
            if exit.code == 0 { exited.append(role) } else { failed.append(role) }
        }
        return [.exited: .words(exited), .failed: .words(failed)]
    }

    /// Of the candidates whose points both the formula and the kernel gave, those to whom they gave the same.
    var kernelPointsMatches: Double? {
        let both = kills.flatMap(\.candidates).filter { $0.predictedPoints != nil && $0.kernelPoints != nil }
        guard !both.isEmpty else { return nil }
        return Double(both.count { $0.predictedPoints == $0.kernelPoints }) / Double(both.count)
    }
}
