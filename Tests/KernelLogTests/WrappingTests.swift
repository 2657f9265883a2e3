import KernelLog
import Testing

/// Every wrapping gives the same report as the bare text.
@Suite struct WrappingTests {
    struct Case: Sendable, CustomStringConvertible {
        var description: String
        var wrap: @Sendable (Int, Substring) -> String
        /// Kernel time of line 0, where the wrapping has one.
        var timeNs: UInt64?
    }

    static let cases: [Case] = [
        Case(description: "bare", wrap: { _, line in "\(line)" }),
        Case(description: "indented", wrap: { _, line in "     \(line)" }),
        Case(description: "carriage returns", wrap: { _, line in "\(line)\r" }),
        Case(description: "seconds", wrap: { n, line in "[   12.3\(10 + n)] \(line)" }, timeNs: 12_310_000_000),
        Case(
            description: "caller", wrap: { n, line in "[41368.53\(1010 + n)][ T6736] \(line)" },
            timeNs: 41_368_531_010_000),
        Case(description: "one bracket", wrap: { _, line in "[    1.500000 C0] \(line)" }, timeNs: 1_500_000_000),
        Case(description: "date", wrap: { _, line in "[Thu Dec  7 00:05:14 2017] \(line)" }),
        Case(description: "level", wrap: { _, line in "<4>[    2.000001] \(line)" }, timeNs: 2_000_001_000),
        Case(description: "difference", wrap: { _, line in "[  +0.000010] \(line)" }),
        Case(description: "syslog", wrap: { _, line in "Jun 20 12:47:43 new-db1 kernel: \(line)" }),
        Case(
            description: "syslog with seconds",
            wrap: { _, line in "Jun 20 12:47:43 new-db1 kernel: [15180322.675582] \(line)" },
            timeNs: 15_180_322_675_582_000),
        Case(description: "localised", wrap: { _, line in "20. févr. 12:47:43 hôte kernel: \(line)" }),
        Case(description: "ISO", wrap: { _, line in "2024-02-09T10:00:00.123456+01:00 host kernel: \(line)" }),
        Case(description: "short-full", wrap: { _, line in "Thu 2024-02-09 10:00:00 UTC host kernel: \(line)" }),
        Case(
            description: "monotonic", wrap: { _, line in "[70748.273405] raspberrypi kernel: \(line)" },
            timeNs: 70_748_273_405_000),
        Case(
            description: "RFC 5424", wrap: { _, line in "<4>1 2024-02-09T10:00:00.123456Z host kernel - - - \(line)" }),
        Case(
            description: "logread", wrap: { _, line in "Tue May 16 19:45:20 2017 kern.warn kernel: [    3.5] \(line)" },
            timeNs: 3_500_000_000),
        Case(
            description: "no program", wrap: { _, line in "Jun 20 12:47:43 host [    3.500000] \(line)" },
            timeNs: 3_500_000_000),
        Case(
            description: "colours", wrap: { _, line in "\u{1b}[32m[    2.000001] \u{1b}[0m\u{1b}[33m\(line)\u{1b}[0m" },
            timeNs: 2_000_001_000),
        Case(description: "kmsg", wrap: { n, line in "4,\(n),2000001,-;\(line)" }, timeNs: 2_000_001_000),
        Case(
            description: "kmsg with caller", wrap: { n, line in "4,\(n),2000001,-,caller=T12;\(line)\n SUBSYSTEM=oom" },
            timeNs: 2_000_001_000),
    ]

    @Test(arguments: [Sample.memcg, Sample.global], WrappingTests.cases)
    func readsAsBare(_ sample: String, _ wrapping: Case) throws {
        let bare = try #require(KernelLog.reports(sample).first)
        let reports = KernelLog.reports(Sample.wrapped(sample, wrapping.wrap))
        #expect(reports.count == 1)
        let report = try #require(reports.first)
        #expect(report.timeNs == wrapping.timeNs)
        #expect(report.withoutPlace == bare.withoutPlace)
    }

    @Test func keepsTheStampThatIsNoKernelTime() {
        let log = Sample.wrapped(Sample.memcg) { "[Thu Dec  7 00:05:14 2017] \($1)" }
        #expect(KernelLog.reports(log).first?.stamp == "Thu Dec  7 00:05:14 2017")
    }

    @Test(arguments: [
        "Feb 16 13:58:29 host earlyoom[1233]: Out of memory: Killed process 12 (x) total-vm:1kB",
        "12,1,2,-;Out of memory: Killed process 12 (x) total-vm:1kB",
        "<14>Out of memory: Killed process 12 (x) total-vm:1kB",
        "Feb 16 13:58:29 host mailer: Memory cgroup out of memory: Killed process 12 (x) total-vm:1kB",
        "> Out of memory: Killed process 12 (x) total-vm:1kB",
        "he wrote \"Killed process 12 (x)\"",
    ])
    func userSpaceIsNotBelieved(_ line: String) {
        #expect(KernelLog.reports(line).isEmpty)
        #expect(KernelLog.events(line).map(\.kind) == [.nearMiss])
    }

    @Test func recordsUndoEscapes() {
        let log = Sample.records(
            "b\\xc3\\xa9 \\x5c invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0")
        #expect(KernelLog.reports(log).first?.invoker == "bé \\")
    }

    @Test func recordOfSeveralLinesIsRead() {
        let log = Sample.records("Mem-Info:\nactive_anon:1 inactive_anon:2\\x0a free:3\\x0a")
        let head = Sample.records("a invoked oom-killer: gfp_mask=0x0, order=0, oom_score_adj=0")
        #expect(KernelLog.reports(head + log).first?.memory?.pages["free"] == 3)
    }

    @Test func missingRecordsAreReported() throws {
        let lines = Sample.records(Sample.memcg).split(separator: "\n")
        let log = (lines.prefix(10) + lines.dropFirst(12)).joined(separator: "\n")
        let report = try #require(KernelLog.reports(log).first)
        #expect(!report.complete)
        #expect(report.warnings.map(\.text) == ["records 110 to 111 are missing"])
        #expect(report.victims.count == 2)
    }
}

extension OOMReport {
    /// Without what depends on the wrapping.
    var withoutPlace: OOMReport {
        var copy = self
        (copy.firstLine, copy.lastLine, copy.timeNs, copy.endTimeNs, copy.stamp) = (0, 0, nil, nil, nil)
        (copy.firstSequence, copy.lastSequence) = (nil, nil)
        for index in copy.victims.indices { copy.victims[index].timeNs = nil }
        for index in copy.reapings.indices { copy.reapings[index].timeNs = nil }
        copy.memory?.timeNs = nil
        return copy
    }
}
