import KernelLog
import Testing

/// Lines that come when their report has been told already, and colours in the middle of pieces.
@Suite struct LateLineTests {
    @Test func reaperAfterSettlingIsAnEvent() throws {
        var parser = KernelLogParser()
        _ = parser.feed(Array((Sample.global + "\n").utf8))
        #expect(parser.settle().count == 1)
        let late = parser.feed(
            Array("oom_reaper: reaped process 70 ((sd-pam)), now anon-rss:0kB, file-rss:0kB, shmem-rss:0kB\n".utf8))
        let items = late + parser.finish()
        #expect(items.count == 1)
        guard case .event(let event) = try #require(items.first) else { throw NoEvent() }
        #expect(event.kind == .reaped)
        #expect(event.pid == 70)
    }

    @Test func unknownReaperLineIsStillAReport() {
        let log = "oom_reaper: reaped process 70 (x), now anon-rss:0kB, file-rss:0kB, shmem-rss:0kB\n"
        #expect(KernelLog.reports(log).map(\.reaped) == [[70]])
    }

    @Test func coloursInPiecesAreTakenOut() {
        let bytes = Array(Sample.wrapped(Sample.global) { "\u{1b}[32m[   12.3\(10 + $0)]\u{1b}[0m \($1)" }.utf8)
        let whole = KernelLog.parse(bytes)
        for cut in stride(from: 0, to: bytes.count, by: 7) {
            var parser = KernelLogParser()
            #expect(parser.feed(bytes[..<cut]) + parser.feed(bytes[cut...]) + parser.finish() == whole)
        }
    }

    private struct NoEvent: Error {}
}

/// What is no OOM kill is named for what it is.
@Suite struct NearMissTests {
    @Test(arguments: [
        (
            "Jul 1 10:00:00 h earlyoom[700]: low memory! at or below SIGTERM limits: mem 10.00%, swap 10.00%",
            NearMiss.earlyoom
        ),
        (
            "Jul 1 10:00:00 h earlyoom[700]: sending SIGTERM to process 12 uid 0 \"x\": badness 900, VmRSS 12 MiB",
            .earlyoom
        ),
        (
            "Jul 1 10:00:00 h systemd-oomd[600]: Killed /user.slice/x due to memory pressure for /user.slice being 60% > 50%",
            .systemdOOMD
        ),
        ("Jul 1 10:00:00 h systemd[1]: x.service: systemd-oomd killed 5 process(es) in this unit.", .systemdOOMD),
        ("Jul 1 10:00:00 h systemd[1]: x.service: A process of this unit has been killed by the OOM killer.", .report),
        ("Jul 1 10:00:00 h systemd[1]: x.service: Failed with result 'oom-kill'.", .report),
        ("Jul 1 10:00:00 h kubelet[9]: container app in pod x was OOMKilled", .report),
        ("Jul 1 10:00:00 h java[9]: java.lang.OutOfMemoryError: Java heap space", .runtime),
        (
            "Jul 1 10:00:00 h java[9]: There is insufficient memory for the Java Runtime Environment to continue.",
            .runtime
        ),
        (
            "Jul 1 10:00:00 h node[9]: FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory",
            .runtime
        ),
        ("Jul 1 10:00:00 h app[9]: fatal error: runtime: out of memory", .runtime),
        ("Jul 1 10:00:00 h bot[9]: saw \"Out of memory: Killed process 5 (x) total-vm:1kB\" on db1", .quotation),
    ])
    func isNamed(_ line: String, _ kind: NearMiss) {
        let items = KernelLog.parse(line + "\n")
        #expect(items.count == 1)
        #expect(KernelLog.events(line).first?.nearMiss == kind)
        #expect(KernelLog.reports(line).isEmpty)
    }
}
