import Evidence
import Record
import Scenario
import Vocabulary

extension RunRecord {
    /// The record of a run that never started: SKIP where it doesn't apply, ERROR where the host failed. It has no folder and no id.
    public static func notRun(
        _ scenario: Scenario, kernel: KernelIdentity, machine: MachineIdentity, seed: UInt64, status: RunStatus,
        reason: String
    ) -> RunRecord {
        RunRecord(
            id: "", started: "", wallSeconds: 0, guestSeconds: nil, status: status, reason: reason,
            scenario: ScenarioReference(
                name: scenario.name, file: scenario.isShipped ? nil : scenario.file, claim: scenario.claim,
                parameters: Dictionary(uniqueKeysWithValues: scenario.parameters.map { ($0.name, $0.value) })),
            seed: seed, kernel: Kernel(kernel), machine: Machine(machine),
            ending: Ending(kind: "notStarted", exitStatus: nil, boots: 0), fingerprint: "", observations: [:],
            processes: [],
            kills: [], memoryEvents: [:], disagreements: [], expectations: [], samples: nil)
    }
}
