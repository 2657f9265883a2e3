import ArgumentParser
import Bisection
import Explain
import Faults
import Foundation
import Runs
import Scenario

/// The command. Each subcommand has a file of its own; the work is done in the modules.
@main
struct Oomlab: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "oomlab",
        abstract: "Real Linux kernels, real OOM kills, and evidence of who died and why.",
        discussion: """
            EXAMPLES:
              oomlab run frozen-victim-v1 --kernel 5.10 --kernel 6.18    the same kill on two kernels, side by side
              oomlab run baseline --kernel newest                        every scenario of a claim
              oomlab compare --reference 6.12                            what differs between kernels, and how sure that is
              oomlab bisect shared-mm --good 6.1 --bad newest            since which kernel
              oomlab results show RUN                                    one run in full
              dmesg | oomlab explain                                     who died, and why that one
              oomlab doctor                                              what this host can do, and what is missing

            EXIT STATUS:
              0 everything as expected; 1 a kernel differed from an expectation; 2 the harness or the host failed;
              4 nothing applicable ran; 64 usage; 130 interrupted.
            """,
        version: Version.text,
        subcommands: [
            DoctorCommand.self, KernelsCommand.self, ScenariosCommand.self, RunCommand.self, ReportCommand.self,
            CompareCommand.self, BisectCommand.self, RunTaskCommand.self, ResultsCommand.self, ExplainCommand.self,
        ])

    /// Like ArgumentParser's own `main`, with our exit statuses for our errors.
    static func main() async {
        // A write beyond a limit on file sizes is an error with a message, not a death without one; so is one that nobody reads, but for the message.
        signal(SIGXFSZ, SIG_IGN)
        signal(SIGPIPE, SIG_IGN)
        StandardOutput.holdPlaces()
        do {
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch {
            exit(with: error)
        }
    }

    private static func exit(with error: any Error) -> Never {
        if let status = exitStatus(of: error) {
            Terminal.standard.complain("oomlab: \(error)")
            Foundation.exit(status.rawValue)
        }
        // Help, versions, completions and faults of usage are ArgumentParser's; the printing is ours.
        let code = exitCode(for: error)
        let text = fullMessage(for: error)
        if !text.isEmpty {
            if code.isSuccess { Terminal.standard.put(text + "\n") } else { Terminal.standard.complain(text) }
        }
        // 1 would say of a kernel that it differed.
        let isOurs = error is ExitCode || code != .failure
        Foundation.exit(isOurs ? code.rawValue : ExitStatus.harnessFailed.rawValue)
    }

    /// The exit status that an error of ours stands for; `nil` for ArgumentParser's own.
    private static func exitStatus(of error: any Error) -> ExitStatus? {
        switch error {
        case is UsageError, is ScenarioErrors, is UnknownRun: .usage
        case BisectionError.nothingKnown: .harnessFailed
        case is BisectionError: .usage
        case is HostError, is GuestError, is EvidenceError: .harnessFailed
        case let error as LogInputError: error.isUsage ? .usage : .harnessFailed
        case is CancellationError: .interrupted
        default: nil
        }
    }
}
