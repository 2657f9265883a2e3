import Record
import Vocabulary

/// Runs that may be held against each other: the same scenario with the same parameters on the same machine.
struct RunGroup {
    struct Key: Hashable {
        let scenario: String
        let parameters: [String: String]
        let mode: RunMode
        let cpus: Int
        let memoryBytes: UInt64
    }

    let key: Key
    /// The scenario, and what tells this variant of it from the others.
    let label: String
    /// Each kernel with its runs, oldest first.
    let kernels: [KernelRuns]

    var isDeterministic: Bool { key.mode == .deterministic }

    /// What a reader has to know if the runs were made by several versions of QEMU; `nil` if they weren't.
    var emulatorNote: String? {
        let versions = Set(kernels.flatMap(\.records).map(\.machine.qemu)).sorted()
        guard versions.count > 1 else { return nil }
        return
            "\(label): the runs were made by \(versions.count) versions of QEMU (\(versions.joined(separator: "; "))); "
            + "small differences in time may be theirs"
    }

    /// The groups, in the order in which they first appear.
    static func groups(of records: [RunRecord]) -> [RunGroup] {
        var order: [Key] = []
        var members: [Key: [RunRecord]] = [:]
        for record in records {
            let key = Key(record)
            if members[key] == nil { order.append(key) }
            members[key, default: []].append(record)
        }
        let labels = KernelLabels(records)
        return order.map { key in
            let variants = order.filter { $0.scenario == key.scenario }
            return RunGroup(
                key: key, label: key.label(among: variants), kernels: KernelRuns.kernels(of: members[key] ?? [], labels)
            )
        }
    }
}

extension RunGroup.Key {
    init(_ record: RunRecord) {
        scenario = record.scenario.name
        parameters = record.scenario.parameters
        mode = record.machine.mode
        cpus = record.machine.cpus
        memoryBytes = record.machine.memoryBytes
    }

    /// The scenario's name, with everything in which this variant differs from another one: `shared-mm (threads=64, realtime)`.
    func label(among variants: [RunGroup.Key]) -> String {
        var parts = parameters.sorted { $0.key < $1.key }.filter { name, value in
            variants.contains { $0.parameters[name] != value }
        }.map { "\($0.key)=\($0.value)" }
        if variants.contains(where: { $0.cpus != cpus }) { parts.append("cpus=\(cpus)") }
        if variants.contains(where: { $0.memoryBytes != memoryBytes }) {
            parts.append("memory=\(ByteSize(bytes: memoryBytes))")
        }
        if variants.contains(where: { $0.mode != mode }) { parts.append(mode.rawValue) }
        return parts.isEmpty ? scenario : "\(scenario) (\(parts.joined(separator: ", ")))"
    }
}

/// The runs of a group on one kernel.
struct KernelRuns {
    let identity: RunRecord.Kernel
    let label: String
    /// In the order of time.
    let records: [RunRecord]

    /// The newest run of each seed.
    var bySeed: [UInt64: RunRecord] { Dictionary(records.map { ($0.seed, $0) }, uniquingKeysWith: { $1 }) }

    /// Seeds whose runs don't all say the same.
    var unsteadySeeds: Set<UInt64> {
        let newest = bySeed
        return Set(records.filter { newest[$0.seed]?.observations != $0.observations }.map(\.seed))
    }

    static func kernels(of records: [RunRecord], _ labels: KernelLabels) -> [KernelRuns] {
        let ordered = records.sorted { ($0.started, $0.id) < ($1.started, $1.id) }
        return Dictionary(grouping: ordered, by: \.kernel.key).values
            .map { KernelRuns(identity: $0[0].kernel, label: labels[$0[0].kernel], records: $0) }
            .sorted { $0.identity.isOlder(than: $1.identity) }
    }
}

/// What a kernel is called in a comparison: its version, and more where two kernels would be called alike.
struct KernelLabels {
    private var labels: [String: String] = [:]

    init(_ records: [RunRecord]) {
        let kernels = Dictionary(records.map { ($0.kernel.key, $0.kernel) }, uniquingKeysWith: { first, _ in first })
        for (key, kernel) in kernels {
            let forms = [kernel.flavour, kernel.release]
            let unique = forms.first { form in
                kernels.values.count { $0.flavour == form || $0.release == form } == 1
            }
            labels[key] = unique ?? "\(kernel.release) \(kernel.sha256.prefix(8))"
        }
    }

    subscript(kernel: RunRecord.Kernel) -> String { labels[kernel.key] ?? kernel.flavour }
}

extension RunRecord.Kernel {
    /// Two builds of one release are two kernels.
    fileprivate var key: String { "\(release) \(sha256)" }

    fileprivate func isOlder(than other: RunRecord.Kernel) -> Bool {
        guard let mine = KernelVersion(flavour), let theirs = KernelVersion(other.flavour), mine != theirs else {
            return key < other.key
        }
        return mine < theirs
    }
}
