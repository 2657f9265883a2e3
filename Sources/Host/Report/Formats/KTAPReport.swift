import Record
import Vocabulary

/// KTAP version 1 (Documentation/dev-tools/ktap.rst): one test a run.
///
/// DONE is `ok`, since nothing that was expected failed; ERROR is `not ok` with the directive of that name.
public enum KTAPReport {
    /// The whole report.
    public static func text(_ records: [RunRecord]) -> String {
        var lines = ["KTAP version 1", records.isEmpty ? "1..0 # SKIP no runs" : "1..\(records.count)"]
        for (index, (record, name)) in zip(records, ResultName.names(records)).enumerated() {
            // Every line of a diagnostic begins with a word of ours, so that none is read as a header or a result.
            lines += ResultText.lines(record).map { "# \($0)" }
            lines.append(result(record, index + 1, name))
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func result(_ record: RunRecord, _ number: Int, _ name: String) -> String {
        let reason = ResultText.reason(record).replacing("#", with: "\\#")
        return switch record.status {
        case .pass, .done: "ok \(number) - \(name)"
        case .fail: "not ok \(number) - \(name)"
        case .error: "not ok \(number) - \(name) # ERROR \(reason)"
        case .skip: "ok \(number) - \(name) # SKIP \(reason)"
        }
    }
}
