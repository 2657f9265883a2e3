import ArgumentParser
import Faults
import Matrix
import SystemPackage

/// `oomlab run-task`: what a task of a job array starts on its node. Nobody types it.
struct RunTaskCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run-task", abstract: "Run the cells of one task of a job array.", shouldDisplay: false)

    @OptionGroup var global: GlobalOptions
    @Argument var folder: String
    @Argument var index: Int

    func run() async throws {
        let terminal = Terminal(global)
        let store = KernelsCommand.store(terminal: terminal)
        let (folder, index) = (FilePath(folder), index)
        let (_, interrupted) = try await interruptible {
            do {
                try await SlurmTask.run(folder: folder, index: index, store: store, notice: terminal.note)
            } catch is CancellationError {
                // Slurm knows why, and tells the command that waits.
            }
        }
        if interrupted { throw ExitCode(ExitStatus.interrupted.rawValue) }
    }
}
