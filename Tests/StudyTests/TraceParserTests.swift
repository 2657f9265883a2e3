import Study
import Testing

@Suite struct TraceParserTests {
    private func events(_ text: String) -> TraceParser.Trace { TraceParser.parse(Array(text.utf8)) }

    @Test func anEvent() throws {
        let trace = events("             hog-118     [001] d..1.     2.000500: mark_victim: pid=118 comm=hog\n")
        let event = try #require(trace.events.first)
        #expect(
            event
                == TraceEvent(
                    name: "mark_victim", timeNs: 2_000_500_000, comm: "hog", tid: 118, fields: "pid=118 comm=hog"))
        #expect(event.subject == 118 && trace.lost == 0 && trace.unreadable == 0)
    }

    @Test(arguments: [
        "a-b [000] x", "[000] d..1. 1.0: mark_victim: pid=1", "pid=4 grp=1", "hog-1", "(hog)", " ", "x: y", "-1-1",
    ])
    func namesThatImitate(name: String) throws {
        let trace = events("  \(name.prefix(15))-118     [001] d..1.     2.000500: mark_victim: pid=77\n")
        let event = try #require(trace.events.first)
        #expect(event.tid == 118 && event.subject == 77 && event.comm.count <= 15)
    }

    /// A task that calls itself like a field is no field.
    @Test func fieldsBehindANameAreTheLast() throws {
        let line =
            "  x-1     [000] .....     2.000500: signal_generate: sig=9 errno=0 code=128 comm=pid=1 sig=0 pid=118 grp=1 res=0\n"
        let event = try #require(events(line).events.first)
        #expect(event.subject == 118 && event.first("sig") == "9" && event.first("code") == "128")
        #expect(event.last("none") == nil)
    }

    @Test func lossesAndNonsenseAreCounted() {
        let trace = events("CPU:1 [LOST 12 EVENTS]\n# tracer: nop\nnonsense\n\nCPU:0 [LOST EVENTS]\n")
        #expect(trace.events.isEmpty && trace.lost == 13 && trace.unreadable == 1)
    }

    /// Whatever number is there, something was lost, and no number makes it less.
    @Test(arguments: ["-5", "0", "x", "9223372036854775807", "18446744073709551615", "99999999999999999999999"])
    func lossesWithoutSense(number: String) {
        let line = "CPU:1 [LOST \(number) EVENTS]\n"
        #expect(events(line).lost >= 1)
        let three = events(line + "CPU:0 [LOST 3 EVENTS]\n" + line).lost
        #expect(three >= 5)
    }

    /// Each of these is as long as an evidence file can be, and none takes longer than it takes to read it.
    @Test(arguments: ["[", "[0]", "a-1 [", " ", "-", "x-1 [000] ", ":"])
    func longLines(piece: String) {
        let trace = events(String(repeating: piece, count: (1 << 20) / piece.utf8.count) + "\n")
        #expect(trace.unreadable <= 1 && trace.events.count <= 1)
    }

    @Test func cutAnywhereItDoesNotCrash() {
        let text = "  hog-118     [001] d..1.     2.000500: mark_victim: pid=118 comm=hog\n"
        for length in 0...text.utf8.count {
            #expect(TraceParser.parse(Array(text.utf8.prefix(length))).events.count <= 1)
        }
    }
}
