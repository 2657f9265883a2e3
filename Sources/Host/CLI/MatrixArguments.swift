import ArgumentParser
import Faults
import Foundation
import Lab
import Matrix
import Vocabulary

/// How runs are made: what every verb that makes some can be told.
struct MatrixArguments: ParsableArguments {
    @Option(help: "deterministic (time is counted instructions) or realtime.")
    var mode: RunMode = .deterministic

    @Option(
        name: .customLong("seed"),
        help:
            "Seed of the plan, or several (0..4, or 0,7,9), at most \(SeedList.maximumCount); 0 perturbs nothing. Without: 0, and for a deterministic bisect 0..4."
    )
    var chosenSeeds: SeedList?

    @Option(help: "Virtual CPUs, instead of the scenario's.")
    var cpus: Int?

    @Option(help: "RAM of the machine, instead of the scenario's (256M, 1G).")
    var memory: ByteSize?

    @Option(name: .customLong("set"), help: "A parameter of the scenario: KEY=VALUE.")
    var settings: [String] = []

    @Option(help: "Machines at once, 1 to \(MatrixArguments.mostJobs); never more than fit into the free memory.")
    var jobs: Int?

    @Flag(help: "Boot from scratch instead of restoring a snapshot.")
    var cold = false

    @Flag(help: "Skip runs that the output folder has already; run only the others.")
    var resume = false

    @Option(help: "The folder for the run folders.")
    var output: String = "results/runs"

    func validate() throws {
        if let jobs, !(1...Self.mostJobs).contains(jobs) {
            throw ValidationError("--jobs \(jobs): give 1 to \(Self.mostJobs)")
        }
        if let cpus, !(1...16).contains(cpus) { throw ValidationError("--cpus \(cpus): give 1 to 16") }
    }

    /// The seeds of a verb that makes one run of each where nothing is said.
    var seeds: [UInt64] { chosenSeeds?.seeds ?? [0] }

    /// The seeds of a verb that says what is so: one arrangement of threads and sizes that repeats to the byte is still one arrangement.
    var seedsForAnswer: [UInt64] { chosenSeeds?.seeds ?? (mode == .deterministic ? Array(0..<5) : [0]) }

    /// More machines at once than any host has processors for.
    static let mostJobs = 1024

    /// As many machines as processors where nothing is said.
    var localJobs: Int { jobs ?? max(1, ProcessInfo.processInfo.activeProcessorCount) }

    /// What all cells have in common. Throws `UsageError` where a `--set` is no KEY=VALUE.
    func options() throws -> MatrixOptions {
        MatrixOptions(mode: mode, cpus: cpus, memoryBytes: memory?.bytes, parameters: try parameters())
    }

    private func parameters() throws -> [String: String] {
        var values: [String: String] = [:]
        for setting in settings {
            guard let equals = setting.firstIndex(of: "="), equals > setting.startIndex else {
                throw UsageError("--set \(setting): not KEY=VALUE", remedy: "write for example --set threads=64")
            }
            values[String(setting[..<equals])] = String(setting[setting.index(after: equals)...])
        }
        return values
    }
}
