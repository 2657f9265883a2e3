import Evidence
import Foundation
import Judge
import Record
import Report
import TestSupport
import Testing
import Vocabulary

@Suite struct TextReportTests {
    private func record(_ kernel: String, _ run: ImaginedRun = .memcgKill()) -> RunRecord {
        var run = run
        run.host.kernel.flavour = kernel
        run.host.kernel.release = "\(kernel)-test"
        return Judge.judge(run.facts, host: run.host, scenario: nil)
    }

    @Test func aLineSaysWhoDied() {
        #expect(
            TextReport.line(for: record("6.12.1"), colored: false)
                == "DONE  imagined                 6.12.1    killed hog, released after 19.5 ms (1.5 s)")
        #expect(
            TextReport.line(for: record("6.12.1", .nothingHappens()), colored: false)
                == "DONE  imagined                 6.12.1    no kill (1.5 s)")
        #expect(TextReport.line(for: record("6.12.1"), colored: true).contains("\u{1b}["))
    }

    /// Rows that differ are marked, kernels stand in the order of their versions, and what is absent is no zero.
    @Test func kernelsSideBySide() {
        let text = TextReport.text([record("6.12.1"), record("5.10.2", .nothingHappens())], columns: 80)
        let lines = text.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        #expect(lines.contains(["5.10.2", "6.12.1"]))
        #expect(lines.contains(["≠", "kills", "0", "1"]))
        #expect(lines.contains(["≠", "threads_left", "n/a", "0"]))
        #expect(lines.contains(["kernel_failure", "none", "none"]))
        // Neither kernel has this counter: no row.
        #expect(!text.contains("oom_group_kill_events"))
        #expect(text.hasSuffix("2 DONE\n"))
    }

    @Test func runsThatDisagreeAreCounted() {
        let text = TextReport.text([record("6.12.1"), record("6.12.1", .nothingHappens())])
        #expect(text.contains("1 … (2 values)"))
    }

    @Test(arguments: [20, 40, 80, 200])
    func kernelsThatDoNotFitFollowBelow(columns: Int) {
        let records = (1...9).map { record("6.\($0).0") }
        let text = TextReport.text(records, columns: columns)
        for index in 1...9 { #expect(text.contains("6.\(index).0")) }
        if columns >= 80 { #expect(text.split(separator: "\n").allSatisfy { $0.count <= columns }) }
    }

    @Test func failuresSayWhyAndHowToSeeThemAgain() {
        var run = ImaginedRun.memcgKill()
        run.host.ending = Ending(kind: .emulatorFailed, exitStatus: 1, detail: "QEMU said\nsomething")
        run.host.parameters = ["size": "90M"]
        run.host.seed = 7
        let text = TextReport.text([record("6.12.1", run)])
        #expect(text.contains("ERROR imagined on 6.12.1-test\n  the emulator failed: QEMU said\n  something\n"))
        #expect(text.contains("  evidence: run 20260101T000000Z-imagined-6.12-00000000\n"))
        #expect(
            text.contains(
                "  again: oomlab run imagined --kernel 6.12.1-test --seed 7 --cpus 1 --memory 256M --set size=90M\n"))
        run.host.scenarioFile = "my own/scenario.yaml"
        #expect(ReproduceLine.text(for: record("6.12.1", run)).hasPrefix("oomlab run 'my own/scenario.yaml' --kernel"))
        #expect(text.hasSuffix("1 ERROR\n"))
    }

    @Test func nothingToReport() throws {
        #expect(TextReport.text([]) == "no runs\n")
        #expect(try JSONReport.text([]) == "[]\n")
    }

    @Test func oneRunInFull() {
        let text = DetailText.text(for: record("6.12.1"), colored: false)
        for words in [
            "kills\n", "processes\n", "observations\n", "memory.events\n", "prediction: match", "ended by signal 9",
            "oom_group_kill n/a", "oom_group_kill_events   n/a", "again: oomlab run imagined",
        ] {
            #expect(text.contains(words), "\(words) in:\n\(text)")
        }
        #expect(DetailText.text(for: record("6.12.1"), colored: true).contains("\u{1b}["))
    }

    @Test(arguments: GoldenRun.all)
    func goldenRuns(run: GoldenRun) throws {
        let record = try RunRecord(in: run.folder)
        for text in [TextReport.text([record]), DetailText.text(for: record, colored: false)] {
            #expect(text.contains(record.scenario.name) && (record.kills.isEmpty || text.contains("hog")))
        }
        let json = try JSONReport.text([record, record])
        #expect((try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [Any])?.count == 2)
    }
}
