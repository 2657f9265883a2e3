import Vocabulary

/// A range of values, other than those that a scenario has by itself, for which its expectations were measured too.
public struct MeasuredRange: Sendable, Equatable {
    /// What has the value: `cpus`, `memory`, or a parameter.
    public var name: String
    /// The ends as the file gives them: `1..4`, `64M..256M`.
    public var text: String
    /// The ends, in the unit that the values have: a count, bytes, or nanoseconds.
    let bounds: ClosedRange<UInt64>

    /// Whether the values are times, which are told apart from counts and sizes by their unit.
    private let areTimes: Bool

    /// Reads `LOW..HIGH`, or one value; `nil` if the ends are not two counts, sizes or times with the lower one first.
    init?(name: String, text: String) {
        let ends = MeasuredRange.ends(of: text)
        guard let low = MeasuredRange.number(ends.low), let high = MeasuredRange.number(ends.high),
            low.isTime == high.isTime, low.value <= high.value
        else { return nil }
        self.name = name
        self.text = text
        bounds = low.value...high.value
        areTimes = low.isTime
    }

    /// Whether a parameter's value, as text, lies in the range.
    func contains(_ value: String) -> Bool {
        guard let number = MeasuredRange.number(value), number.isTime == areTimes else { return false }
        return bounds.contains(number.value)
    }

    private static func ends(of text: String) -> (low: String, high: String) {
        guard let dots = text.firstRange(of: "..") else { return (text, text) }
        return (String(text[..<dots.lowerBound]), String(text[dots.upperBound...]))
    }

    private static func number(_ text: String) -> (value: UInt64, isTime: Bool)? {
        if let size = ByteSize(text) { return (size.bytes, false) }
        return GuestDuration(text).map { ($0.nanoseconds, true) }
    }
}

extension Scenario {
    /// What a run was told otherwise than the scenario says and than its expectations were measured with: names of parameters, `cpus`, `memory`.
    ///
    /// Expectations say nothing about a run for which this is not empty.
    ///
    /// - Parameters:
    ///   - cpus: Virtual CPUs of the run.
    ///   - memoryBytes: RAM of the run's machine.
    public func unmeasuredChanges(cpus: Int, memoryBytes: UInt64) -> [String] {
        var changes = parameters.filter { $0.value != $0.defaultValue }.map { ($0.name, $0.value) }
        if cpus != machine.cpus { changes.append((MachineWord.cpus, "\(cpus)")) }
        if memoryBytes != machine.memoryBytes { changes.append((MachineWord.memory, "\(memoryBytes)")) }
        return changes.filter { name, value in
            !measured.contains { $0.name == name && $0.contains(value) }
        }.map(\.0)
    }

    /// How the machine's own values are called beside the parameters.
    enum MachineWord {
        static let cpus = "cpus"
        static let memory = "memory"
    }
}
