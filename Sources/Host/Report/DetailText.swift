import Ledger
import Record
import SafeText
import Vocabulary

/// One run in full, for a terminal.
public enum DetailText {
    /// Heading, steps, kills with their candidates, processes, observations, expectations, and how to see it again.
    public static func text(for record: RunRecord, colored: Bool) -> String {
        let style = Style(colored: colored)
        var sections = [heading(record, style)]
        let steps = StepText.lines(record)
        if !steps.isEmpty { sections.append(section("steps", steps, style)) }
        if !record.kills.isEmpty { sections.append(section("kills", record.kills.flatMap(lines(for:)), style)) }
        if !record.processes.isEmpty { sections.append(section("processes", record.processes.map(line(for:)), style)) }
        sections.append(section("observations", observations(record), style))
        if let reserves = record.reserves, !reserves.isEmpty {
            sections.append(section("reserves", reserves.map(ReserveText.line), style))
        }
        if let functions = record.functions, !functions.isEmpty {
            sections.append(section("functions and events", Reaching.texts([record]), style))
        }
        if !record.memoryEvents.isEmpty { sections.append(section("memory.events", memoryEvents(record), style)) }
        if !record.disagreements.isEmpty {
            sections.append(section("disagreements", record.disagreements.map(line(for:)), style))
        }
        if !record.expectations.isEmpty {
            sections.append(section("expectations", record.expectations.map { line(for: $0, style) }, style))
        }
        sections.append("again: \(ReproduceLine.text(for: record))\n")
        return sections.joined(separator: "\n")
    }

    private static func heading(_ record: RunRecord, _ style: Style) -> String {
        let machine = record.machine
        let reason = record.reason.map { ": \(Plain.text($0))" } ?? ""
        let guest = record.guestSeconds.map { decimal($0, places: 3) + " s" } ?? "n/a"
        return """
            \(style.status(record.status)) \(style.bold(Plain.text(record.scenario.name))) on \(Plain.text(record.kernel.release))\(reason)
              run          \(Plain.text(record.id))
              kernel       \(Plain.text(record.kernel.version))
              machine      \(machine.mode.rawValue), \(machine.cpus) CPU, \(ValueText.text(.number(Double(machine.memoryBytes)), unit: .bytes)), QEMU \(Plain.text(machine.qemu))
              seed         \(record.seed)
              probes       \(probes(record))
              recorder     \(recorder(record))
              guest time   \(guest) (wall \(decimal(record.wallSeconds, places: 1)) s)
              fingerprint  \(Plain.text(record.fingerprint))

            """
    }

    private static func probes(_ record: RunRecord) -> String {
        guard let probes = record.probes else { return "n/a" }
        let words = [probes.badness ?? "none", probes.reason].compactMap { $0 }
        return Plain.text(words.joined(separator: ": "))
    }

    private static func recorder(_ record: RunRecord) -> String {
        guard let recorder = record.recorder, let cpuNs = recorder.cpuNs else { return "n/a" }
        func milliseconds(_ ns: UInt64) -> String { decimal(Double(ns) / 1e6, places: 1) + " ms" }
        let cost = "\(milliseconds(cpuNs)) of a processor"
        guard recorder.blindSpans > 0 else { return "\(cost), never late" }
        return "\(cost), late \(recorder.blindSpans) times, for \(milliseconds(recorder.longestBlindNs)) at most"
    }

    private static func section(_ title: String, _ lines: [String], _ style: Style) -> String {
        style.bold(title) + "\n" + lines.map { "  \($0)\n" }.joined()
    }

    private static func lines(for kill: RunRecord.KillRecord) -> [String] {
        let victim = kill.victim
        let place = kill.oomMemcg.map { " in \($0)" } ?? ""
        let rss = [("anon", victim.rssAnonKb), ("file", victim.rssFileKb), ("shmem", victim.rssShmemKb)]
            .compactMap { name, value in value.map { "\(name) \($0) kB" } }.joined(separator: ", ")
        let first =
            "\(decimal(Double(kill.atNs) / 1e9, places: 6)) s  \(victim.role) (pid \(victim.pid)), \(kill.kind)\(place), invoked by \(kill.invoker ?? "n/a"); \(rss)"
        let candidates = kill.candidates.map { candidate in
            let points = candidate.predictedPoints.map { "\($0) points" } ?? "n/a"
            let kernel = kernelPoints(of: candidate)
            let mark = candidate.pid == victim.tgid ? "→" : " "
            return
                "  \(mark) \(Plain.padded(candidate.role, to: 16)) pid \(candidate.pid)  \(points)\(kernel)  \(candidate.eligible ? "" : "not eligible: ")\(candidate.why)"
        }
        return ([first] + candidates + ["  prediction: \(kill.prediction)"]).map(Plain.text)
    }

    /// Beside the formula's, where a probe recorded them.
    private static func kernelPoints(of candidate: RunRecord.Candidate) -> String {
        if let points = candidate.kernelPoints { return ", \(points) by the kernel" }
        return candidate.kernelEligible == false ? ", none by the kernel" : ""
    }

    private static func line(for process: RunRecord.ProcessRecord) -> String {
        var words = "\(Plain.padded(process.role, to: 16)) pid \(process.pid)  threads \(process.threads)"
        if let adj = process.oomScoreAdj { words += "  oom_score_adj \(adj)" }
        if let cgroup = process.cgroup { words += "  \(cgroup)" }
        if !process.sharesMmWith.isEmpty {
            words += "  mm shared with \(process.sharesMmWith.map(String.init).joined(separator: " "))"
        }
        words += "  " + fate(of: process)
        return Plain.text(words)
    }

    private static func fate(of process: RunRecord.ProcessRecord) -> String {
        let fate = FateText.text(process)
        guard process.exit == nil, let left = process.threadsLeft, !left.isEmpty else { return fate }
        return "\(fate); left: \(FateText.left(process, limit: left.count))"
    }

    private static func observations(_ record: RunRecord) -> [String] {
        ObservationName.allCases.map { name in
            "\(Plain.padded(name.rawValue, to: 24))\(ValueText.text(record[name], unit: name.unit))"
                + (record.absences?[name.rawValue].map { ": \(Plain.text($0))" } ?? "")
        }
    }

    private static func memoryEvents(_ record: RunRecord) -> [String] {
        record.memoryEvents.sorted { $0.key < $1.key }.map { group, counters in
            let values = [
                ("low", counters.low), ("high", counters.high), ("max", counters.max), ("oom", counters.oom),
                ("oom_kill", counters.oomKill), ("oom_group_kill", counters.oomGroupKill),
            ]
            let words = values.map { "\($0) \($1.map(String.init) ?? "n/a")" }
            return Plain.text("\(Plain.padded(group, to: 24))\(words.joined(separator: "  "))")
        }
    }

    private static func line(for disagreement: RunRecord.DisagreementRecord) -> String {
        let rule = disagreement.explainedBy.map { " (explained: \($0))" } ?? " (unexplained)"
        return Plain.text("\(disagreement.between.joined(separator: " / ")): \(disagreement.what)\(rule)")
    }

    private static func line(for expectation: RunRecord.ExpectationRecord, _ style: Style) -> String {
        let unit = ObservationUnit.of(expectation.observation)
        let kernels = expectation.kernels.map { " on \($0)" } ?? ""
        let words =
            "\(OperatorText.text(expectation))\(kernels): \(ValueText.text(expectation.actual, unit: unit))"
        return "\(style.status(expectation.status)) \(Plain.text(words))"
    }
}
