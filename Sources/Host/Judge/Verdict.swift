import Evidence
import Record
import Scenario
import Study
import Vocabulary

/// What a run says about its kernel, if anything.
struct Verdict {
    var status: RunStatus
    var reason: String?
    var expectations: [RunRecord.ExpectationRecord]

    /// The rules, in this order: does not apply (SKIP), nothing is known (ERROR), the kernel lacks something (SKIP), the run did not take place (ERROR),
    /// differs or contradicts itself (FAIL), as expected (PASS), nothing expected (DONE).
    ///
    /// - Parameter mismatch: Which files are not of the same run; nothing else counts then.
    init(_ facts: Facts, host: HostAccount, kernel: KernelVersion?, scenario: Scenario?, mismatch: String? = nil) {
        // An expectation was measured with the scenario's own machine and parameters, and says nothing about others.
        let machine = host.machine
        let changed = scenario?.unmeasuredChanges(cpus: machine.cpus, memoryBytes: machine.memoryBytes) ?? []
        let checked = (scenario?.expectations ?? []).map { Verdict.check($0, facts, kernel, measured: changed.isEmpty) }
        expectations = checked
        let occurrence = Occurrence(facts, scenario, seed: host.seed, cpus: machine.cpus, checked)
        if let mismatch {
            (status, reason) = (.error, "the run's files don't belong together: \(mismatch)")
        } else if let kernel, let range = scenario?.needs.kernel, !range.contains(kernel) {
            (status, reason) = (.skip, "needs a kernel \(range), and this is \(kernel)")
        } else if let fault = Verdict.machineFault(facts, host, kernel)
            ?? HostStandstill.fault(facts, host, scenario, checked)
        {
            (status, reason) = (.error, fault)
        } else if let lack = Verdict.lack(facts, host) {
            (status, reason) = (.skip, lack)
        } else if let fault = Verdict.agentFault(facts)
            ?? occurrence.fault(isFinished: host.ending.kind == .finished)
        {
            (status, reason) = (.error, fault)
        } else if let difference = Verdict.difference(facts, checked) {
            (status, reason) = (.fail, difference)
        } else if checked.contains(where: { $0.status == .pass }) {
            (status, reason) = (.pass, nil)
        } else {
            (status, reason) = (.done, Verdict.whyNothingIsExpected(checked, changed: changed))
        }
    }

    /// What the scenario needs and this kernel doesn't have; `nil` if it has everything.
    private static func lack(_ facts: Facts, _ host: HostAccount) -> String? {
        let missing = facts.integrity.missing
        return missing.first.map {
            "this kernel (\(host.kernel.flavour)) has \($0)"
                + (missing.count > 1 ? " (and \(missing.count - 1) more)" : "")
        }
    }

    /// How the kernel differs from what is expected of it, or contradicts itself; `nil` if it does neither.
    private static func difference(_ facts: Facts, _ checked: [RunRecord.ExpectationRecord]) -> String? {
        let failed = checked.filter { $0.status == .fail }
        if let first = failed.first {
            return "\(first.name) differs from what is expected"
                + (failed.count > 1 ? ", and \(failed.count - 1) more" : "")
        }
        if let failure = facts.kernelFailure, !expects(failure: failure, checked) {
            return "the kernel failed (\(failure.word)): \(failure.text)"
        }
        // Sources of one kernel that contradict each other are a finding: they are in the record, and no rule explains them.
        let unexplained = facts.disagreements.filter { $0.rule == nil }
        return unexplained.first.map {
            "\($0.between.joined(separator: " and ")) disagree, and no rule explains it: \($0.what)"
                + (unexplained.count > 1 ? ", and \(unexplained.count - 1) more" : "")
        }
    }

    private static func whyNothingIsExpected(_ checked: [RunRecord.ExpectationRecord], changed: [String]) -> String {
        if checked.isEmpty { return "nothing is expected" }
        if changed.isEmpty { return "nothing is expected of this kernel" }
        return "the expectations were not measured with this value of \(changed.joined(separator: ", "))"
    }

    private static func check(
        _ expectation: Expectation, _ facts: Facts, _ kernel: KernelVersion?, measured: Bool
    ) -> RunRecord.ExpectationRecord {
        let actual = facts.observations[expectation.observation]
        let applies = measured && (kernel.map { expectation.applies(to: $0) } ?? true)
        let status: RunStatus = applies ? (expectation.isMet(by: actual) ? .pass : .fail) : .skip
        return RunRecord.ExpectationRecord(
            name: expectation.name, observation: expectation.observation.rawValue, op: expectation.op,
            expected: expectation.expected, actual: actual, status: status,
            kernels: expectation.kernels.map { "\($0)" }, why: expectation.why)
    }

    /// A failure is expected where an expectation about `kernel_failure` holds that is not just "none".
    private static func expects(failure: Facts.KernelFailure, _ checked: [RunRecord.ExpectationRecord]) -> Bool {
        checked.contains { $0.observation == ObservationName.kernelFailure.rawValue && $0.status == .pass }
    }

    /// Why the evidence can't be trusted; `nil` where machine and agent came to an end that can be judged.
    private static func machineFault(_ facts: Facts, _ host: HostAccount, _ kernel: KernelVersion?) -> String? {
        if kernel == nil { return "the kernel's version '\(host.kernel.flavour)' can't be read" }
        let detail = host.ending.detail.isEmpty ? "" : ": \(host.ending.detail)"
        let integrity = facts.integrity
        switch host.ending.kind {
        case .interrupted: return "the run was interrupted"
        case .emulatorFailed: return "the emulator failed" + detail
        case .hostEnded: return "the host ended the emulator" + detail
        case .guestSilent where facts.kernelFailure == nil: return "the guest went silent" + detail
        case .finished, .guestReset, .guestSilent: break
        }
        guard integrity.agentSpoke else { return "the kernel never reached the agent" + detail }
        if let reset = unexplainedReset(facts, host) { return reset }
        if let failure = facts.kernelFailure, failure.text.contains("Attempted to kill init") {
            return "the agent itself was hit: \(failure.text)"
        }
        if let hit = integrity.agentHits.first {
            let more = integrity.agentHits.count > 1 ? " (and \(integrity.agentHits.count - 1) more)" : ""
            return "the harness took part in the experiment: \(hit)\(more)"
        }
        if host.ending.kind == .finished, !integrity.complete {
            return "the evidence is not whole: \(integrity.torn ?? "the agent's goodbye is missing")"
        }
        return nil
    }

    /// What the agent couldn't do, or didn't hear of.
    private static func agentFault(_ facts: Facts) -> String? {
        let integrity = facts.integrity
        if let trouble = integrity.troubles.first {
            return "the agent reports: \(trouble)"
                + (integrity.troubles.count > 1 ? " (and \(integrity.troubles.count - 1) more)" : "")
        }
        if integrity.lostMessages > 0 { return "\(integrity.lostMessages) kernel messages were lost" }
        if integrity.lostTraceEvents > 0 { return "\(integrity.lostTraceEvents) trace events were lost" }
        return nil
    }
}
