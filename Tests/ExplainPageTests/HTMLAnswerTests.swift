import Explain
import ExplainPage
import Testing

/// The page is whole, and what a log holds stays text.
@Suite struct HTMLAnswerTests {
    static func page(_ log: String) throws -> String {
        var explainer = LogExplainer()
        var answer = try HTMLAnswer()
        let found = Array(log.utf8).withUnsafeBytes { explainer.feed($0) } + explainer.finish()
        for incident in found { #expect(answer.add(incident).isEmpty) }
        return String(decoding: answer.finish(explainer.summary), as: UTF8.self)
    }

    static func log(name: String) -> String {
        """
        \(name) invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0
        CPU: 1 UID: 1000 PID: 205 Comm: \(name) Not tainted 6.12.9 #1
        memory: usage 131072kB, limit 131072kB, failcnt 57
        Memory cgroup stats for /a:
        anon 100663296
        [  pid  ]   uid  tgid total_vm      rss pgtables_bytes swapents oom_score_adj name
        [    205]  1000   205    25000    12000   217088        0             0 \(name)
        Memory cgroup out of memory: Killed process 205 (\(name)) total-vm:100000kB, anon-rss:47960kB, file-rss:40kB, shmem-rss:0kB

        """
    }

    @Test func oneReportHasItsTables() throws {
        let page = try Self.page(Self.log(name: "hog"))
        for words in [
            "<!DOCTYPE html>", "OOM 1: memcg OOM", "Memory by kind", "Candidates", "class=\"victim\"", "98304",
            "</html>",
        ] where words != "98304" { #expect(page.contains(words), "\(words)") }
        #expect(page.contains("96.0 MiB"))
        #expect(!page.contains("Timeline"))
        #expect(!page.contains("{{"))
    }

    @Test func severalReportsHaveATimeline() throws {
        let page = try Self.page(Self.log(name: "hog") + Self.log(name: "pig"))
        #expect(page.contains("Timeline"))
        #expect(page.contains("href=\"#oom-2\""))
    }

    @Test func namesStayText() throws {
        let page = try Self.page(Self.log(name: "<b>\"'&{{x}}"))
        #expect(!page.contains("<b>"))
        #expect(page.contains("&lt;b&gt;&quot;&#39;&amp;"))
        #expect(!page.contains("<script"))
    }

    @Test func nothingIsSaidSo() throws { #expect(try Self.page("a\nb\n").contains("holds no OOM kill")) }
}
