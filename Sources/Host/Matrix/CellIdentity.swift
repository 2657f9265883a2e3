import Digest
import Scenario

/// What makes two runs the same cell: scenario source, name and parameters, kernel image, seed, repetition, mode and machine.
///
/// It is kept in a run's `host.json`, so that a finished run is found again whatever its folder is called. Versions of QEMU and of oomlab are
/// no part of it: whoever changes them in the middle of a matrix starts a new one.
enum CellIdentity {
    /// SHA-256 over the fields, in hexadecimal digits.
    static func text(of cell: Cell, options: MatrixOptions) -> String {
        let scenario = cell.scenario
        let fields =
            [
                "oomlab.cell/1", scenario.name, scenario.source, cell.kernel.identity.release,
                cell.kernel.identity.sha256, "\(cell.seed)", "\(cell.repetition)", options.mode.rawValue,
                "\(options.cpus ?? scenario.machine.cpus)", "\(options.memoryBytes ?? scenario.machine.memoryBytes)",
            ] + scenario.parameters.sorted { $0.name < $1.name }.flatMap { [$0.name, $0.value] }
        return SHA256.of(fields: fields)
    }
}
