import Lab
import Testing

extension Live {
    /// A run that can't be repeated is an anecdote: in deterministic mode the same plan gives the same bytes, and another plan doesn't.
    @Suite struct DeterminismTests {
        /// Runs that boot, and runs that go on from a kept machine.
        @Test(arguments: [("5.10", 2, "kept"), ("6.12", 1, "kept"), ("6.18", 2, "cold"), ("newest", 4, "kept")])
        func theSameRunTwiceIsOne(spec: String, cpus: Int, start: String) async throws {
            var run = LiveRun(scenario: "multithreaded-anon", kernel: try await LiveKernels.kernel(spec))
            run.cpus = cpus
            try await Command.inScratch { command in
                let lab = try await Lab(output: command.folder, cold: start == "cold")
                let first = try await run.fingerprint(in: lab)
                let second = try await run.fingerprint(in: lab)
                #expect(first == second)
            }
        }

        /// What makes the test above one that can fail: a fingerprint notices a seed, a parameter and a number of CPUs.
        @Test func anotherSeedOrPlanIsAnother() async throws {
            let run = LiveRun(scenario: "baseline-anon", kernel: try await LiveKernels.kernel("6.18"))
            var seeded = run
            seeded.seed = 1
            var reseeded = run
            reseeded.seed = 2
            var smaller = run
            smaller.parameters = ["limit": "48M"]
            let runs = [run, seeded, reseeded, smaller]
            try await Command.inScratch { command in
                let lab = try await Lab(output: command.folder)
                var prints: Set<String> = []
                for run in runs { prints.insert(try await run.fingerprint(in: lab)) }
                #expect(prints.count == runs.count)
            }
        }
    }
}
