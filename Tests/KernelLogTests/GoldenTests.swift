import Foundation
import KernelLog
import Testing

/// Records of real kernels (`Golden/README.md`), and what was read from them. `OOMLAB_RECORD=1` writes the second anew.
@Suite struct GoldenTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
        "Golden")

    private static var names: [String] {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return files.filter { $0.hasSuffix(".kmsg") }.map { String($0.dropLast(5)) }.sorted()
    }

    @Test func recordsAreThere() { #expect(Self.names.count >= 6) }

    @Test(arguments: names)
    func readsAsBefore(_ name: String) throws {
        let log = try Data(contentsOf: Self.folder.appendingPathComponent(name + ".kmsg"))
        let items = KernelLog.parse([UInt8](log))
        let text = items.map(Summary.text).joined(separator: "\n")
        let expected = Self.folder.appendingPathComponent(name + ".txt")
        if ProcessInfo.processInfo.environment["OOMLAB_RECORD"] == "1" {
            try text.write(to: expected, atomically: true, encoding: .utf8)
        }
        #expect(try String(contentsOf: expected, encoding: .utf8) == text)
    }

    @Test(arguments: names)
    func kernelIsFullyUnderstood(_ name: String) throws {
        let log = try Data(contentsOf: Self.folder.appendingPathComponent(name + ".kmsg"))
        for report in KernelLog.reports([UInt8](log)) {
            #expect(report.complete)
            #expect(report.unrecognisedCount == 0)
            #expect(report.warnings.isEmpty)
        }
    }
}

/// Everything that is set, one property a line.
enum Summary {
    static func text(_ item: KernelLogItem) -> String {
        switch item {
        case .report(let report): "report\n" + lines(report, path: "").joined(separator: "\n") + "\n"
        case .event(let event): "event\n" + lines(event, path: "").joined(separator: "\n") + "\n"
        }
    }

    private static func lines(_ value: Any, path: String) -> [String] {
        let mirror = Mirror(reflecting: value)
        switch mirror.displayStyle {
        case .optional: return mirror.children.first.map { lines($0.value, path: path) } ?? []
        case .collection:
            return mirror.children.enumerated().flatMap { index, child in lines(child.value, path: "\(path)[\(index)]")
            }
        case .struct where !mirror.children.isEmpty && !(value is String):
            // What stands in a list goes on one line.
            let parts = mirror.children.flatMap {
                lines($0.value, path: (path.isEmpty ? "" : path + ".") + ($0.label ?? ""))
            }
            guard path.hasSuffix("]") else { return parts }
            return [path + " " + parts.map { String($0.dropFirst(path.count + 1)) }.joined(separator: ", ")]
        default: return ["\(path): \(value)"]
        }
    }
}
