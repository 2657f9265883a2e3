import Evidence
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
        self.expectations = checked
        reason = nil
        if let mismatch {
            status = .error
            reason = "the run's files don't belong together: \(mismatch)"
        } else if let kernel, let range = scenario?.needs.kernel, !range.contains(kernel) {
            status = .skip
            reason = "needs a kernel \(range), and this is \(kernel)"
        } else if let fault = Verdict.machineFault(facts, host, kernel) ?? HostStandstill.fault(facts, host, checked) {
            status = .error
            reason = fault
        } else if let lack = facts.integrity.missing.first {
            status = .skip
            let count = facts.integrity.missing.count
            reason = "this kernel (\(host.kernel.flavour)) has \(lack)" + (count > 1 ? " (and \(count - 1) more)" : "")
        } else if let fault = Verdict.agentFault(facts) {
            status = .error
            reason = fault
        } else if let fault = Occurrence(
            facts, scenario, seed: host.seed, cpus: host.machine.cpus, checked
        ).fault(isFinished: host.ending.kind == .finished) {
            status = .error
            reason = fault
        } else if let failed = checked.first(where: { $0.status == .fail }) {
            status = .fail
            let count = checked.count { $0.status == .fail }
            reason = "\(failed.name) differs from what is expected" + (count > 1 ? ", and \(count - 1) more" : "")
        } else if let failure = facts.kernelFailure, !Verdict.expects(failure: failure, checked) {
            status = .fail
            reason = "the kernel failed (\(failure.word)): \(failure.text)"
        } else if let disagreement = facts.disagreements.first(where: { $0.rule == nil }) {
            // Sources of one kernel that contradict each other are a finding: they are in the record, and no rule explains them.
            status = .fail
            let count = facts.disagreements.count { $0.rule == nil }
            let sources = disagreement.between.joined(separator: " and ")
            reason =
                "\(sources) disagree, and no rule explains it: \(disagreement.what)"
                + (count > 1 ? ", and \(count - 1) more" : "")
        } else if checked.contains(where: { $0.status == .pass }) {
            status = .pass
        } else {
            status = .done
            reason = Verdict.whyNothingIsExpected(checked, changed: changed)
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
            name: expectation.name, observation: expectation.observation.rawValue, op: expectation.op.rawValue,
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
