import Kernels
import Scenario

/// One run to be made: a scenario on a kernel with a seed.
public struct Cell: Sendable {
    /// The scenario. A twin is a scenario of its own.
    public let scenario: Scenario
    /// The kernel it runs on.
    public let kernel: InstalledKernel
    /// The seed of its plan; 0 perturbs nothing.
    public let seed: UInt64
    /// Which of `--repeat`'s runs this is, from 1.
    public let repetition: Int

    /// One run to be made.
    public init(scenario: Scenario, kernel: InstalledKernel, seed: UInt64, repetition: Int) {
        self.scenario = scenario
        self.kernel = kernel
        self.seed = seed
        self.repetition = repetition
    }
}

extension Cell {
    /// The most runs of one matrix.
    public static let maximumCount = 1_000_000

    /// Every scenario on every kernel with every seed, each several times.
    public static func matrix(
        scenarios: [Scenario], kernels: [InstalledKernel], seeds: [UInt64], repetitions: Int
    ) -> [Cell] {
        scenarios.flatMap { scenario in
            kernels.flatMap { kernel in
                seeds.flatMap { seed in
                    (1...max(1, repetitions)).map {
                        Cell(scenario: scenario, kernel: kernel, seed: seed, repetition: $0)
                    }
                }
            }
        }
    }

    /// How people refer to it: `shared-mm on 6.18`, with the seed and the repetition where they say something.
    public var label: String {
        var label = "\(scenario.name) on \(kernel.version)"
        if seed != 0 { label += ", seed \(seed)" }
        if repetition > 1 { label += ", repeat \(repetition)" }
        return label
    }
}
