import GuestProtocol
import Study
import TestSupport
import Testing

/// Who entered which of the kernel's functions, by its histograms, its list of probes, and its trace.
@Suite struct FunctionEntriesTests {
    private static let tracing = "/sys/kernel/tracing/"

    private static func histogram(_ lines: [String]) -> String {
        "# event histogram\n#\n\n" + lines.joined(separator: "\n") + "\n\nTotals:\n    Hits: 9\n"
    }

    private static func line(_ name: String, _ pid: Int, _ hits: String) -> String {
        "{ common_pid: \(name) [        \(pid)] } hitcount: \(hits)"
    }

    private func run(_ change: (inout ImaginedRun) -> Void) -> [FunctionEntries] {
        var run = ImaginedRun.beforeTheKill()
        run.plan.functions = ["out_of_memory", "inlined"].map { Array($0.utf8) }
        run.file(Self.tracing + "kprobe_events", "p:reach/f_0 out_of_memory.part.0\n", at: 1100)
        change(&run)
        run.afterTheKill()
        return run.facts.functions
    }

    @Test func aHistogramTellsWhoAndHowOften() throws {
        let functions = run { run in
            let path = Self.tracing + "events/reach/f_0/hist"
            run.file(path, Self.histogram([Self.line("hog", 118, "2"), Self.line("kswapd0", 40, "1")]), at: 1200)
            run.file(
                path,
                Self.histogram([
                    Self.line("hog", 118, "7"), Self.line("kswapd0", 40, "1"), Self.line("a b [c]", 9, "3"),
                ]),
                at: 1300)
        }
        let entries = try #require(functions.first { $0.function == "out_of_memory" })
        #expect(entries.symbol == "out_of_memory.part.0" && entries.hits == 11)
        #expect(entries.by.map(\.who) == ["hog", "a b [c]", "kswapd0"] && entries.by.map(\.hits) == [7, 3, 1])
    }

    @Test func aKernelWithoutHistogramsCountsAndNamesNobody() throws {
        let functions = run { run in
            run.file(Self.tracing + "kprobe_profile", "  f_0    2    0\n", at: 1200)
            run.file(Self.tracing + "kprobe_profile", "  badness    9    0\n  f_0    12    0\n", at: 1300)
        }
        let entries = try #require(functions.first { $0.function == "out_of_memory" })
        #expect(entries.by.map(\.who) == ["anybody"] && entries.hits == 12)
    }

    @Test func whatCanNotBeProbedHasNoSymbol() throws {
        let functions = run { _ in }
        #expect(functions.prefix(2).allSatisfy { $0.symbol == nil && $0.hits == nil })
    }

    @Test(arguments: ["99999999999999999999", "-1", "x", ""])
    func aHostileCountIsNoCount(hits: String) {
        let functions = run { run in
            run.file(Self.tracing + "events/reach/f_0/hist", Self.histogram([]), at: 1200)
            run.file(Self.tracing + "events/reach/f_0/hist", Self.histogram([Self.line("hog", 118, hits)]), at: 1300)
        }
        #expect(functions.first?.hits == 0)
    }

    /// The reaper's events come from the trace, in every run.
    @Test func eventsAreCountedToo() throws {
        var run = ImaginedRun.memcgKill()
        run.plan.functions = []
        let events = run.facts.functions
        #expect(events.map(\.function).contains("wake_reaper"))
        #expect(events.first { $0.function == "mark_victim" }?.hits == 1)
        #expect(events.first { $0.function == "wake_reaper" }?.hits == 0)
    }
}
