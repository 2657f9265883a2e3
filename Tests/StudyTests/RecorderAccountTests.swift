import GuestProtocol
import Study
import TestSupport
import Testing

/// The recorder's own account: what it cost, and when it looked at nothing.
@Suite struct RecorderAccountTests {
    private func account(_ records: [(Record, Double)]) -> RecorderAccount {
        var run = ImaginedRun.beforeTheKill()
        for (record, time) in records { run.record(record, at: time) }
        run.finish()
        return run.facts.recorder
    }

    @Test func addsUpWhatWasNotSeen() {
        let account = account([
            (.blind(fromNs: ImaginedRun.ms(1100)), 1130), (.blind(fromNs: ImaginedRun.ms(1200)), 1700),
            (.usage(.init(cpuNs: 5, peakRSSBytes: 1)), 1800), (.usage(.init(cpuNs: 7, peakRSSBytes: 1)), 1900),
        ])
        #expect(account.cpuNs == 7 && account.blindSpans == 2 && account.blindNs == 530_000_000)
    }

    /// A stamp of the future is the guest's nonsense.
    @Test func aHostileStampIsNoSpan() {
        let account = account([(.blind(fromNs: .max), 1100), (.blind(fromNs: 0), 1200)])
        #expect(account.blindSpans == 2 && account.blindNs == ImaginedRun.ms(1200))
    }
}
