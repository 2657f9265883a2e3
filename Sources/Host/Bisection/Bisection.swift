import Record
import Statistics
import Vocabulary

/// Makes runs for a bisection: real ones in the command, imagined ones in tests.
public protocol BisectionRunner: Sendable {
    /// Runs the scenario on the kernel at `place`, once with every seed. Finished runs of every status are returned.
    ///
    /// `repetition`: which time this is, from 1.
    ///
    /// - Throws: `CancellationError` where it was interrupted.
    func run(kernel place: Int, repetition: Int) async throws -> [RunRecord]
}

/// Looks for the kernel from which on a scenario ends differently.
public struct Bisection: Sendable {
    /// What is asked of a bisection.
    public struct Options: Sendable {
        /// The observation to go by; `nil` is the verdict.
        public var observation: ObservationName?
        /// Where good ends; `nil` is the middle between both ends.
        public var threshold: Double?
        /// Whether a repeated run says nothing new.
        public var isDeterministic = true
        /// How sure the answer as a whole is to be, where runs vary.
        public var confidence = 0.95
        /// Runs of each end before the search, where runs vary.
        public var endRuns = 8
        /// A kernel that is not sure after so many runs is passed over.
        public var maximumRuns = 40

        /// The usual ones.
        public init() {}
    }

    private let kernels: Int
    private let options: Options
    private let runner: any BisectionRunner
    private let report: @Sendable (BisectionStep) -> Void

    /// A bisection over `kernels` kernels, from a good one to a bad one.
    ///
    /// `report`: is told of each step as it is done.
    public init(
        kernels: Int, options: Options, runner: any BisectionRunner,
        report: @escaping @Sendable (BisectionStep) -> Void = { _ in }
    ) {
        self.kernels = kernels
        self.options = options
        self.runner = runner
        self.report = report
    }

    /// Searches.
    ///
    /// - Throws: `BisectionError` where the ends can't be told apart, and what the runner throws.
    public func search() async throws -> BisectionResult {
        guard kernels > 1 else { throw BisectionError.oneKernel }
        let good = try await ends(at: 0)
        let bad = try await ends(at: kernels - 1)
        let criterion = try criterion(good: good, bad: bad)
        let judge = KernelJudge(criterion: criterion, options: options, good: good, bad: bad, kernels: kernels)
        var steps = [
            judge.end(good, at: 0, .good), judge.end(bad, at: kernels - 1, .bad),
        ]
        steps.forEach(report)
        var search = BisectionSearch(count: kernels)
        while let place = search.next {
            let step = try await self.step(at: place, judge)
            search.found(step.finding, at: place)
            steps.append(step)
            report(step)
        }
        let path = steps.filter { $0.place > 0 && $0.place < kernels - 1 && $0.finding != nil }
        return BisectionResult(
            criterion: criterion, lastGood: search.lastGood, firstBad: search.firstBad,
            unknownBetween: search.unknownBetween, confidence: path.reduce(1) { $0 * $1.confidence }, steps: steps)
    }

    /// One run of each seed, or where runs vary several.
    private func ends(at place: Int) async throws -> [RunRecord] {
        var records: [RunRecord] = []
        for repetition in 1...(options.isDeterministic ? 1 : max(1, options.endRuns)) {
            records += try await runner.run(kernel: place, repetition: repetition)
        }
        return records
    }

    private func criterion(good: [RunRecord], bad: [RunRecord]) throws -> Criterion {
        let usable = { (records: [RunRecord]) in records.filter { $0.status.tellsOfKernel } }
        let (goodRuns, badRuns) = (usable(good), usable(bad))
        guard !goodRuns.isEmpty else { throw BisectionError.nothingKnown(end: .good, good.first?.reason) }
        guard !badRuns.isEmpty else { throw BisectionError.nothingKnown(end: .bad, bad.first?.reason) }
        guard let name = options.observation else {
            if Bisection.isSeparated(.verdict, goodRuns, badRuns, options) { return .verdict }
            let statuses = (goodRuns[0].status, badRuns[0].status)
            throw BisectionError.alike(
                what: "the verdict", good: "\(statuses.0)", bad: "\(statuses.1)",
                differing: ObservationName.allCases.filter {
                    Criterion.separating($0, good: goodRuns, bad: badRuns, threshold: nil) != nil
                })
        }
        guard
            let criterion = Criterion.separating(
                name, good: goodRuns, bad: badRuns, threshold: options.threshold),
            Bisection.isSeparated(criterion, goodRuns, badRuns, options)
        else {
            let text = { (record: RunRecord) in record[name].map { "\($0)" } ?? "n/a" }
            throw BisectionError.alike(what: "\(name)", good: text(goodRuns[0]), bad: text(badRuns[0]), differing: [])
        }
        return criterion
    }

    /// Whether the ends really differ: where runs vary, by more than chance.
    private static func isSeparated(
        _ criterion: Criterion, _ good: [RunRecord], _ bad: [RunRecord], _ options: Options
    ) -> Bool {
        let flags = { (records: [RunRecord]) in
            records.compactMap { criterion.finding($0) }.map { $0 == .bad ? 1.0 : 0.0 }
        }
        guard let one = Center.mean(flags(good)), let other = Center.mean(flags(bad)), one < other else { return false }
        guard !options.isDeterministic else { return true }
        return (MannWhitney(flags(good), flags(bad))?.p ?? 1) <= 0.05
    }

    /// Runs one kernel until it is judged or given up.
    private func step(at place: Int, _ judge: KernelJudge) async throws -> BisectionStep {
        var records: [RunRecord] = []
        for repetition in 1...(options.isDeterministic ? 1 : options.maximumRuns) {
            records += try await runner.run(kernel: place, repetition: repetition)
            if judge.isSettled(records) { break }
        }
        return judge.step(records, at: place)
    }
}
