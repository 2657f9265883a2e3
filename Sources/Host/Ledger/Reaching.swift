import Record
import SafeText
import Scenario
import Vocabulary

/// Whether runs got to the functions of the kernel that their scenario's claim is about.
package enum Reaching {
    /// What was entered in no run that tells, such as `oom_reap_task_mm was entered`: empty where something was in each case, or can't be told.
    package static func missed(_ reaches: [Scenario.Reach], in records: [RunRecord]) -> [String] {
        guard !records.isEmpty else { return [] }
        return reaches.filter { reach in
            records.allSatisfy { record in
                record.functions?.first { $0.function == reach.function }?.wasEntered(by: reach.role) == false
            }
        }.map { reach in
            "\(reach.function) was \(isEvent(reach.function) ? "seen" : "entered")\(reach.role.map { " by \($0)" } ?? "")"
        }
    }

    /// `entered oom_reap_task_mm: oom_reaper 1`, with the most that a run has of each of these functions (of all without them); what can't be probed says so.
    package static func texts(_ records: [RunRecord], of names: [String]? = nil) -> [String] {
        let all = records.compactMap(\.functions).flatMap { $0 }
        let names = names ?? records.first?.functions?.map(\.function) ?? []
        return names.compactMap { name in
            let runs = all.filter { $0.function == name }
            guard let most = runs.filter({ $0.symbol != nil }).max(by: { total($0) < total($1) }) else {
                return runs.isEmpty ? nil : "\(Plain.text(name)) can't be probed"
            }
            let who = most.by.prefix(4).map { "\(Plain.text($0.who)) \($0.hits)" }
            let verb = isEvent(name) ? "saw" : "entered"
            return "\(verb) \(Plain.text(name)): \(who.isEmpty ? "nobody" : who.joined(separator: ", "))"
        }
    }

    private static func isEvent(_ name: String) -> Bool { OOMEvent.names.contains(name) }

    private static func total(_ function: RunRecord.FunctionRecord) -> Int {
        function.by.reduce(0) { $0.plus($1.hits) }
    }
}
