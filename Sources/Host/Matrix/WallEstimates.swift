import Evidence
import GuestProtocol
import Runs
import Vocabulary

/// How long runs take on this host, by the runs that were made before: for the order of cells and the time left, never for a verdict.
struct WallEstimates: Sendable {
    private struct Mean {
        var sum = 0.0
        var count = 0
        var seconds: Double { sum / Double(max(count, 1)) }
    }

    private struct Key: Hashable {
        let scenario: String
        let kernel: String
        let mode: RunMode
    }

    /// The newest runs say enough.
    private static let maximumRuns = 2000

    private var means: [Key: Mean] = [:]

    /// Estimates from what `accounts` tell of earlier runs.
    init(_ accounts: some Sequence<HostAccount>) {
        for account in accounts where account.ending.kind == .finished {
            for kernel in [account.kernel.flavour, ""] {
                let key = Key(scenario: account.scenarioName, kernel: kernel, mode: account.machine.mode)
                means[key, default: Mean()].sum += account.wallSeconds
                means[key, default: Mean()].count += 1
            }
        }
    }

    /// Estimates from the runs in a results folder; a run that can't be read tells nothing.
    init(runsIn results: RunSelection) {
        self.init(results.all().suffix(WallEstimates.maximumRuns).lazy.compactMap { try? $0.host() })
    }

    /// Seconds of wall time: of the same scenario on the same kernel, else of the same scenario, else by what the plan says.
    func seconds(for cell: Cell, mode: RunMode, plan: Plan) -> Double {
        for kernel in [cell.kernel.identity.flavour, ""] {
            let key = Key(scenario: cell.scenario.name, kernel: kernel, mode: mode)
            if let mean = means[key] { return mean.seconds }
        }
        return WallEstimates.boot + WallEstimates.guestSeconds(of: plan)
    }

    /// Emulated, a kernel is up after about this many seconds.
    private static let boot = 5.0

    /// What the plan's steps let pass for certain.
    private static func guestSeconds(of plan: Plan) -> Double {
        plan.steps.reduce(0) { sum, step in
            switch step {
            case .sleep(let ns), .observe(let ns, _, _): sum + Double(ns) / 1e9
            default: sum
            }
        }
    }
}
