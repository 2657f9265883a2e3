import Record
import Testing
import Vocabulary
@testable import Report

@Suite struct HTMLReportTests {
    @Test func aReportOverNothingSaysSo() throws {
        let html = try HTMLReport.text([])
        #expect(html.contains("No run has finished yet."))
    }

    @Test func everyMarkIsDrawnAtItsTime() throws {
        let run = try Fixture.run()
        let timeline = try #require(run.record.timeline)
        let html = try HTMLReport.text([run])
        #expect(timeline.marks.count > 10)
        for mark in timeline.marks {
            #expect(html.contains("data-ns=\"\(mark.atNs)\""))
            #expect(html.contains(ClockText.seconds(mark.atNs)))
        }
    }

    @Test func kernelsStandSideBySideAndDifferencesAreMarked() throws {
        var other = try Fixture.record(kernel: "6.18.15")
        other.observations["threads_left"] = RunRecord.Observation(value: .count(0), unit: "count")
        let html = try HTMLReport.text([try Fixture.run(), ReportedRun(record: other)])
        #expect(html.contains("<th scope=\"col\">5.10.262</th><th scope=\"col\">6.18.15</th>"))
        #expect(html.contains("threads_left</a> <span class=\"diff\">≠ differs</span></th><td>7</td><td>0</td>"))
        #expect(html.contains("kills</a></th><td>2</td><td>2</td>"))
    }

    @Test func equalEvidenceIsShownOnce() throws {
        var again = try Fixture.record()
        again.id += "-again"
        let html = try HTMLReport.text([try Fixture.run(), try Fixture.run(again)])
        #expect(html.contains("the same, byte for byte, as that of <a href=\"#r1\">"))
        #expect(html.ranges(of: "<svg viewBox").count == 2)
    }

    @Test(arguments: Fixture.hostileNames)
    func hostileTextStaysText(name: String) throws {
        let html = try HTMLReport.text([try Fixture.hostileRun(name)])
        for markup in ["<img", "<script", "<svg/", "onmouseover=\"", "{{{"] {
            #expect(
                !html.contains(markup) || markup == "{{{" && name.contains("{{{"),
                "\(markup) for \(name.debugDescription)")
        }
        let odd = html.unicodeScalars.filter { scalar in
            scalar != "\n" && [.control, .format].contains(scalar.properties.generalCategory)
        }
        #expect(odd.isEmpty)
    }

    @Test func aReportThatIsWrittenAgainIsTheSame() throws {
        let cache = HTMLReportCache()
        let runs = try Fixture.gallery()
        for count in [1, 2, runs.count - 1, runs.count] {
            let some = Array(runs.prefix(count))
            #expect(try HTMLReport.text(some, cache: cache) == HTMLReport.text(some))
        }
        // The same run at another place is another rendering.
        #expect(try HTMLReport.text(runs.reversed(), cache: cache) == HTMLReport.text(runs.reversed()))
    }

    @Test func manyRunsAreShownInLess() throws {
        let runs = try (1...150).map { seed in try Fixture.run(Fixture.record(kernel: "6.1", seed: UInt64(seed))) }
        let few = try HTMLReport.text(Array(runs.prefix(10))).utf8.count / 10
        let many = try HTMLReport.text(runs).utf8.count / 150
        // 500 runs have to fit into 10 MB.
        #expect(many < 20_000)
        #expect(few > 2 * many)
    }
}
