import KernelLog
import Testing

/// Whatever arrives, in whatever pieces: no trap, no loop, and nothing made up.
@Suite struct RobustnessTests {
    static let logs = [
        Sample.records(Sample.memcg), Sample.wrapped(Sample.global) { "[   12.3\(10 + $0)] \($1)" },
        "noise\n" + Sample.global + "\n" + Sample.memcg,
    ]

    @Test(arguments: logs)
    func chunksGiveTheSameAsTheWhole(_ log: String) {
        let bytes = Array(log.utf8)
        let whole = KernelLog.parse(bytes)
        for cut in 0...bytes.count {
            var parser = KernelLogParser()
            let items = parser.feed(bytes[..<cut]) + parser.feed(bytes[cut...]) + parser.finish()
            #expect(items == whole, "cut at \(cut)")
            guard items == whole else { return }
        }
        var parser = KernelLogParser()
        let single = bytes.flatMap { parser.feed([$0]) } + parser.finish()
        #expect(single == whole)
    }

    @Test(arguments: logs)
    func truncationNeverInvents(_ log: String) {
        let bytes = Array(log.utf8)
        let whole = Set(KernelLog.reports(bytes).flatMap(\.victims).map(\.pid))
        for cut in 0...bytes.count {
            for report in KernelLog.reports(Array(bytes[..<cut])) {
                #expect(
                    report.victims.allSatisfy { victim in
                        whole.contains(victim.pid) || whole.contains { String($0).hasPrefix(String(victim.pid)) }
                    })
            }
            _ = KernelLog.parse(Array(bytes[cut...]))
        }
    }

    @Test func shuffledLinesAreSafe() {
        var random = SplitMix(state: 7)
        for log in Self.logs {
            var lines = log.split(separator: "\n")
            for _ in 0..<200 {
                lines.shuffle(using: &random)
                let reports = KernelLog.reports(lines.joined(separator: "\n"))
                #expect(reports.flatMap(\.victims).allSatisfy { [70, 205, 206].contains($0.pid) })
            }
        }
    }

    @Test func changedBytesAreSafe() {
        var random = SplitMix(state: 11)
        for log in Self.logs {
            let bytes = Array(log.utf8)
            for _ in 0..<500 {
                var copy = bytes
                for _ in 0..<8 {
                    copy[Int.random(in: 0..<copy.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
                }
                _ = KernelLog.parse(copy)
            }
        }
    }

    @Test func endlessLineIsCut() {
        var parser = KernelLogParser()
        let megabyte = [UInt8](repeating: UInt8(ascii: "m"), count: 1 << 20)
        for _ in 0..<8 { #expect(parser.feed(megabyte).isEmpty) }
        #expect(parser.feed(Array("\nOut of memory: Killed process 1 (x) total-vm:1kB, anon-rss:1kB\n".utf8)).isEmpty)
        #expect(parser.finish().count == 1)
    }

    @Test func manyReportsAreHandedOutAsTheyEnd() {
        var parser = KernelLogParser()
        var count = 0
        for _ in 0..<1000 { count += parser.feed(Array((Sample.global + "\n").utf8)).count }
        #expect(count >= 1000 - KernelLogLimits.waiting - 1)
        #expect(count + parser.finish().count == 1000)
    }

    @Test func timePassingReleasesAReport() {
        var parser = KernelLogParser()
        let early = Sample.wrapped(Sample.global) { _, line in "[   10.000000] \(line)" } + "\n"
        #expect(parser.feed(Array(early.utf8)).isEmpty)
        let later = "[  100.000000] BUG: Bad page state in process x  pfn:00001\n"
        #expect(parser.feed(Array(later.utf8)).count == 2)
    }

    @Test func settleAsksForWhatThereIs() {
        var parser = KernelLogParser()
        _ = parser.feed(Array((Sample.global + "\n").utf8))
        #expect(parser.settle().count == 1)
        #expect(parser.finish().isEmpty)
    }
}

/// A small random number generator with a seed, so that a failure repeats.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var value = state
        value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
        value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
        return value ^ (value >> 31)
    }
}

/// Lines made to be joined for ever cost no more than others.
@Test func joiningIsBounded() {
    let log = "x invoked oom-killer: gfp_mask=0x0,\n" + String(repeating: "order=0,\n", count: 200_000)
    #expect(KernelLog.reports(log).count == 1)
}

/// What a timeline needs is read alike, with and without the detail.
@Suite struct DetailTests {
    private static func kills(_ log: String, pieces: Int = .max) -> [OOMReport] {
        var parser = KernelLogParser()
        parser.detail = .kills
        let bytes = Array(log.utf8)
        var items: [KernelLogItem] = []
        for start in stride(from: 0, to: bytes.count, by: min(pieces, bytes.count)) {
            items += parser.feed(bytes[start..<min(bytes.count, start + min(pieces, bytes.count))])
        }
        items += parser.finish()
        return items.compactMap { if case .report(let report) = $0 { report } else { nil } }
    }

    @Test(arguments: AgesTests.ages)
    func killsAreTheSame(_ age: AgesTests.Age) {
        let log = "noise\n" + age.log + "\n"
        let whole = KernelLog.reports(log)
        for pieces in [Int.max, 1, 7, 100] {
            let skimmed = Self.kills(log, pieces: pieces)
            #expect(skimmed.map(\.victims) == whole.map(\.victims))
            #expect(skimmed.map(\.kind) == whole.map(\.kind))
            #expect(skimmed.map(\.outcome) == whole.map(\.outcome))
            #expect(skimmed.map(\.oomMemcg) == whole.map(\.oomMemcg))
            #expect(skimmed.map(\.firstLine) == whole.map(\.firstLine))
            #expect(skimmed.map(\.reaped) == whole.map(\.reaped))
        }
    }

    @Test func detailIsLeftOut() throws {
        let report = try #require(Self.kills(Sample.global).first)
        #expect(report.tasks.isEmpty)
        #expect(report.memory == nil)
        #expect(report.timeNs == nil)
        let record = try #require(Self.kills(Sample.records(Sample.memcg)).first)
        #expect(record.timeNs == 5_000_000_000)
        #expect(record.warnings.allSatisfy { !$0.text.contains("missing") || $0.text.contains("end") })
    }

    @Test func changingInTheMiddleKeepsTheOpenReport() {
        let bytes = Array((Sample.global + "\n" + Sample.global + "\n").utf8)
        for cut in stride(from: 0, to: bytes.count, by: 13) {
            var parser = KernelLogParser()
            var items = parser.feed(bytes[..<cut])
            parser.detail = .kills
            items += parser.feed(bytes[cut...]) + parser.finish()
            #expect(items.count == 2)
        }
    }
}
