import Statistics
import Vocabulary

/// One observation on a kernel and on the reference.
struct Pair {
    let group: RunGroup
    let name: ObservationName
    let kernel: KernelRuns
    let reference: KernelRuns

    /// The row; `nil` where neither kernel has the observation.
    func draft(_ options: Comparison.Options) -> Draft? {
        let mine = group.isDeterministic ? kernel.bySeed.values.map { $0[name] } : kernel.records.map { $0[name] }
        let theirs =
            group.isDeterministic ? reference.bySeed.values.map { $0[name] } : reference.records.map { $0[name] }
        guard mine.contains(where: { $0 != nil }) || theirs.contains(where: { $0 != nil }) else { return nil }
        var row = row(mine, theirs)
        if group.isDeterministic {
            compareSeeds(&row, options)
            return Draft(row: row, test: nil)
        }
        return Draft(row: row, test: test(mine, theirs))
    }

    /// Everything but the verdict.
    private func row(_ mine: [ObservationValue?], _ theirs: [ObservationValue?]) -> ComparisonRow {
        let (values, referenceValues) = (numbers(mine), numbers(theirs))
        let center = Score.usesMedian(name) ? Center.median : Center.mean
        let isNumeric = name.kind != .words && name.kind != .word
        let (value, referenceValue) = (isNumeric ? center(values) : nil, isNumeric ? center(referenceValues) : nil)
        let both = value.flatMap { value in referenceValue.map { (value, $0) } }
        return ComparisonRow(
            scenario: group.label, observation: name, kernel: kernel.label, reference: reference.label,
            mode: group.key.mode, runs: mine.count { $0 != nil }, absent: mine.count { $0 == nil },
            referenceRuns: theirs.count { $0 != nil }, referenceAbsent: theirs.count { $0 == nil },
            value: value, referenceValue: referenceValue, words: isNumeric ? [] : words(mine),
            referenceWords: isNumeric ? [] : words(theirs), difference: both.map { $0.0 - $0.1 },
            interval: both == nil ? nil : Bootstrap().difference(of: values, from: referenceValues, by: center),
            effect: CliffsDelta(of: values, against: referenceValues)?.value, verdict: .same)
    }

    private func numbers(_ values: [ObservationValue?]) -> [Double] {
        values.compactMap { $0.flatMap { Score.of($0, name) } }
    }

    private func words(_ values: [ObservationValue?]) -> [String] {
        Set(values.compactMap { $0?.description }).sorted()
    }

    // MARK: Deterministic runs, seed by seed

    private func compareSeeds(_ row: inout ComparisonRow, _ options: Comparison.Options) {
        let (mine, theirs) = (kernel.bySeed, reference.bySeed)
        let seeds = mine.keys.filter { theirs[$0] != nil }
        let verdicts = seeds.map { verdict(mine[$0]?[name], theirs[$0]?[name], options.tolerance) }
        let differing = verdicts.filter { $0 != .same }
        row.seeds = seeds.count
        row.differingSeeds = differing.count
        if seeds.isEmpty {
            row.verdict = .tooFewRuns
            row.neededRuns = 1
        } else if Set(differing).count == 1 {
            row.verdict = differing[0]
        } else {
            // Better with some seeds and worse with others is neither.
            row.verdict = differing.isEmpty ? .same : .different
        }
    }

    private func verdict(_ mine: ObservationValue?, _ theirs: ObservationValue?, _ tolerance: Double)
        -> ComparisonRow.Verdict
    {
        guard let mine, let theirs else { return mine == nil && theirs == nil ? .same : .different }
        if mine.matches(theirs) { return .same }
        guard let one = Score.of(mine, name), let other = Score.of(theirs, name), one != other else {
            return .different
        }
        if abs(one - other) <= tolerance * abs(other) { return .same }
        return direction(one - other)
    }

    /// What a difference of this sign means.
    private func direction(_ difference: Double) -> ComparisonRow.Verdict {
        guard let better = name.better, difference != 0 else { return .different }
        return (difference < 0) == (better == .lower) ? .better : .worse
    }

    // MARK: Samples

    /// Tests the values where both kernels have the observation equally often; otherwise whether they have it, and words by the reference's most
    /// frequent one.
    private func test(_ mine: [ObservationValue?], _ theirs: [ObservationValue?]) -> Draft.Test? {
        let absent = (mine.count { $0 == nil }, theirs.count { $0 == nil })
        if absent.0 * theirs.count != absent.1 * mine.count {
            let presence = { (values: [ObservationValue?]) in values.map { $0 == nil ? 0.0 : 1.0 } }
            return test(presence(mine), presence(theirs)) { _ in .different }
        }
        if name.kind == .words || (name.kind == .word && name != .kernelFailure) {
            guard let usual = usual(theirs) else { return nil }
            let isUsual = { (values: [ObservationValue?]) in values.compactMap { $0 }.map { $0 == usual ? 1.0 : 0.0 } }
            return test(isUsual(mine), isUsual(theirs)) { _ in .different }
        }
        return test(numbers(mine), numbers(theirs), direction)
    }

    private func test(
        _ mine: [Double], _ theirs: [Double], _ direction: (Double) -> ComparisonRow.Verdict
    ) -> Draft.Test? {
        guard let result = MannWhitney(mine, theirs), let delta = CliffsDelta(of: mine, against: theirs) else {
            return nil
        }
        return Draft.Test(
            p: result.p, smallestP: MannWhitney.smallestP(mine.count, theirs.count), direction: direction(delta.value),
            isConstant: Set(mine + theirs).count == 1)
    }

    /// The value that most runs have; of several the first in the alphabet.
    private func usual(_ values: [ObservationValue?]) -> ObservationValue? {
        let counts = Dictionary(grouping: values.compactMap { $0 }, by: { $0 }).mapValues(\.count)
        return counts.max { ($0.value, $1.key.description) < ($1.value, $0.key.description) }?.key
    }
}
