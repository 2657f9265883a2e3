import Record
import Statistics
import Synchronization
import Testing
import Vocabulary
@testable import Bisection

/// Kernels whose runs say what the test wants.
final class ImaginedKernels: BisectionRunner {
    private let body: @Sendable (_ place: Int, _ draw: () -> Double) -> RunRecord
    private let state = Mutex((random: SplitMix64(seed: 7), runs: [Int: Int]()))

    init(_ body: @escaping @Sendable (_ place: Int, _ draw: () -> Double) -> RunRecord) { self.body = body }

    /// How often each kernel was run.
    var runs: [Int: Int] { state.withLock { $0.runs } }

    func run(kernel place: Int, repetition: Int) async throws -> [RunRecord] {
        state.withLock { state in
            state.runs[place, default: 0] += 1
            let draw = Double(state.random.next() >> 11) / Double(1 << 53)
            return [body(place) { draw }]
        }
    }
}

@Suite struct BisectionTests {
    static func record(
        _ place: Int, _ status: RunStatus = .pass, _ values: [ObservationName: ObservationValue?] = [:]
    ) -> RunRecord {
        var observations: [String: RunRecord.Observation?] = [:]
        for (name, value) in values {
            observations[name.rawValue] = value.map { RunRecord.Observation(value: $0, unit: name.unit.rawValue) }
        }
        return RunRecord(
            id: "run-\(place)", started: "", wallSeconds: 1, guestSeconds: 1, status: status, reason: "because",
            scenario: .init(name: "imagined", claim: "", parameters: [:]), seed: 0,
            kernel: .init(release: "\(place)", version: "", package: nil, sha256: "", flavour: "6.\(place)"),
            machine: .init(mode: .realtime, accelerator: "", cpus: 1, memoryBytes: 0, qemu: "", restored: false),
            ending: .init(kind: "finished", exitStatus: nil, boots: 1), fingerprint: "", observations: observations,
            processes: [], kills: [], memoryEvents: [:], disagreements: [], expectations: [], samples: nil)
    }

    @Test(arguments: 1..<20)
    func findsWhereTheVerdictTurns(turn: Int) async throws {
        let kernels = ImaginedKernels { place, _ in Self.record(place, place < turn ? .pass : .fail) }
        let result = try await Bisection(kernels: 20, options: .init(), runner: kernels).search()
        #expect(result.lastGood == turn - 1 && result.firstBad == turn && result.confidence == 1)
        #expect(result.criterion == .verdict && kernels.runs.values.allSatisfy { $0 == 1 })
        #expect(result.step(at: turn)?.records.first?.id == "run-\(turn)")
        #expect(result.step(at: turn - 1)?.finding == .good)
    }

    @Test(arguments: [true, false])
    func findsWhereAnObservationTurns(goodIsHigh: Bool) async throws {
        var options = Bisection.Options()
        options.observation = .threadsLeft
        let kernels = ImaginedKernels { place, _ in
            Self.record(place, .pass, [.threadsLeft: .count((place < 6) == goodIsHigh ? 7 : 0)])
        }
        let result = try await Bisection(kernels: 10, options: options, runner: kernels).search()
        #expect(result.lastGood == 5 && result.firstBad == 6)
        #expect(result.criterion == (goodIsHigh ? .above(.threadsLeft, 3.5) : .below(.threadsLeft, 3.5)))
    }

    @Test func aThresholdMovesTheBorder() async throws {
        var options = Bisection.Options()
        options.observation = .killToExitMs
        let kernels = ImaginedKernels { place, _ in
            Self.record(place, .pass, [.killToExitMs: .number(Double(place * place))])
        }
        #expect(try await Bisection(kernels: 11, options: options, runner: kernels).search().firstBad == 8)
        options.threshold = 9
        let result = try await Bisection(kernels: 11, options: options, runner: kernels).search()
        #expect(result.lastGood == 3 && result.firstBad == 4 && result.criterion == .below(.killToExitMs, 9))
        options.threshold = 500
        await #expect(throws: BisectionError.self) {
            try await Bisection(kernels: 11, options: options, runner: kernels).search()
        }
    }

    @Test func wordsAndAbsenceAreComparedWithTheGoodEnd() async throws {
        var options = Bisection.Options()
        options.observation = .reaper
        let words = ImaginedKernels { place, _ in
            Self.record(place, .pass, [.reaper: .word(place < 3 ? "reaped" : "unable")])
        }
        #expect(try await Bisection(kernels: 8, options: options, runner: words).search().firstBad == 3)
        options.observation = .killToExitMs
        let absent = ImaginedKernels { place, _ in
            Self.record(place, .pass, place < 5 ? [.killToExitMs: .number(3)] : [:])
        }
        let result = try await Bisection(kernels: 8, options: options, runner: absent).search()
        #expect(result.firstBad == 5 && result.criterion == .equal(.killToExitMs, .number(3)))
    }

    @Test func errorsAreSkippedNotCounted() async throws {
        let kernels = ImaginedKernels { place, _ in
            Self.record(place, place == 4 || place == 5 ? .error : place < 5 ? .pass : .fail)
        }
        let result = try await Bisection(kernels: 10, options: .init(), runner: kernels).search()
        #expect(result.lastGood == 3 && result.firstBad == 6 && result.unknownBetween == [4, 5])
        #expect(result.step(at: 4)?.finding == nil && result.step(at: 4)?.counted == 0)
    }

    @Test func aWrongQuestionIsRefusedWithTheWayOut() async throws {
        let alike = ImaginedKernels { place, _ in
            Self.record(place, .pass, [.threadsLeft: .count(place == 0 ? 0 : 7), .kills: .count(1)])
        }
        await #expect(
            throws: BisectionError.alike(
                what: "the verdict", good: "PASS", bad: "PASS", differing: [.threadsLeft])
        ) {
            try await Bisection(kernels: 5, options: .init(), runner: alike).search()
        }
        let broken = ImaginedKernels { place, _ in Self.record(place, place == 0 ? .pass : .error) }
        await #expect(throws: BisectionError.nothingKnown(end: .bad, "because")) {
            try await Bisection(kernels: 5, options: .init(), runner: broken).search()
        }
        // Good and bad the wrong way round is alike by verdict too: PASS is never bad.
        let turned = ImaginedKernels { place, _ in Self.record(place, place < 2 ? .fail : .pass) }
        await #expect(throws: BisectionError.self) {
            try await Bisection(kernels: 5, options: .init(), runner: turned).search()
        }
        await #expect(throws: BisectionError.oneKernel) {
            try await Bisection(kernels: 1, options: .init(), runner: alike).search()
        }
    }

    @Test func noisyKernelsAreRunUntilSure() async throws {
        var options = Bisection.Options()
        options.isDeterministic = false
        // One in ten good runs fails, nine in ten bad ones do.
        let kernels = ImaginedKernels { place, draw in
            Self.record(place, draw() < (place < 9 ? 0.1 : 0.9) ? .fail : .pass)
        }
        let result = try await Bisection(kernels: 16, options: options, runner: kernels).search()
        #expect(result.lastGood == 8 && result.firstBad == 9)
        #expect(result.confidence >= 0.95 && result.confidence < 1)
        #expect(kernels.runs[0] == 8 && kernels.runs[15] == 8)
        for step in result.steps.dropFirst(2) { #expect((2...40).contains(step.counted), "\(step)") }
    }

    @Test func noisyEndsThatAreAlikeAreRefused() async throws {
        var options = Bisection.Options()
        options.isDeterministic = false
        let kernels = ImaginedKernels { place, draw in Self.record(place, draw() < 0.5 ? .fail : .pass) }
        await #expect(throws: BisectionError.self) {
            try await Bisection(kernels: 8, options: options, runner: kernels).search()
        }
    }

    @Test func aKernelThatStaysUnsureIsPassedOver() async throws {
        var options = Bisection.Options()
        options.isDeterministic = false
        let counter = Mutex(0)
        let kernels = ImaginedKernels { place, _ in
            guard place == 2 else { return Self.record(place, place < 2 ? .pass : .fail) }
            let count = counter.withLock {
                $0 += 1
                return $0
            }
            return Self.record(place, count % 2 == 0 ? .pass : .fail)
        }
        let result = try await Bisection(kernels: 5, options: options, runner: kernels).search()
        #expect(result.lastGood == 1 && result.firstBad == 3 && result.unknownBetween == [2])
        #expect(kernels.runs[2] == options.maximumRuns)
    }

    /// A. Wald's rule: each run multiplies the odds by the ratio of the rates.
    @Test func oddsMultiply() {
        var noisy = NoisyFinding(goodEnd: (0, 9), badEnd: (9, 9), confidence: 0.99)
        #expect(noisy.badProbability == 0.5 && noisy.finding == nil)
        noisy.add(.bad)
        // Jeffreys: 0.5/10 and 9.5/10, so the odds are 19 to 1.
        #expect(abs(noisy.badProbability - 0.95) < 1e-12 && noisy.finding == nil)
        noisy.add(.bad)
        #expect(abs(noisy.badProbability - 361.0 / 362) < 1e-12 && noisy.finding == .bad)
        noisy.add(.good)
        #expect(noisy.finding == nil)
    }
}
