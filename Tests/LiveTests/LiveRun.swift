import Faults
import Kernels
import Lab
import Scenario

/// One run of a shipped scenario on a kernel of the cache, by the lab itself.
struct LiveRun {
    let scenario: String
    let kernel: InstalledKernel
    var seed: UInt64 = 0
    var cpus = 1
    var parameters: [String: String] = [:]
    var mode = Machine.Mode.deterministic

    /// The request for the lab.
    func request() throws -> RunRequest {
        guard let named = try ScenarioCatalogue.standard().scenario(named: scenario) else {
            throw HostError("no scenario \(scenario)")
        }
        let scenario = try named.applying(set: parameters, memory: nil)
        var plan = try scenario.plan(seed: seed, cpus: cpus)
        if case .definitions(let probes) = BadnessProbe.answer(for: kernel) { plan.probes = probes }
        return RunRequest(
            kernel: kernel.identity, bootImage: kernel.elf ?? kernel.bzImage, plan: plan, scenarioName: scenario.name,
            scenarioSource: scenario.source,
            parameters: Dictionary(uniqueKeysWithValues: scenario.parameters.map { ($0.name, $0.value) }),
            machine: Machine(memoryBytes: scenario.machine.memoryBytes, cpus: cpus, mode: mode))
    }

    /// The fingerprint of the run's evidence, which must be whole. The folder is left in the lab's output.
    func fingerprint(in lab: Lab) async throws -> String {
        let folder = try await lab.run(request())
        let evidence = try folder.evidence()
        guard evidence.complete else {
            throw EvidenceError(file: folder.evidenceFile, what: "is not whole (\(try folder.host().ending))")
        }
        return evidence.fingerprint
    }
}
