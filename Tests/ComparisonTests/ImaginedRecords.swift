import Record
import Vocabulary

/// Records of runs that never were.
enum ImaginedRecords {
    /// One record.
    static func record(
        _ kernel: String, _ values: [ObservationName: ObservationValue?], seed: UInt64 = 0, mode: RunMode = .realtime,
        scenario: String = "imagined", parameters: [String: String] = [:], status: RunStatus = .pass,
        started: String = "1"
    ) -> RunRecord {
        var observations: [String: RunRecord.Observation?] = [:]
        for (name, value) in values {
            observations.updateValue(
                value.map { RunRecord.Observation(value: $0, unit: name.unit.rawValue) }, forKey: name.rawValue)
        }
        return RunRecord(
            id: "run-\(kernel)-\(seed)-\(started)", started: started, wallSeconds: 1, guestSeconds: 1, status: status,
            reason: nil, scenario: .init(name: scenario, claim: "rarity", parameters: parameters), seed: seed,
            kernel: .init(
                release: "\(kernel)-cloud-amd64", version: "#1", package: nil, sha256: kernel, flavour: kernel),
            machine: .init(
                mode: mode, accelerator: "tcg", cpus: 1, memoryBytes: 512 << 20, qemu: "7.2", restored: false),
            ending: .init(kind: "finished", exitStatus: 33, boots: 1), fingerprint: "", observations: observations,
            processes: [], kills: [], memoryEvents: [:], disagreements: [], expectations: [], samples: nil)
    }

    /// Records with one observation, one for each value; `nil` is absent.
    static func sample(_ kernel: String, _ name: ObservationName, _ values: [ObservationValue?]) -> [RunRecord] {
        values.enumerated().map { record(kernel, [name: $1], started: "\($0)") }
    }

    /// Deterministic records with the seeds 0, 1, ….
    static func seeds(_ kernel: String, _ name: ObservationName, _ values: [ObservationValue?]) -> [RunRecord] {
        values.enumerated().map { record(kernel, [name: $1], seed: UInt64($0), mode: .deterministic) }
    }
}
