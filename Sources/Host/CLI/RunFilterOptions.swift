import Archive
import ArgumentParser
import Faults
import Foundation
import Kernels
import Scenario
import Vocabulary

/// Which of the finished runs are meant.
struct RunFilterOptions: ParsableArguments {
    @Option(
        name: .customLong("kernel"),
        help: "Runs on this kernel: 6.12, 6.12.57, 6.1..6.18, newest (of the runs'), or a release.")
    var kernels: [String] = []
    @Option(name: .customLong("scenario"), help: "Runs of this scenario, claim or tag.")
    var scenarios: [String] = []
    @Option(name: .customLong("status"), help: "Runs with this status: \(RunFilterOptions.statusList).")
    var statuses: [RunStatus] = []
    @Option(help: "Runs since 2026-11-24, 2026-11-24T20:15Z, or so long ago: 90m, 12h, 3d, 2w.")
    var since: String?

    static let statusList = RunStatus.allCases.map(\.rawValue).joined(separator: ", ")

    /// The filter, for the runs in `index`. Throws `UsageError` for words that mean none of them.
    func filter(in index: RunIndex) throws -> RunFilter {
        var filter = RunFilter(statuses: statuses)
        for kernel in kernels {
            filter.kernels = (filter.kernels ?? []).union(try Self.releases(kernel, in: index, option: "--kernel"))
        }
        filter.scenarios = try scenarios.map { try Self.scenario($0, in: index, option: "--scenario") }
        filter.since = try since.map { try Self.since($0, option: "--since") }
        return filter
    }

    /// The releases of the runs' kernels that `text` means.
    static func releases(_ text: String, in index: RunIndex, option: String) throws -> [String] {
        let kernels = try index.kernels()
        let found = try KernelSpec(text).all(from: kernels, release: \.release, flavour: \.flavour)
        guard found.isEmpty, !kernels.isEmpty else { return found.map(\.release) }
        throw UsageError.noRun(onKernel: text, option: option, but: kernels.map(\.flavour))
    }

    /// A scenario, claim or tag of the runs.
    static func scenario(_ text: String, in index: RunIndex, option: String) throws -> String {
        let words = try index.scenarioWords()
        if words.isEmpty || words.contains(text) { return text }
        let nearest =
            nearestWord(to: text, in: words).map { "is '\($0)' meant" } ?? "`oomlab results list` shows the runs"
        throw UsageError("\(option) \(text): no run of a scenario, claim or tag of this name", remedy: nearest)
    }

    /// When `text` was.
    static func since(_ text: String, option: String) throws -> String {
        if let stamp = RunFilter.since(text, now: .now) { return stamp }
        throw UsageError(
            "\(option) \(text): no point in time",
            remedy: "write 2026-11-24, 2026-11-24T20:15Z, or 90m, 12h, 3d, 2w ago")
    }
}

extension UsageError {
    /// An option means a kernel that none of the runs is on; `flavours` are those that they are on.
    static func noRun(onKernel text: String, option: String, but flavours: [String]) -> UsageError {
        let there = Set(flavours).sorted().joined(separator: ", ")
        return UsageError("\(option) \(text): no run on this kernel", remedy: "the runs are on \(there)")
    }
}

extension RunStatus: ExpressibleByArgument {
    /// Reads a status as it is printed, in capitals or not.
    public init?(argument: String) { self.init(rawValue: argument.uppercased()) }
}
