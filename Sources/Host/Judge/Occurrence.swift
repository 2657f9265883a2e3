import Record
import Scenario
import Study
import Vocabulary

/// Whether a run took place as its scenario says: its processes did what they were asked for, and its steps came to their ends. One that didn't
/// says nothing about its kernel.
struct Occurrence {
    private let facts: Facts
    private let scenario: Scenario?
    private let expectations: [RunRecord.ExpectationRecord]
    /// For each step of the plan, the scenario's own; empty where that is not known.
    private let origins: [Int]
    /// What the scenario says of each role in the guest.
    private let declarations: [String: Scenario.Process]
    /// The plan's processes, by their places in it.
    private let planned: [Int: ProcessFact]

    /// - Parameters:
    ///   - seed: The run's seed, and `cpus` its CPUs: with them the scenario has the same plan again.
    ///   - expectations: What came of them. A wait that a standstill ended is no fault where they speak of it.
    init(
        _ facts: Facts, _ scenario: Scenario?, seed: UInt64, cpus: Int, _ expectations: [RunRecord.ExpectationRecord]
    ) {
        self.facts = facts
        self.scenario = scenario
        self.expectations = expectations
        let origins = scenario?.stepOrigins(seed: seed, cpus: cpus) ?? []
        self.origins = origins.count == facts.script.planned ? origins : []
        let roles = (scenario?.processes ?? []).flatMap { process in process.roles.map { ($0, process) } }
        declarations = Dictionary(roles, uniquingKeysWith: { first, _ in first })
        let processes = facts.processes.compactMap { process in process.planned.map { ($0, process) } }
        planned = Dictionary(processes, uniquingKeysWith: { first, _ in first })
    }

    /// Why the run did not take place; `nil` where it did.
    ///
    /// - Parameter isFinished: Whether the agent ended the machine, and not the kernel's own failure: then every step has an end.
    func fault(isFinished: Bool) -> String? {
        let processes = facts.processes.filter { $0.planned != nil }.compactMap(failure)
        let step = stepFault(isFinished: isFinished)
        guard let first = processes.first else { return step }
        let more = processes.count > 1 ? " (and \(processes.count - 1) more)" : ""
        return first + more + (step.map { "; \($0)" } ?? "")
    }

    // MARK: - Processes

    /// `role 'hog' (anon)`.
    private func name(_ role: String) -> String {
        "role '\(role)'" + (declarations[role].map { " (\($0.workload))" } ?? "")
    }

    private func failure(_ process: ProcessFact) -> String? {
        let declared = declarations[process.role]
        if declared?.mayFail == true { return nil }
        let words = process.said.first.map { ": \($0)" } ?? ""
        guard let exit = process.exit else {
            if let status = declared?.exits {
                return "\(name(process.role)) was to leave with status \(status), and is still there"
            }
            return process.said.first.map { "\(name(process.role)) didn't do all that it was asked for: \($0)" }
        }
        let before = process.readyNs == nil ? " before it was ready" : ""
        if let code = exit.code {
            if code == declared?.exits ?? 0, declared?.exits != nil || before.isEmpty { return nil }
            let wanted = declared?.exits.map { ", and was to leave with \($0)" } ?? ""
            return "\(name(process.role)) left with status \(code)\(before)\(wanted)\(words)"
        }
        return failure(process, signal: exit.signal ?? 0, before: before, words)
    }

    private func failure(_ process: ProcessFact, signal: Int, before: String, _ words: String) -> String? {
        let ended = "\(name(process.role)) was ended by \(Words.signal(signal))"
        if let status = declarations[process.role]?.exits {
            return "\(ended), and was to leave with status \(status)\(words)"
        }
        let step = facts.script.lines.first { $0.process == process.planned && $0.signal == signal }
        let isByKernel = process.killedByKernelNs != nil
        if let step, !isByKernel { return before.isEmpty ? nil : "\(ended) of \(place(step))\(before)" }
        return signal == 9 ? nil : "\(ended)\(before)\(words)"
    }

    // MARK: - Steps

    private func stepFault(isFinished: Bool) -> String? {
        for line in facts.script.lines where !line.isLenient && !isJudged(line) {
            if let fault = fault(of: line, isFinished: isFinished) { return fault }
        }
        guard isFinished, !facts.script.lines.contains(where: isJudged) else { return nil }
        let ended = Set(facts.script.lines.filter { $0.outcome != "began" }.map(\.index))
        guard let lost = (0..<facts.script.planned).first(where: { !ended.contains($0) }) else { return nil }
        return "step \(number(lost)) has no end in the evidence"
    }

    private func fault(of line: Script.Line, isFinished: Bool) -> String? {
        if line.outcome == "done" { return nil }
        let role = line.process.flatMap { planned[$0] }.map { "; \(state(of: $0))" } ?? ""
        switch line.outcome {
        case "timed out":
            return "\(place(line)) ran out after \(duration(line))\(role)"
                + (line.stoodStill ? "; its group stood at its limit, and nothing is expected of 'stalled'" : "")
        case "left": return "\(place(line)) can't be: its process left before it was ready\(role)"
        case "failed": return "\(place(line)) failed" + (line.error.map { ": \($0)" } ?? "")
        default:
            guard isFinished else { return nil }
            if line.wasCut { return "the deadline came during \(place(line)), after \(duration(line))\(role)" }
            return "\(place(line)) was skipped"
        }
    }

    private func state(of process: ProcessFact) -> String {
        let words = process.said.first.map { ", and said: \($0)" } ?? ""
        let ready = process.readyNs == nil ? "never ready" : "ready"
        guard let exit = process.exit else { return "\(name(process.role)) is still there, \(ready)\(words)" }
        let how = exit.code.map { "left with status \($0)" } ?? "was ended by \(Words.signal(exit.signal ?? 0))"
        return "\(name(process.role)) \(how)\(process.readyNs == nil ? " before it was ready" : "")\(words)"
    }

    /// Whether a wait that ran out is the kernel's doing, and the run is judged by it: the group stood at its limit without a kill, and either the
    /// scenario expects something of `stalled`, or it waited for the kill and expects something else than what came.
    private func isJudged(_ line: Script.Line) -> Bool {
        guard line.stoodStill, !line.isLenient else { return false }
        let applying = expectations.filter { $0.status != .skip }
        if applying.contains(where: { $0.observation == ObservationName.stalled.rawValue }) { return true }
        return line.waitsForKill && applying.contains { $0.status == .fail }
    }

    // MARK: - Words

    /// `step 2 (line 16: wait until hog is ready)`.
    private func place(_ line: Script.Line) -> String {
        let lines = scenario?.stepLines ?? []
        let origin = origins.indices.contains(line.index) ? origins[line.index] : -1
        let source = lines.indices.contains(origin) ? "line \(lines[origin]): " : ""
        return "step \(number(line.index)) (\(source)\(line.words))"
    }

    private func number(_ index: Int) -> Int { (origins.indices.contains(index) ? origins[index] : index) + 1 }

    private func duration(_ line: Script.Line) -> String {
        let end = line.endedNs ?? facts.timeline.endedNs
        let milliseconds = (max(end, line.beganNs) - line.beganNs) / 1_000_000
        return GuestDuration.milliseconds(milliseconds).description
    }
}
