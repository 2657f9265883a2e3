import GuestProtocol
import Scenario
import Study

/// Whether the files of a run's folder belong together: what the guest recorded, what the host noted, and what both were told.
///
/// Everything is compared that two files say independently of each other. How an older version planned a scenario may differ in what it left to
/// the lab (modules, probes); that is not compared.
enum Identity {
    /// The first contradiction, with the files that it is between; `nil` if there is none.
    ///
    /// - Parameter id: The name of the run's folder, which users may change.
    static func mismatch(_ id: String, _ input: StudyInput, planBytes: Bytes, _ scenario: Scenario) -> String? {
        names(id, input) ?? greeting(input, planBytes) ?? plan(input, scenario)
    }

    /// A run's name ends in the first eight digits of its evidence's fingerprint.
    private static func names(_ id: String, _ input: StudyInput) -> String? {
        let host = input.host.id
        if fingerprint(in: id) != nil, id != host {
            return "host.json is of the run \(host), and the folder is called \(id)"
        }
        guard let named = fingerprint(in: host), !input.evidence.fingerprint.hasPrefix(named) else { return nil }
        let torn = input.evidence.torn.map { "; \($0.what), at byte \($0.offset)" } ?? ""
        return
            "the run is named after the fingerprint \(named), and evidence.bin has \(input.evidence.fingerprint.prefix(8))\(torn)"
    }

    /// The digits at the end of a run's name, in front of the number that tells equal runs apart; `nil` in any other name.
    private static func fingerprint(in id: String) -> String? {
        id.wholeMatch(of: /[0-9].*-([0-9a-f]{8})(-[0-9]+)?/).map { String($0.1) }
    }

    /// The guest says which plan it read and which kernel it runs.
    private static func greeting(_ input: StudyInput, _ planBytes: Bytes) -> String? {
        for case .hello(let hello) in input.evidence.entries.lazy.map(\.record) {
            if hello.planChecksum != Plan.checksum(of: planBytes) {
                return "the guest read another plan than the file plan"
            }
            let release = String(decoding: hello.release, as: UTF8.self)
            if release != input.host.kernel.release {
                return "the guest ran \(release), and host.json says \(input.host.kernel.release)"
            }
            // `uname -v` is the end of the image's version text, and is cut after 64 bytes.
            let build = String(decoding: hello.kernelVersion, as: UTF8.self)
            return input.host.kernel.version.contains(build) || build.isEmpty
                ? nil : "the guest ran the build \(build), and host.json says \(input.host.kernel.version)"
        }
        return nil
    }

    /// The plan is what the scenario gives with the parameters, the seed and the CPUs that the host noted.
    private static func plan(_ input: StudyInput, _ scenario: Scenario) -> String? {
        let (host, kept) = (input.host, input.plan)
        guard host.seed == kept.seed else { return "plan has the seed \(kept.seed), and host.json says \(host.seed)" }
        guard host.machine.cpus == Int(kept.cpus) else {
            return "plan has \(kept.cpus) CPUs, and host.json says \(host.machine.cpus)"
        }
        guard let made = try? scenario.plan(seed: host.seed, cpus: host.machine.cpus) else {
            return "no plan can be made of scenario.yaml with what host.json says"
        }
        let parts: [(name: String, isSame: Bool)] = [
            ("settings", made.settings == kept.settings), ("groups", made.groups == kept.groups),
            ("processes", isSame(made.processes, kept.processes)), ("steps", made.steps == kept.steps),
            ("deadline", made.deadlineNs == kept.deadlineNs),
            ("sampling", made.samplingIntervalNs == kept.samplingIntervalNs),
            ("swap", made.swapBytes == kept.swapBytes),
        ]
        return parts.first { !$0.isSame }.map { "plan is not the one that scenario.yaml gives: other \($0.name)" }
    }

    /// A workload may have got arguments since, of which an older plan says nothing, or lost some.
    private static func isSame(_ made: [GuestProtocol.Process], _ kept: [GuestProtocol.Process]) -> Bool {
        guard made.count == kept.count else { return false }
        return zip(made, kept).allSatisfy { made, kept in
            let values = arguments(of: kept)
            return made.role == kept.role && made.workload == kept.workload && made.group == kept.group
                && made.oomScoreAdj == kept.oomScoreAdj && made.cpu == kept.cpu
                && arguments(of: made).allSatisfy { name, value in values[name] ?? value == value }
        }
    }

    /// A process's `name=value` arguments by name.
    private static func arguments(of process: GuestProtocol.Process) -> [Bytes: Bytes] {
        let pairs = process.arguments.map { text in
            let name = text.prefix { $0 != UInt8(ascii: "=") }
            return (Bytes(name), Bytes(text[name.endIndex...]))
        }
        return Dictionary(pairs) { first, _ in first }
    }
}
