import Record
import SafeText
import Vocabulary

/// JUnit XML as CI servers read it: a suite for each scenario, a case for each run. Valid against the schemas of Ant and of Jenkins.
public enum JUnitReport {
    /// The whole report. Characters that XML can't hold are shown by their pictures.
    public static func text(_ records: [RunRecord]) -> String {
        let names = ResultName.names(records)
        var suites: [String: [(RunRecord, String)]] = [:]
        var order: [String] = []
        for (record, name) in zip(records, names) {
            if suites[record.scenario.name] == nil { order.append(record.scenario.name) }
            suites[record.scenario.name, default: []].append((record, name))
        }
        var xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n"
        for (id, name) in order.enumerated() { xml += suite(name, id, suites[name] ?? []) }
        return xml + "</testsuites>\n"
    }

    private static func suite(_ name: String, _ id: Int, _ cases: [(record: RunRecord, name: String)]) -> String {
        let records = cases.map(\.record)
        func count(_ status: RunStatus) -> String { "\(records.count { $0.status == status })" }
        let time = records.reduce(0) { $0 + $1.wallSeconds }
        let claim = records.first?.scenario.claim ?? ""
        return element(
            "testsuite",
            [
                ("name", ResultName.word(name)), ("id", "\(id)"), ("package", "oomlab"), ("hostname", "localhost"),
                ("timestamp", started(records)), ("tests", "\(records.count)"), ("failures", count(.fail)),
                ("errors", count(.error)), ("skipped", count(.skip)), ("time", decimal(time, places: 3)),
            ],
            "\n<properties>" + element("property", [("name", "claim"), ("value", claim)], "") + "</properties>\n"
                + cases.map(testcase).joined() + "<system-out></system-out>\n<system-err></system-err>\n") + "\n"
    }

    private static func testcase(_ record: RunRecord, _ name: String) -> String {
        let reason = ResultText.reason(record)
        let text = ResultText.lines(record).joined(separator: "\n")
        let outcome =
            switch record.status {
            case .pass, .done: ""
            case .fail: element("failure", [("message", reason), ("type", "FAIL")], lines(text))
            case .error: element("error", [("message", reason), ("type", "ERROR")], lines(text))
            case .skip: element("skipped", [("message", reason)], "")
            }
        return element(
            "testcase",
            [
                ("name", name), ("classname", "oomlab.\(ResultName.word(record.scenario.name))"),
                ("time", decimal(record.wallSeconds, places: 3)),
            ], outcome) + "\n"
    }

    /// The schema wants a time without a zone, and one always: the beginning of the suite's first run, or where none ran of time itself.
    private static func started(_ records: [RunRecord]) -> String {
        let first = records.map(\.started).filter { $0.count >= 19 }.min() ?? "1970-01-01T00:00:00"
        return String(first.prefix(19))
    }

    private static func lines(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { HTMLText.escaped(String($0)) }
            .joined(separator: "\n")
    }

    private static func element(_ name: String, _ attributes: [(String, String)], _ content: String) -> String {
        let list = attributes.map { " \($0.0)=\"\(HTMLText.escaped($0.1))\"" }.joined()
        return "<\(name)\(list)>\(content)</\(name)>"
    }
}
