import KernelLog
import Testing
import VictimSelection
import Vocabulary

/// Points by the formula of each age, against numbers worked out by hand from `oom_badness()`.
@Suite struct BadnessFormulaTests {
    @Test(arguments: [
        ("2.6.36", "2.6.36 to 3.4"), ("3.0.101", "2.6.36 to 3.4"), ("3.4.113-foo", "2.6.36 to 3.4"),
        ("3.5.0", "3.5 to 3.13"), ("3.10.0-514.el7.x86_64", "3.5 to 3.13"), ("3.13.0-27-generic", "3.5 to 3.13"),
        ("3.14", "3.14 to 4.16"), ("4.16.18", "3.14 to 4.16"), ("4.17.0", "4.17 to 5.0"),
        ("4.18.0-553.el8_10.x86_64", "4.17 to 5.0"), ("5.0.21", "4.17 to 5.0"), ("5.1.0", "5.1 to 5.8"),
        ("5.8.18", "5.1 to 5.8"), ("5.9.0", "5.9 and later"), ("6.18.5+deb13-cloud-amd64", "5.9 and later"),
        ("7.3.4", "5.9 and later"),
    ])
    func formulaOfAKernel(_ release: String, _ versions: String) throws {
        let kernel = try #require(KernelVersion(release))
        #expect(BadnessFormula(kernel: kernel)?.versions == versions)
    }

    @Test(arguments: ["2.6.18", "2.6.32", "2.6.35", "2.4.37"])
    func oldHeuristicCannotBeComputed(_ release: String) throws {
        #expect(BadnessFormula(kernel: try #require(KernelVersion(release))) == nil)
    }

    @Test func pointsInThousandths() {
        let rule = BadnessFormula.permille
        #expect(rule.points(size: 500, oomScoreAdj: 0, privileged: false, totalPages: 1000) == 500)
        #expect(rule.points(size: 500, oomScoreAdj: 0, privileged: true, totalPages: 1000) == 470)
        #expect(rule.points(size: 500, oomScoreAdj: 700, privileged: false, totalPages: 1000) == 1000)
        #expect(rule.points(size: 500, oomScoreAdj: -999, privileged: false, totalPages: 1000) == 1)
        #expect(rule.points(size: 0, oomScoreAdj: 0, privileged: false, totalPages: 0) == 1)
    }

    @Test func rootBonusThroughTheAges() {
        func points(_ rule: BadnessFormula) -> Int {
            rule.points(size: 50_000, oomScoreAdj: 10, privileged: true, totalPages: 100_000)
        }
        #expect(points(.pagesWithThirty) == 50_000 - 20 * 100)
        #expect(points(.pagesWithShare) == 50_000 - 1500 + 10 * 100)
        #expect(points(.pagesWithChildren) == 51_000)
        #expect(points(.signedPages) == 51_000)
    }

    @Test func onlyNewKernelsGoBelowOne() {
        func points(_ rule: BadnessFormula) -> Int {
            rule.points(size: 10, oomScoreAdj: -998, privileged: false, totalPages: 100_000)
        }
        #expect(points(.pages) == 1)
        #expect(points(.signedPages) == 10 - 998 * 100)
    }

    @Test func absurdNumbersDoNotTrap() {
        for rule in BadnessFormula.all {
            for size in [Int.min, -1, 0, Int.max] {
                for adj in [Int.min, -1000, 1000, Int.max] {
                    for total in [Int.min, 0, 1, Int.max] {
                        _ = rule.points(size: size, oomScoreAdj: adj, privileged: true, totalPages: total)
                        _ = rule.printedScore(points: size, totalPages: total)
                    }
                }
            }
        }
    }

    @Test func equalsAreTakenInTheKernelsOrder() {
        let equals = [1001, 1002, 1003].map { pid in
            var candidate = Candidate(pid: pid)
            candidate.points = 7
            return candidate
        }
        #expect(BadnessFormula.signedPages.choice(equals)?.pid == 1003)
        #expect(BadnessFormula.pagesWithChildren.choice(equals)?.pid == 1001)
        #expect(BadnessFormula.signedPages.choice(equals, preferring: 1002)?.pid == 1002)
        #expect(BadnessFormula.pagesWithChildren.choice(equals, preferring: 1002)?.pid == 1002)
        #expect(BadnessFormula.signedPages.choice([]) == nil)
    }
}
