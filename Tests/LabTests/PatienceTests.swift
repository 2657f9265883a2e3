import Evidence
import Testing

@testable import Lab

/// A machine is given up for its own silence, and not for the host's.
@Suite struct PatienceTests {
    private static let limits = WallLimits(total: .seconds(60), silence: .seconds(10))
    private static let look = Duration.milliseconds(200)

    /// After how many looks patience ends, and why; `nil` if it never does in ten minutes.
    private func end(isAlive: Bool = false, _ loss: (Int) -> HostWatch.Loss?) -> (looks: Int, stop: MachineExit.Stop)? {
        var patience = Patience(Self.limits)
        for looks in 1...3000 {
            if let stop = patience.add(Self.look, loss(looks), isAlive: isAlive) { return (looks, stop) }
        }
        return nil
    }

    @Test func silenceOfTheGuest() throws {
        let end = try #require(end { _ in nil })
        #expect(end.looks == 51 && end.stop == .silence(.seconds(10)))
    }

    @Test func talkForEver() throws {
        let end = try #require(end(isAlive: true) { _ in nil })
        #expect(end.looks == 301 && end.stop == .deadline(.seconds(60)))
    }

    /// Half of the time it had no processor: it is waited for twice as long.
    @Test func aStarvedMachine() throws {
        let end = try #require(
            end { HostWatch.Loss(time: .milliseconds($0.isMultiple(of: 8) ? 40 : 80), cause: .starved) })
        guard case .silence = end.stop else { return #expect(Bool(false), "\(end.stop)") }
        #expect((75...95).contains(end.looks))
    }

    /// It never gets a processor: it is waited for as long as a machine may run at all.
    @Test func aMachineWithoutAProcessor() throws {
        let end = try #require(end { _ in HostWatch.Loss(time: Self.look, cause: .starved) })
        #expect(end.looks == 301 && end.stop == .standstill(Self.look * 301))
    }

    @Test func aStoppedMachine() throws {
        let end = try #require(end { _ in HostWatch.Loss(time: Self.look, cause: .stopped) })
        #expect(end.looks == 51 && end.stop == .standstill(Self.look * 51))
        let resumed = try #require(self.end { $0 < 40 ? HostWatch.Loss(time: Self.look, cause: .stopped) : nil })
        #expect(resumed.looks == 39 + 51 && resumed.stop == .silence(.seconds(10)))
    }

    /// The host slept for a year, or Ctrl-Z stopped the command.
    @Test func aHypervisorsShare() {
        let stat = "cpu  9 9 9 9 9 9 9 999 0 0\ncpu0 1 2 3 4 5 6 7 8 9 0\ncpu1 1 2 3\nintr 5 6 7 8 9 10 11 12 13\n"
        #expect(HostWatch.stolenTicks(stat) == [8, 0] && HostWatch.stolenTicks("") == [])
    }

    @Test func nobodyLooked() {
        var patience = Patience(Self.limits)
        let year = Duration.seconds(365 * 86400)
        for _ in 0..<100 {
            #expect(patience.add(year, HostWatch.Loss(time: year, cause: .unwatched), isAlive: false) == nil)
        }
    }
}

/// When the host kept a machine from running, on the machine's clock.
@Suite struct StandstillLogTests {
    private static func loss(_ milliseconds: Int, _ cause: Standstill.Cause = .stopped) -> HostWatch.Loss {
        HostWatch.Loss(time: .milliseconds(milliseconds), cause: cause)
    }

    /// Adds a look of 200 ms that ends at `milliseconds` of the host's clock.
    private func add(_ loss: HostWatch.Loss, at milliseconds: UInt64, to log: inout StandstillLog) {
        log.add(loss, gap: .milliseconds(200), at: milliseconds * 1_000_000)
    }

    @Test func isToldOnTheGuestsClock() {
        var log = StandstillLog()
        log.note(guestNs: 5_000_000_000, at: 1_250_000_000)
        // Seen sooner after it was written: closer to the truth.
        log.note(guestNs: 5_400_000_000, at: 1_400_000_000)
        for time in [2200, 2400, 2600] as [UInt64] { add(Self.loss(200), at: time, to: &log) }
        #expect(
            log.standstills == [
                Standstill(beganNs: 6_000_000_000, endedNs: 6_600_000_000, lostNs: 600_000_000, cause: .stopped)
            ])
    }

    @Test func onlyWhatIsLostAltogetherIsToldAsOne() {
        var log = StandstillLog()
        log.note(guestNs: 0, at: 0)
        add(Self.loss(90, .starved), at: 400, to: &log)
        add(Self.loss(150, .starved), at: 1000, to: &log)
        add(Self.loss(200), at: 1200, to: &log)
        add(Self.loss(200), at: 1400, to: &log)
        add(Self.loss(200), at: 9000, to: &log)
        #expect(log.standstills.map(\.lostNs) == [90, 150, 400, 200].map { $0 * 1_000_000 })
        #expect(log.standstills.map(\.cause) == [.starved, .starved, .stopped, .stopped])
    }

    /// A thread that waits for a processor is told of only when it gets one.
    @Test func aWaitIsToldOfWhenItEnds() {
        var log = StandstillLog()
        log.note(guestNs: 0, at: 0)
        add(Self.loss(900, .starved), at: 400, to: &log)
        add(Self.loss(900, .starved), at: 2000, to: &log)
        #expect(log.standstills.map(\.beganNs) == [0, 1_100_000_000])
        #expect(log.standstills.map(\.lostNs) == [400_000_000, 900_000_000])
    }

    /// Stamps come from the guest, and may be any number.
    @Test(arguments: [0, 1, UInt64(Int64.max), .max])
    func hostileStamps(stamp: UInt64) {
        var log = StandstillLog()
        log.note(guestNs: stamp, at: 1_000_000_000)
        log.note(guestNs: .max, at: .max)
        for time in 1...2000 as ClosedRange<UInt64> { add(Self.loss(200), at: time * 500, to: &log) }
        let spans = log.standstills
        #expect((256...512).contains(spans.count) && spans.map(\.lostNs).reduce(0, +) == 2000 * 200_000_000)
    }

    @Test func withoutARecordThereIsNoClock() {
        var log = StandstillLog()
        add(Self.loss(200), at: 400, to: &log)
        #expect(log.standstills == [])
    }
}
