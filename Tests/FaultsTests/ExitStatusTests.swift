import Faults
import Testing
import Vocabulary

@Suite struct ExitStatusTests {
    /// 1 before 2 before 0, and 4 only where nothing applied: for every set of statuses.
    @Test func everyMix() {
        let all = RunStatus.allCases
        for bits in 0..<(1 << all.count) {
            let statuses = all.indices.filter { bits & (1 << $0) != 0 }.map { all[$0] }
            let expected: Faults.ExitStatus =
                if statuses.contains(.fail) {
                    .kernelDiffered
                } else if statuses.contains(.error) {
                    .harnessFailed
                } else if statuses.contains(.pass) || statuses.contains(.done) {
                    .asExpected
                } else {
                    .nothingApplicable
                }
            #expect(Faults.ExitStatus(of: statuses) == expected, "\(statuses)")
            #expect(Faults.ExitStatus(of: statuses.reversed() + statuses) == expected)
        }
    }

    @Test func theNumbersAreThoseOfTheContract() {
        #expect(Faults.ExitStatus(of: [.pass, .skip]).rawValue == 0)
        #expect(Faults.ExitStatus(of: [.error, .pass, .fail]).rawValue == 1)
        #expect(Faults.ExitStatus(of: [.error, .pass]).rawValue == 2)
        #expect(Faults.ExitStatus(of: [.skip]).rawValue == 4 && Faults.ExitStatus(of: []).rawValue == 4)
        #expect(ExitStatus.usage.rawValue == 64 && ExitStatus.interrupted.rawValue == 130)
    }
}
