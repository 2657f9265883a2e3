import Foundation
import Testing

@testable import Report

/// Reports as a reader meets them. Needs Chromium, which `scripts/bootstrap tests` installs.
@Suite(.serialized, .enabled(if: Browser.isWanted, "no Chromium is installed; scripts/bootstrap tests does it"))
struct BrowserTests {
    private func findings(_ runs: [ReportedRun], dark: Bool = false) throws -> PageFindings {
        try Browser.probe(
            try HTMLReport.text(runs), dark: dark, script: PageFindings.script, as: PageFindings.self)
    }

    /// The page's own policy forbids every request, and a browser tells of each attempt: silence means that there was none.
    @Test func opensWithoutAWordAndWithoutARequest() throws {
        let console = try Browser.open(try HTMLReport.text(try Fixture.gallery())).console
        #expect(console == [])
    }

    /// The check before this one can fail.
    @Test func theConsoleIsHeard() throws {
        let html = try HTMLReport.text([]) + "<script>1</script><img src=\"http://127.0.0.1:9/x.png\">"
        #expect(try Browser.open(html).console.count >= 2)
    }

    @Test func showsTheVerdictsFirst() throws {
        let page = try findings(try Fixture.gallery())
        #expect(page.active == [])
        #expect(page.overflow <= 0)
        #expect(page.matrixTop > 0 && page.matrixBottom < page.windowHeight)
        for word in ["PASS", "FAIL", "ERROR", "SKIP", "DONE", "7 threads left"] { #expect(page.text.contains(word)) }
    }

    @Test func marksStandAtTheirTimes() throws {
        let run = try Fixture.run()
        let timeline = try #require(run.record.timeline)
        let page = try findings([run])
        let chart = try #require(page.charts.first)
        #expect(chart.marks.map(\.ns) == timeline.marks.map(\.atNs))
        // The axis counts seconds from the first start: two of its ticks say where each mark belongs.
        let ticks = try chart.ticks.map { tick in (try #require(Double(tick.text)), tick.x) }
        let (first, last) = (try #require(ticks.first), try #require(ticks.last))
        let start = try #require(timeline.firstStartNs)
        for mark in chart.marks {
            let seconds = Double(mark.ns - start) / 1e9
            let x = first.1 + (seconds - first.0) / (last.0 - first.0) * (last.1 - first.1)
            #expect(abs(mark.x - x) < 1, "\(mark.ns)")
        }
    }

    @Test(arguments: [false, true]) func isReadableAndOperable(dark: Bool) throws {
        let page = try findings(try Fixture.gallery(), dark: dark)
        #expect(page.lang == "en")
        #expect(!page.title.isEmpty)
        #expect(page.lowContrast.map { "\($0.text): \($0.ratio)" } == [])
        #expect(page.nameless == [])
        #expect(page.cut == [])
        #expect(page.duplicateIds == [])
        #expect(page.deadLinks == [])
        #expect(page.headings.first == 1)
        #expect(page.headings.filter { $0 == 1 }.count == 1)
        #expect(zip(page.headings, page.headings.dropFirst()).allSatisfy { $1 <= $0 + 1 })
    }

    /// Each check above finds what it is there to find.
    @Test func theChecksCanFail() throws {
        let faults = """
            <h2>a</h2><h4 id="same" style="color:#999;background:#aaa">hard to read</h4><p id="same"><a href="#nowhere">dead</a></p>
            <svg class="bare" viewBox="0 0 30 9"><text>cut at the edge</text></svg><table><tr><td>1</td></tr></table><div class="scroll">unreachable</div><p style="width:3000px">wide</p>
            <img src="missing.png" onerror="1">
            """
        let html = try HTMLReport.text([]).replacing("</body>", with: faults + "</body>")
        let page = try Browser.probe(html, script: PageFindings.script, as: PageFindings.self)
        #expect(page.lowContrast.map(\.text) == ["hard to read"])
        #expect(page.duplicateIds == ["same"])
        #expect(page.deadLinks == ["#nowhere"])
        #expect(page.nameless == ["svg bare", "table ", "region scroll"])
        #expect(page.cut == ["cut at the edge"])
        #expect(page.active == ["IMG", "IMG onerror"])
        #expect(page.overflow > 0)
        #expect(zip(page.headings, page.headings.dropFirst()).contains { $1 > $0 + 1 })
    }

    @Test func hostileNamesStayText() throws {
        let html = try HTMLReport.text(try Fixture.hostileNames.map(Fixture.hostileRun))
        let console = try Browser.open(html).console
        #expect(console == [])
        let page = try Browser.probe(html, script: PageFindings.script, as: PageFindings.self)
        #expect(page.active == [])
        #expect(page.text.contains("<img src=x onerror=alert(1)>"))
        #expect(page.text.contains("␁␂␃"))
    }

    /// Pictures for a person: .build/screenshots.
    @Test(arguments: [400, 1000, 1600], [false, true]) func leavesScreenshots(width: Int, dark: Bool) throws {
        let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "../..")
        let folder = package.appending(path: ".build/screenshots").standardizedFileURL
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let file = folder.appending(path: "report-\(width)-\(dark ? "dark" : "light").png")
        try? FileManager.default.removeItem(at: file)
        try Browser.screenshot(
            try HTMLReport.text(try Fixture.gallery()), to: file, width: width, height: 3200, dark: dark)
        let picture = try Data(contentsOf: file)
        #expect(picture.starts(with: [0x89, 0x50, 0x4e, 0x47]))
        // Width and height of a PNG: big-endian words at 16 and 20.
        #expect(picture[16..<20].reduce(0) { $0 << 8 | Int($1) } == width)
        #expect(picture.count > 50_000)
    }
}
