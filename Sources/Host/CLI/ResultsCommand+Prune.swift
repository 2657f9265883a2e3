import Archive
import ArgumentParser
import Faults
import SafeText
import Vocabulary

extension ResultsCommand {
    /// `oomlab results prune`.
    struct Prune: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Delete all runs except those that match a --keep rule.",
            discussion: """
                What stays is said, not what goes. A rule is KEY=VALUE; a run stays if any rule keeps it:
                  newest=N        the newest N runs of each scenario on each kernel in each mode
                  since=WHEN      2026-11-24, 2026-11-24T20:15Z, or 90m, 12h, 3d, 2w ago
                  status=STATUS   PASS, FAIL, ERROR, SKIP, DONE
                  scenario=NAME   a scenario, claim or tag
                  kernel=SPEC     6.12, 6.1..6.18, newest, a release
                  run=ID          a run, or all whose id begins so
                Runs without a readable record stay, links are not followed, and a folder that is no run is left alone.

                EXAMPLES:
                  oomlab results prune --keep newest=3 --dry-run
                  oomlab results prune --keep newest=3 --keep status=FAIL
                  oomlab results prune --keep since=30d --keep run=20261124T222649Z
                """)

        @OptionGroup var global: GlobalOptions
        @OptionGroup var selection: Selection
        @Option(help: "A rule for runs to keep; may be given several times.") var keep: [String] = []
        @Flag(name: .customLong("dry-run"), help: "Print what would be deleted; delete nothing.") var dryRun = false
        @Option(help: "text, or json: an object a run, one a line.") var format: AnswerFormat = .text

        func validate() throws {
            guard !keep.isEmpty else { throw ValidationError("say what stays, for example --keep newest=3") }
        }

        /// A run that goes, for programs.
        private struct Removal: Encodable {
            let id: String
            let bytes: Int
            let removed: Bool
            let reason: String?
        }

        func run() throws {
            let terminal = Terminal(global)
            let index = try selection.index(terminal)
            let pruning = try Pruning(index, keeping: try keep.map { try rule($0, in: index) })
            let sizes = pruning.removed.map(pruning.bytes(of:))
            if format == .text {
                for (run, bytes) in zip(pruning.removed, sizes) { terminal.say("\(run.id)  \(Self.size(bytes))") }
            }
            var leftAlone: [String: String] = [:]
            if !dryRun { pruning.run { leftAlone[$0] = $1 } }
            for (id, why) in leftAlone.sorted(by: { $0.key < $1.key }) {
                terminal.complain("oomlab: \(id) \(why); it was left alone")
            }
            if format == .json {
                for (run, bytes) in zip(pruning.removed, sizes) {
                    let removal = Removal(
                        id: run.id, bytes: bytes, removed: !dryRun && leftAlone[run.id] == nil,
                        reason: leftAlone[run.id])
                    terminal.say(try AnswerFormat.line(removal))
                }
            }
            let count = pruning.removed.count - leftAlone.count
            let total = Self.size(
                zip(pruning.removed, sizes).filter { leftAlone[$0.0.id] == nil }.map(\.1).reduce(0, +))
            terminal.note(
                "\(dryRun ? "would remove" : "removed") \(count == 1 ? "1 run" : "\(count) runs"), \(total); \(pruning.keptCount) left"
            )
            if !leftAlone.isEmpty { throw ExitCode(2) }
        }

        /// What a `--keep` says. Throws `UsageError`.
        private func rule(_ text: String, in index: RunIndex) throws -> KeepRule {
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            let unknown = UsageError(
                "--keep \(text): no rule",
                remedy: "write newest=N, since=WHEN, status=STATUS, scenario=NAME, kernel=SPEC or run=ID")
            guard parts.count == 2, !parts[1].isEmpty else { throw unknown }
            let (value, option) = (parts[1], "--keep \(parts[0])=")
            switch parts[0] {
            case "newest":
                guard let count = Int(value), count > 0 else {
                    throw UsageError("--keep \(text): no number of runs", remedy: "write for example newest=3")
                }
                return .newest(count)
            case "since": return .matching(RunFilter(since: try RunFilterOptions.since(value, option: option)))
            case "status":
                guard let status = RunStatus(argument: value) else {
                    throw UsageError("--keep \(text): no status", remedy: "write one of \(RunFilterOptions.statusList)")
                }
                return .matching(RunFilter(statuses: [status]))
            case "scenario":
                return .matching(
                    RunFilter(scenarios: [try RunFilterOptions.scenario(value, in: index, option: option)]))
            case "kernel":
                return .matching(
                    RunFilter(kernels: Set(try RunFilterOptions.releases(value, in: index, option: option))))
            case "run":
                guard try index.runs().contains(where: { $0.id.hasPrefix(value) }) else {
                    throw UsageError(
                        "--keep \(text): no run whose id begins so", remedy: "`oomlab results list` shows them")
                }
                return .named(value)
            default: throw unknown
            }
        }

        private static func size(_ bytes: Int) -> String {
            bytes < 999_950
                ? "\(decimal(Double(bytes) / 1e3, places: 1)) kB" : "\(decimal(Double(bytes) / 1e6, places: 1)) MB"
        }
    }
}
