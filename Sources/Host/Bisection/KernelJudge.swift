import Record
import Statistics

/// Says of a kernel's runs whether the kernel is like the good end or like the bad one.
struct KernelJudge: Sendable {
    private let criterion: Criterion
    private let options: Bisection.Options
    private let goodEnd: (bad: Int, of: Int)
    private let badEnd: (bad: Int, of: Int)
    private let stepConfidence: Double

    /// So many runs in a row that say nothing are enough.
    private static let patience = 3

    init(criterion: Criterion, options: Bisection.Options, good: [RunRecord], bad: [RunRecord], kernels: Int) {
        self.criterion = criterion
        self.options = options
        goodEnd = KernelJudge.count(good, criterion)
        badEnd = KernelJudge.count(bad, criterion)
        // Errors of single steps add up: with so many steps each has its share of the doubt.
        var steps = 0
        while 1 << steps < kernels - 1 { steps += 1 }
        stepConfidence = 1 - (1 - options.confidence) / Double(max(1, steps))
    }

    /// Whether more runs are not needed, or don't help.
    func isSettled(_ records: [RunRecord]) -> Bool {
        if options.isDeterministic || noisy(records).finding != nil { return true }
        return records.count >= KernelJudge.patience
            && records.suffix(KernelJudge.patience).allSatisfy { criterion.finding($0) == nil }
    }

    /// What the runs say, as a step of the path.
    func step(_ records: [RunRecord], at place: Int) -> BisectionStep {
        let (bad, total) = KernelJudge.count(records, criterion)
        if total == 0 { return step(records, place, nil, confidence: 0) }
        if options.isDeterministic {
            // Nearer to the share of bad seeds at the good end or at the bad end.
            let share = Double(bad) / Double(total)
            let (low, high) = (rate(goodEnd), rate(badEnd))
            return step(records, place, share - low <= high - share ? .good : .bad, confidence: 1)
        }
        let noisy = noisy(records)
        let confidence = max(noisy.badProbability, 1 - noisy.badProbability)
        return step(records, place, noisy.finding, confidence: confidence)
    }

    /// An end is what the user says it is.
    func end(_ records: [RunRecord], at place: Int, _ finding: Finding) -> BisectionStep {
        step(records, place, finding, confidence: 1)
    }

    private func step(_ records: [RunRecord], _ place: Int, _ finding: Finding?, confidence: Double) -> BisectionStep {
        let (bad, total) = KernelJudge.count(records, criterion)
        return BisectionStep(
            place: place, finding: finding, bad: bad, counted: total, confidence: confidence, records: records)
    }

    private func noisy(_ records: [RunRecord]) -> NoisyFinding {
        var noisy = NoisyFinding(goodEnd: goodEnd, badEnd: badEnd, confidence: stepConfidence)
        for record in records {
            if let finding = criterion.finding(record) { noisy.add(finding) }
        }
        return noisy
    }

    private func rate(_ end: (bad: Int, of: Int)) -> Double { Double(end.bad) / Double(max(1, end.of)) }

    private static func count(_ records: [RunRecord], _ criterion: Criterion) -> (bad: Int, of: Int) {
        let findings = records.compactMap { criterion.finding($0) }
        return (findings.count { $0 == .bad }, findings.count)
    }
}
