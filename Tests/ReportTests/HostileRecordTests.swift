import Foundation
import Judge
import Record
import Report
import TestSupport
import Testing

/// Names come out of a guest: whatever they hold, a report for people has no control character in it, and one for programs can be read.
@Suite struct HostileRecordTests {
    static let names = [
        "\u{1b}[2J\u{1b}[31mhog", "a\rb", "a\nPASS  everything is well", "\u{7}\u{8}", "\u{202e}gohs", "\u{9b}31m",
        "\"],\"x\":[\"", "</script><script>alert(1)</script>", String(repeating: "x", count: 100_000), "\u{0}",
        "x\u{feff}y",
        "$(reboot)", "'; reboot; '",
    ]

    /// A record in which every text is `name`.
    static func record(_ name: String) throws -> RunRecord {
        var run = ImaginedRun.memcgKill()
        run.host.id = name
        run.host.scenarioName = name
        run.host.parameters = [name: name]
        run.host.kernel.release = name
        run.host.kernel.version = name
        run.host.machine.qemu = name
        run.host.machine.accelerator = name
        run.host.kernel.flavour = name
        run.host.kernel.sha256 = name
        run.host.started = name
        run.host.ending.detail = name
        run.host.ending.kind = .emulatorFailed
        run.plan.processes[0].role = Array(name.utf8.prefix(4000))
        run.plan.groups[0].name = Array(name.utf8.prefix(4000))
        let record = Judge.judge(run.facts, host: run.host, scenario: nil)
        #expect(record.status == .error)
        return record
    }

    private func expectHarmless(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) {
        let bad = text.unicodeScalars.filter { scalar in
            guard scalar != "\n" else { return false }
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: return true
            default: return false
            }
        }
        #expect(bad.isEmpty, "\(bad)", sourceLocation: sourceLocation)
        // A line that a name begins would look like a result.
        #expect(!text.contains("\nPASS  everything"), sourceLocation: sourceLocation)
        #expect(text.utf8.count < 200_000, sourceLocation: sourceLocation)
    }

    @Test(arguments: names)
    func reportsForPeople(name: String) throws {
        let record = try Self.record(name)
        expectHarmless(TextReport.line(for: record, colored: false))
        expectHarmless(TextReport.text([record, record]))
        expectHarmless(DetailText.text(for: record, colored: false))
        expectHarmless(ReproduceLine.text(for: record))
    }

    @Test(arguments: names)
    func reportsForPrograms(name: String) throws {
        let record = try Self.record(name)
        let text = try JSONReport.text([record])
        #expect(!text.unicodeScalars.contains { $0.value < 32 && $0 != "\n" })
        let objects = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [[String: Any]])
        #expect(objects.count == 1 && objects.first?["id"] as? String == name)
        #expect(try RunRecord(encoded: record.encoded()).encoded() == record.encoded())
    }

    /// What a shell makes of the line is the words again, and nothing is run.
    @Test(arguments: ["$(touch /tmp/x)", "a b", "'; reboot; '", "`x`", "~", "*", "-rf", "a'b", "#"])
    func wordsForAShell(word: String) throws {
        let shell = Process()
        shell.executableURL = URL(fileURLWithPath: "/bin/sh")
        shell.arguments = ["-c", "printf %s " + ReproduceLine.shell([word])]
        if word.hasPrefix("-") { shell.arguments = ["-c", "printf %s -- " + ReproduceLine.shell([word])] }
        let pipe = Pipe()
        shell.standardOutput = pipe
        try shell.run()
        let said = try pipe.fileHandleForReading.readToEnd() ?? Data()
        shell.waitUntilExit()
        #expect(String(decoding: said, as: UTF8.self).hasSuffix(word))
    }
}
