import Matrix
import Testing
import Vocabulary

import enum Matrix.ExitStatus

@Suite struct ExitStatusTests {
    /// 1 before 2 before 0, and 4 only where nothing applied: for every set of statuses.
    @Test func everyMix() {
        let all = RunStatus.allCases
        for bits in 0..<(1 << all.count) {
            let statuses = all.indices.filter { bits & (1 << $0) != 0 }.map { all[$0] }
            let expected: ExitStatus =
                if statuses.contains(.fail) {
                    .kernelDiffered
                } else if statuses.contains(.error) {
                    .harnessFailed
                } else if statuses.contains(.pass) || statuses.contains(.done) {
                    .asExpected
                } else {
                    .nothingApplicable
                }
            #expect(ExitStatus(of: statuses) == expected, "\(statuses)")
            #expect(ExitStatus(of: statuses.reversed() + statuses) == expected)
        }
    }

    @Test func theNumbersAreThoseOfTheContract() {
        #expect(ExitStatus(of: [.pass, .skip]).rawValue == 0)
        #expect(ExitStatus(of: [.error, .pass, .fail]).rawValue == 1)
        #expect(ExitStatus(of: [.error, .pass]).rawValue == 2)
        #expect(ExitStatus(of: [.skip]).rawValue == 4 && ExitStatus(of: []).rawValue == 4)
        #expect(ExitStatus.usage.rawValue == 64 && ExitStatus.interrupted.rawValue == 130)
    }
}
